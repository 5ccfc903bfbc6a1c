"""``kiemtin pictures search``: is this picture, or part of it, one that somebody has answered about?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import argument, command
from kiemtin.cli.edge import complain, explain_error, print_json, read_standard_input, say, written
from kiemtin.cli.pictures import at_least_one, collection_option, folder_of, require_libraries
from kiemtin.errors import KiemtinError, OutOfReach
from kiemtin.formats.entries import found_picture, problem

if TYPE_CHECKING:
    from kiemtin.pictures.found import Found
    from kiemtin.pictures.search import Searcher

STANDARD_INPUT = "-"


@command("pictures.search")
@argument("files", about="cli.pictures.search.files", metavar=say("cli.pictures.files-place"), nargs=-1, required=True)
@click.option("--limit", type=int, default=10, metavar="N", help=say("cli.pictures.search.limit"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.pictures.search.json"))
@collection_option
def search(files: tuple[str, ...], limit: int, collection: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.pictures.search``."""
    from kiemtin.pictures.search import Searcher

    limit = at_least_one(limit)
    require_libraries()
    code = 0
    with Searcher.open(folder_of(collection)) as searcher:
        for file, found in _answered(searcher, files, limit):
            if as_json:
                _print_json(file, found)
            elif isinstance(found, KiemtinError):
                complain(f"{file}: {explain_error(found)}")
                code = max(code, found.exit_code)
            else:
                _print(file, found, len(searcher.collection))
    if code:
        raise click.exceptions.Exit(code)


def _answered(searcher: Searcher, files: Sequence[str], limit: int) -> Iterator[tuple[str, list[Found] | KiemtinError]]:
    """What is found for each file, in order, or why it could not be looked at."""
    for file in files:
        try:
            yield file, _search(searcher, file, limit)
        except KiemtinError as error:
            yield file, error
        except MemoryError:
            yield file, OutOfReach("missing.memory", name=file)


def _search(searcher: Searcher, file: str, limit: int) -> list[Found]:
    from kiemtin.pictures.adding import opened
    from kiemtin.pictures.door import read_picture, require_size
    from kiemtin.pictures.limits import MAX_PICTURE_BYTES

    if file == STANDARD_INPUT:
        data = read_standard_input(MAX_PICTURE_BYTES)
        require_size(len(data), file)
    else:
        data = read_picture(Path(file))
    picture = opened(data, file)
    found = searcher.search(picture.pixels, limit)
    return [one.scaled(picture.original_width, picture.original_height, picture.pixels.shape) for one in found]


def _print_json(file: str, found: list[Found] | KiemtinError) -> None:
    if isinstance(found, KiemtinError):
        print_json({"file": file, "error": problem(found), "results": []})
    else:
        print_json({"file": file, "results": [found_picture(one) for one in found]})


def _print(file: str, found: list[Found], total: int) -> None:
    from kiemtin.formats.visible import visible
    from kiemtin.pictures.found import Relation

    print(f"{visible(file)}:")
    for one in found:
        contains = one.match is Relation.CONTAINS
        print("  " + say("cli.pictures.search.contains" if contains else "cli.pictures.search.possibly-related"))
        print(f"    {visible(one.known.path)}")
        print("    " + say("cli.pictures.search.answer", url=visible(one.known.answer)))
        place = {"x": one.box.x, "y": one.box.y, "width": one.box.width, "height": one.box.height}
        print("    " + say("cli.pictures.search.place", **place))
    if not found:
        print("  " + say("cli.pictures.search.nothing", count=written(total)))
