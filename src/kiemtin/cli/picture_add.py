"""``kiemtin pictures add``: pictures with the address of the answer about them, into a collection."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import argument, command
from kiemtin.cli.edge import complain, explain_error, print_json, say, written
from kiemtin.cli.pictures import collection_option, index, open_collection, require_libraries
from kiemtin.errors import Refused
from kiemtin.formats.entries import PICTURES, problem

if TYPE_CHECKING:
    from kiemtin.errors import KiemtinError
    from kiemtin.pictures.adding import Given, Taken
    from kiemtin.pictures.collection import Collection

NO_PICTURE = "refused.not-a-picture"
"""What the door says of a file that is no picture: in a folder there may be some, and they are passed over."""


@dataclass(slots=True)
class Count:
    """What one run came to."""

    new: int = 0
    unchanged: int = 0
    left_out: int = 0
    errors: list[tuple[str, KiemtinError]] = field(default_factory=list)


@command("pictures.add")
@argument("files", about="cli.pictures.add.files", metavar=say("cli.pictures.files-place"), nargs=-1, required=True)
@click.option("--answer", metavar=say("cli.url-place"), help=say("cli.pictures.add.answer"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def add(files: tuple[str, ...], answer: str | None, collection: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.pictures.add``."""
    from kiemtin.pictures.adding import files_of
    from kiemtin.pictures.known import require_answer

    require_libraries()
    if answer is None:
        raise Refused("cli.pictures.add.needs-answer")
    url = require_answer(answer)
    given = files_of(files)
    with open_collection(collection, create=True) as opened:
        count = _add(opened, given, url)
        index(opened)
        total = len(opened)
    if as_json:
        print_json({"schema": PICTURES, "total": total, **_as_data(count)})
    else:
        _report(count, total)
    if count.errors:
        raise click.exceptions.Exit(max(error.exit_code for _, error in count.errors))


def _add(collection: Collection, given: list[Given], url: str) -> Count:
    from kiemtin.cli.factcheck_import import progress
    from kiemtin.pictures.adding import take

    count = Count()
    with progress(say("cli.pictures.add.reading")) as tell:
        taken = take(given, url, lambda digest, path: collection.holds(digest, url, path))
        for done, one in enumerate(taken, 1):
            _store(collection, one, count)
            tell(done, len(given))
    return count


def _store(collection: Collection, one: Taken, count: Count) -> None:
    """Store one picture at once: what was read before an interruption is kept."""
    if one.error is not None:
        if one.given.in_folder and one.error.message_id == NO_PICTURE:
            count.left_out += 1
        else:
            count.errors.append((one.given.path, one.error))
    elif one.picture is not None and collection.add(one.picture, datetime.datetime.now(datetime.UTC)):
        count.new += 1
    else:
        count.unchanged += 1


def _report(count: Count, total: int) -> None:
    for path, error in count.errors:
        complain(say("cli.pictures.add.refused", name=path, detail=explain_error(error)))
    counts = {"new": written(count.new), "unchanged": written(count.unchanged), "left_out": written(count.left_out)}
    complain(say("cli.pictures.add.done", total=written(total), **counts))
    if count.new:
        complain(say("cli.pictures.add.undo"))


def _as_data(count: Count) -> dict[str, Any]:
    return {
        "new": count.new,
        "unchanged": count.unchanged,
        "left_out": count.left_out,
        "problems": [{"file": path, "error": problem(error)} for path, error in count.errors],
    }
