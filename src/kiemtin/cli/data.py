"""``kiemtin data``: which data answers, how old it is, and newer data from a signed file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, Group, argument, command
from kiemtin.cli.edge import console, explain_error, print_json, say, today
from kiemtin.evidence.messages import LANGUAGES, render

if TYPE_CHECKING:
    from kiemtin.errors import KiemtinError
    from kiemtin.updates import InUse

SCHEMA = "kiemtin-data-status/1"

OLD_DAYS = 90
"""Age from which on newer data is worth looking for: forged names and hotlines change within months."""

data = Group("data", about="cli.data", holds={"status": "kiemtin.cli.data:status", "update": "kiemtin.cli.data:update"})


@command("data.status")
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def status(*, as_json: bool) -> None:
    """Set by the catalogue: ``cli.data.status``."""
    from kiemtin.files import default_home
    from kiemtin.organisations import own_files
    from kiemtin.updates import DataInUse
    from kiemtin.version import __version__

    home = default_home()
    in_use = DataInUse(home)
    own = len(own_files(home))
    if as_json:
        rows = [_as_data(one, own) for one in in_use.parts]
        print_json({"schema": SCHEMA, "kiemtin": __version__, "home": str(home), "data": rows})
        return
    _print_status(in_use.parts, home, own)


@command("data.update")
@argument("file", about="cli.data.update.file", metavar=say("cli.file-place"), type=PATH)
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def update(file: Path, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.data.update``."""
    from kiemtin.files import default_home, read_whole
    from kiemtin.updates import MAX_DATA_BYTES, take_in

    result = take_in(read_whole(file, MAX_DATA_BYTES), default_home())
    taken, left = list(result.taken), list(result.left)
    if as_json:
        print_json({"schema": "kiemtin-data-update/1", "version": result.version, "taken": taken, "left": left})
        return
    out = console()
    if taken:
        out.print(say("cli.data.update.taken", version=result.version, parts=_named(taken)))
    else:
        out.print(say("cli.data.update.nothing-new", version=result.version))
    if taken and left:
        out.print(say("cli.data.update.left", parts=_named(left)))


def _named(parts: list[Any]) -> str:
    return ", ".join(say(f"data.part.{part}") for part in parts)


def age_in_days(version: str | None) -> int | None:
    """Days since an edition's date; 0 where that day is still to come, ``None`` where it has no date."""
    try:
        return max(0, (today() - datetime.date.fromisoformat(version or "")).days)
    except ValueError:
        return None


def _as_data(one: InUse, own: int) -> dict[str, Any]:
    row = {
        "name": one.part.value,
        "version": one.version,
        "age_days": age_in_days(one.version),
        "from": one.origin.value if one.version else None,
        "key": one.key,
        "problem": _problem(one.spoilt) if one.spoilt else None,
    }
    return row | {"own_files": own} if one.part == "organisations" else row


def _problem(error: KiemtinError) -> dict[str, Any]:
    texts = {language: render(error.message_id, error.values, language) for language in LANGUAGES}
    return {"id": error.message_id, "text": texts}


def _print_status(parts: tuple[InUse, ...], home: Path, own: int) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from kiemtin.formats.visible import visible

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("part", "version", "age", "from"):
        table.add_column(say(f"data.column.{column}"), overflow="fold")
    for one in parts:
        table.add_row(say(f"data.part.{one.part}"), one.version or "—", _age(one.version), _origin(one, own))
    out = console()
    out.print(table)
    for note in _notes(parts):
        out.print(Text(visible(note)))
    out.print(Text(visible(say("data.home", name=str(home))), style="dim"))


def _age(version: str | None) -> str:
    days = age_in_days(version)
    return say("data.age", days=days) if days is not None else "—"


def _origin(one: InUse, own: int) -> str:
    if one.version is None:
        return "—"
    origin = say(f"data.from.{one.origin}")
    return f"{origin} + {say('data.from.own', count=own)}" if own and one.part == "organisations" else origin


def _notes(parts: tuple[InUse, ...]) -> Iterator[str]:
    for one in parts:
        if one.spoilt is not None:
            part = say(f"data.part.{one.part}")
            yield f"! {say('data.spoilt', part=part, reason=explain_error(one.spoilt))}"
    if any((age_in_days(one.version) or 0) > OLD_DAYS for one in parts):
        yield say("data.old", days=OLD_DAYS)
