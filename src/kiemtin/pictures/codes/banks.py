"""Who receives money for a BIN (bank identification number): ``data/banks.tsv``, each line with where it was seen."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from kiemtin.pictures.codes.values import Bank


def bank_of(number: str) -> Bank | None:
    """The bank or e-wallet with this BIN, or ``None`` for one that the list does not know."""
    return bank_list().get(number)


@cache
def bank_list() -> dict[str, Bank]:
    """Every BIN of the list."""
    lines = (files(__package__) / "data" / "banks.tsv").read_text("utf-8").splitlines()
    banks = (_bank(line.split("\t")) for line in lines if line and not line.startswith("#"))
    return {one.bin: one for one in banks}


def _bank(columns: list[str]) -> Bank:
    number, name, organisation, confirmed, source = columns
    return Bank(
        number, name, organisation or None, None if confirmed == "no" else confirmed, source if source != "-" else None
    )
