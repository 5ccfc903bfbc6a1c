"""A forged name beside the official one, for an alert: the letters that differ, marked and in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from kiemtin.evidence.messages import Language, render
from kiemtin.formats.letters import side_by_side
from kiemtin.organisations import Register
from kiemtin.text.alignment import Aligned
from kiemtin.text.fold import fold_character
from kiemtin.watch.beside import pieces, read_as
from kiemtin.watch.certificates.alerts import Alert

SCRIPTS = ("latin", "cyrillic", "greek", "armenian", "cherokee", "coptic", "lisu", "mathematical")
"""Letters that are called by name (``watch.script.…``); most that pass for Latin ones are among these."""

OTHER = "other"

MOST_SAID = 8
"""Strange letters that are named one by one; nobody reads more."""


def row_of(alert: Alert) -> dict[str, str | None]:
    """An alert as ``watch.beside`` takes it."""
    return {"domain": alert.domain, "official": alert.official, "matched": alert.matched}


def label_of_official(register: Register, organisation: str) -> str:
    """What the organisation's own name is called: never official where the register has not seen it confirmed.

    An organisation that the register does not have is one of the user's own.
    """
    known = register.get(organisation)
    main = known.main_domain if known is not None else None
    return "unconfirmed" if main is not None and not main.confirmed else "official"


def explained(alert: Alert, language: Language) -> list[str]:
    """What differs between the two names, then each letter that only passes for a Latin one; a sentence each."""
    row = row_of(alert)
    shown = read_as(row)
    columns = side_by_side(shown, alert.official or "") if pieces(row) else ()
    changes = [render(message_id, values, language) for message_id, values in _changes(columns)]
    said = [render("watch.differs", {"changes": "; ".join(changes)}, language)] if changes else []
    strange = [letter for letter in dict.fromkeys(shown) if not letter.isascii()]
    return said + [_named(letter, language) for letter in strange[:MOST_SAID]]


def _changes(columns: Sequence[Aligned]) -> Iterator[tuple[str, dict[str, str | int | float]]]:
    for same, run in groupby(columns, key=lambda column: column.same):
        if same:
            continue
        parts = list(run)
        for some in [[one] for one in parts] if all(one.forged and one.official for one in parts) else [parts]:
            forged, official = "".join(one.forged for one in some), "".join(one.official for one in some)
            how = "changed" if forged and official else "added" if forged else "left-out"
            yield f"watch.differs.{how}", {"forged": forged, "official": official}


def _named(letter: str, language: Language) -> str:
    """``а``: a Cyrillic letter that reads as ``a``."""
    first = unicodedata.name(letter, "").partition(" ")[0].lower()
    script = render(f"watch.script.{first if first in SCRIPTS else OTHER}", {}, language)
    plain = fold_character(letter)
    values = {"letter": letter if letter.isprintable() else "", "code": f"U+{ord(letter):04X}", "script": script}
    if plain.isascii() and plain:
        return render("watch.strange.reads-as", {**values, "plain": plain}, language)
    return render("watch.strange", dict(values), language)
