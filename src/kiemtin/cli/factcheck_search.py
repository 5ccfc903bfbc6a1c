"""``kiemtin factchecks search``: has someone already checked this?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.batch import answer_lines
from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import complain, print_json, say, written
from kiemtin.cli.factcheck_import import progress
from kiemtin.cli.factchecks import at_least_one, collection_option, default_folder, described, open_collection
from kiemtin.errors import Refused
from kiemtin.formats.entries import FACTCHECKS
from kiemtin.formats.entries import found as as_found
from kiemtin.storage import FILE

if TYPE_CHECKING:
    from kiemtin.factchecks.library import FactChecks
    from kiemtin.factchecks.values import Hit


@command("factchecks.search")
@argument("text", about="cli.factchecks.search.text", metavar=say("cli.factchecks.search.text-place"), required=False)
@click.option("--batch", type=PATH, metavar=say("cli.file-place"), help=say("cli.factchecks.search.batch"))
@click.option("--limit", type=int, default=10, metavar="N", help=say("cli.factchecks.search.limit"))
@click.option("--no-semantic", is_flag=True, help=say("cli.factchecks.no-semantic"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def search(text: str | None, batch: Path | None, limit: int, **options: Any) -> None:
    """Set by the catalogue: ``cli.factchecks.search``."""
    limit = at_least_one(limit)
    if (text is None) == (batch is None):
        raise Refused("cli.factchecks.search.what")
    semantic = not options["no_semantic"]
    if semantic:
        _prepare(options["collection"], text)
    with _opened(options["collection"], semantic=semantic) as factchecks:
        if batch is not None:
            answer_lines(batch, lambda one: {"results": [as_found(hit) for hit in _search(factchecks, one, limit)]})
        elif text is not None:
            hits = _search(factchecks, text, limit)
            if options["as_json"]:
                print_json({"schema": FACTCHECKS, "results": [as_found(hit) for hit in hits]})
            else:
                _print(hits, factchecks)


SOON, LATE = 20, 20_000
"""Vectors that a search of one text, and one of a whole file, make first where they are lacking: seconds, an hour."""


def _prepare(folder: Path | None, text: str | None) -> None:
    """Make the vectors that this search needs, where the extra ``semantic`` is installed; they are kept.

    A few that are lacking are made at once. Of many, one text waits only for those of the reviews nearest to it by
    words, and a whole file of questions for all.
    """
    from kiemtin.factchecks.search import Searcher
    from kiemtin.factchecks.vectors import bundled_encoder, encode_missing, lacking_vectors

    place = folder if folder is not None else default_folder()
    encoder = bundled_encoder() if (place / FILE).is_file() else None
    if encoder is None:
        return
    with open_collection(place) as collection:
        lacking = len(lacking_vectors(collection))
        if lacking <= SOON or (text is None and lacking <= LATE):
            if lacking > SOON:
                complain(say("cli.factchecks.search.encoding", count=written(lacking)))
            with progress(say("cli.factchecks.encoding")) as tell:
                encode_missing(collection, encoder, tell)
        elif text is not None:
            with Searcher.open(place, semantic=False) as searcher:
                near = searcher.nearest_by_words(text)
            encode_missing(collection, encoder, lambda _done, _total: None, near)


def _search(factchecks: FactChecks, text: str, limit: int) -> list[Hit]:
    """What is found for one message, the links in it included; raises ``TooLarge`` for a text past the limits."""
    from kiemtin.app import links_of

    return factchecks.search(text, limit, links_of(text))


def _opened(collection: Path | None, *, semantic: bool) -> FactChecks:
    """The collection named, alone; else the user's own together with the starter collection."""
    from kiemtin.factchecks.library import FactChecks

    if collection is not None:
        open_collection(collection).close()  # made where it is missing
        return FactChecks.of(collection, semantic=semantic)
    return FactChecks.default(default_folder(), semantic=semantic)


def _print(hits: list[Hit], factchecks: FactChecks) -> None:
    """What was found, the same first; what is only distantly alike is counted and not shown."""
    shown = [hit for hit in hits if hit.match is not None or hit.cites]
    for hit in shown:
        print(say(_headline(hit)))
        for line in _lines(hit):
            print(f"  {line}")
        print()
    if not shown:
        print(say("cli.factchecks.search.nothing", count=len(factchecks)))
    if len(factchecks) and not factchecks.meaning:
        complain(say("cli.factchecks.search.words-only"))


def _headline(hit: Hit) -> str:
    if hit.cites:
        return "cli.factchecks.search.cites"
    return f"cli.factchecks.search.{hit.match}"


def _lines(hit: Hit) -> Iterator[str]:
    wanted = {say(f"cli.factchecks.label.{name}") for name in ("claim", "rating", "publisher", "published", "url")}
    for label, value in described(hit.stored):
        if label in wanted:
            yield f"{label}: {value}"
    if not hit.stored.trusted:
        yield say("cli.factchecks.search.untrusted")
