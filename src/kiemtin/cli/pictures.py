"""``kiemtin pictures``: pictures that somebody has already answered about."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiemtin.cli.command import PATH, Group, argument, command
from kiemtin.cli.edge import complain, print_json, say, stdin_is_terminal, written
from kiemtin.errors import OutOfReach, Refused
from kiemtin.formats.entries import PICTURES, known_picture

if TYPE_CHECKING:
    from kiemtin.pictures.collection import Collection
    from kiemtin.pictures.known import Known

COMMANDS = {
    "add": "kiemtin.cli.picture_add:add",
    "search": "kiemtin.cli.picture_search:search",
    "list": "kiemtin.cli.pictures:list_all",
    "remove": "kiemtin.cli.pictures:remove",
    "rebuild": "kiemtin.cli.pictures:rebuild",
}

pictures = Group("pictures", about="cli.pictures", holds=COMMANDS)

NEEDED = ("PIL", "cv2", "numpy")
"""What ``kiemtin[pictures]`` brings and these commands need."""

SHOWN = 50
"""Pictures that ``list`` prints unless told otherwise."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def collection_option(function: Decorated) -> Decorated:
    """``--collection DIR``, as every command of this group takes it."""
    return click.option(
        "--collection", type=PATH, metavar=say("cli.folder-place"), help=say("cli.pictures.collection")
    )(function)


def folder_of(collection: Path | None) -> Path:
    """The folder named, else the user's own: ``KIEMTIN_HOME/pictures``."""
    from kiemtin.files import default_home
    from kiemtin.pictures.known import FOLDER

    return collection if collection is not None else default_home() / FOLDER


def open_collection(folder: Path | None, *, create: bool = False) -> Collection:
    """The collection in ``folder``, else the user's own; raises ``OutOfReach`` where there is none."""
    from kiemtin.pictures.collection import Collection

    return Collection(folder_of(folder), create=create)


def require_libraries() -> None:
    """Raise ``OutOfReach`` where ``kiemtin[pictures]`` is not installed."""
    if any(find_spec(library) is None for library in NEEDED):
        raise OutOfReach("missing.pictures-extra")


def at_least_one(limit: int) -> int:
    """A number of results; raises ``Refused`` below 1."""
    if limit < 1:
        raise Refused("cli.factchecks.limit", given=limit)
    return limit


def index(collection: Collection, *, anew: bool = False) -> None:
    """Bring the index up to date, with a progress bar."""
    from kiemtin.cli.factcheck_import import progress
    from kiemtin.pictures.index import update_index

    with progress(say("cli.factchecks.indexing")) as tell:
        update_index(collection, tell, anew=anew)


@command("pictures.list")
@click.option("--answer", metavar=say("cli.url-place"), help=say("cli.pictures.list.answer"))
@click.option("--limit", type=int, default=SHOWN, metavar="N", help=say("cli.pictures.list.limit"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def list_all(answer: str | None, limit: int, collection: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.pictures.list``."""
    from kiemtin.storage import FILE

    limit = at_least_one(limit)
    if collection is None and not (folder_of(None) / FILE).exists():  # nothing was added yet, which is no error
        total, found = 0, list[Any]()
    else:
        with open_collection(collection) as opened:
            total, found = len(opened), opened.answered(answer)[:limit] if answer else opened.newest(limit)
    if as_json:
        print_json({"schema": PICTURES, "total": total, "pictures": [known_picture(one) for one in found]})
        return
    for one in found:
        _print_line(one)
    complain(say("cli.pictures.list.shown", shown=written(len(found)), total=written(total)))


def _print_line(one: Known) -> None:
    from kiemtin.formats.visible import visible

    print(
        f"{one.number:>6}  {one.added.date()}  {one.width} × {one.height}  {visible(one.path)}  {visible(one.answer)}"
    )


@command("pictures.remove")
@argument("chosen", about="cli.pictures.remove.chosen", metavar=say("cli.pictures.remove.chosen-place"), nargs=-1)
@click.option("--answer", metavar=say("cli.url-place"), help=say("cli.pictures.remove.answer"))
@click.option("--yes", "-y", is_flag=True, help=say("cli.pictures.remove.yes"))
@collection_option
def remove(chosen: tuple[str, ...], answer: str | None, collection: Path | None, *, yes: bool) -> None:
    """Set by the catalogue: ``cli.pictures.remove``."""
    require_libraries()
    if not (chosen or answer):
        raise Refused("cli.pictures.remove.what")
    with open_collection(collection) as opened:
        found = {one.number: one for name in chosen for one in _chosen(opened, name)}
        if answer:
            found |= {one.number: one for one in opened.answered(answer)}
        if answer and found and not yes and not _confirmed(len(found)):
            complain(say("cli.pictures.remove.kept"))
            return
        gone = opened.remove(found)
        index(opened)
    complain(say("cli.pictures.remove.done", count=written(gone)))
    if gone:
        complain(say("cli.pictures.remove.undo"))


def _chosen(collection: Collection, name: str) -> list[Known]:
    """The pictures added under a path, else the one with that number; raises ``Refused`` where there is none."""
    from kiemtin.pictures.known import stored_path

    found = collection.under(stored_path(name))
    if not found and name.isascii() and name.isdigit() and len(name) < 19:  # beyond it no number of SQLite's
        found = list(collection.get([int(name)]).values())
    if not found:
        raise Refused("cli.pictures.no-such-picture", name=name[:200])
    return found


def _confirmed(count: int) -> bool:
    """Whether the user says yes; raises ``Refused`` where nobody can be asked."""
    if not stdin_is_terminal():
        raise Refused("cli.pictures.remove.needs-yes", count=count)
    answer = input(say("cli.pictures.remove.ask", count=written(count)) + " ")
    return answer.strip().lower() in ("c", "co", "có", "y", "yes")


@command("pictures.rebuild")
@collection_option
def rebuild(collection: Path | None) -> None:
    """Set by the catalogue: ``cli.pictures.rebuild``."""
    require_libraries()
    with open_collection(collection) as opened:
        index(opened, anew=True)
        count = len(opened)
    complain(say("cli.pictures.rebuild.done", count=written(count)))
