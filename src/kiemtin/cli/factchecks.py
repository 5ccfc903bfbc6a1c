"""``kiemtin factchecks``: collections of what others have published about claims."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiemtin.cli.command import PATH, Group, argument, command
from kiemtin.cli.edge import complain, print_json, say, written
from kiemtin.errors import Refused
from kiemtin.formats.entries import FACTCHECKS

if TYPE_CHECKING:
    from kiemtin.factchecks.collection import Collection, PublisherOfFeed
    from kiemtin.factchecks.values import Stored

COMMANDS = {
    "import": "kiemtin.cli.factcheck_import:import_sources",
    "search": "kiemtin.cli.factcheck_search:search",
    "list": "kiemtin.cli.factchecks:list_all",
    "show": "kiemtin.cli.factchecks:show",
    "publishers": "kiemtin.cli.factchecks:publishers",
    "remove": "kiemtin.cli.factchecks:remove",
    "export": "kiemtin.cli.factchecks:export",
    "rebuild": "kiemtin.cli.factchecks:rebuild",
}

factchecks = Group("factchecks", about="cli.factchecks", holds=COMMANDS)

SHOWN = 50
"""Reviews that ``list`` prints unless told otherwise."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def collection_option(function: Decorated) -> Decorated:
    """``--collection DIR``, as every command of this group takes it."""
    return click.option(
        "--collection", type=PATH, metavar=say("cli.folder-place"), help=say("cli.factchecks.collection")
    )(function)


def open_collection(folder: Path | None, *, create: bool = True) -> Collection:
    """The collection in ``folder``, else the user's own; a new empty one is made where there is none."""
    from kiemtin.factchecks.collection import Collection

    return Collection(folder if folder is not None else default_folder(), create=create)


def default_folder() -> Path:
    """Where the user's own collection lives: ``KIEMTIN_HOME/factchecks``."""
    from kiemtin.factchecks import FOLDER
    from kiemtin.files import default_home

    return default_home() / FOLDER


def as_data(stored: Stored) -> dict[str, Any]:
    """A stored review as JSON shows it: its own fields, then its provenance; never the hashes of cited addresses."""
    from kiemtin.factchecks.reading import to_native

    return {
        **to_native(stored.review),
        "trusted": stored.trusted,
        "feed": stored.feed,
        "retrieved": stored.retrieved,
    }


@command("factchecks.list")
@click.option("--publisher", metavar=say("cli.name-place"), help=say("cli.factchecks.list.publisher"))
@click.option("--limit", type=int, default=SHOWN, metavar="N", help=say("cli.factchecks.list.limit"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def list_all(publisher: str | None, limit: int, collection: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.factchecks.list``."""
    limit = at_least_one(limit)
    with open_collection(collection) as opened:
        total, found = len(opened), opened.newest(limit, publisher)
    if as_json:
        print_json({"schema": FACTCHECKS, "total": total, "reviews": [as_data(one) for one in found]})
        return
    for one in found:
        _print_line(one)
    complain(say("cli.factchecks.list.shown", shown=written(len(found)), total=written(total)))


def at_least_one(limit: int) -> int:
    """A number of results; raises ``Refused`` below 1."""
    if limit < 1:
        raise Refused("cli.factchecks.limit", given=limit)
    return limit


def _print_line(stored: Stored) -> None:
    from kiemtin.formats.visible import clipped, visible

    review = stored.review
    day = review.published.isoformat() if review.published else "          "
    print(f"{day}  {visible(review.id)}  {visible(review.publisher)}: {clipped(visible(review.claim), 100)}")


@command("factchecks.show")
@argument("review_id", about="cli.factchecks.show.id", metavar=say("cli.id-place"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def show(review_id: str, collection: Path | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.factchecks.show``."""
    with open_collection(collection) as opened:
        found = opened.by_id(review_id)
    if found is None:
        raise Refused("cli.factchecks.no-such-id", name=review_id[:80])
    if as_json:
        print_json({"schema": FACTCHECKS, "review": as_data(found)})
        return
    for label, value in described(found):
        print(f"{label}: {value}")


def described(stored: Stored) -> list[tuple[str, str]]:
    """A review as labels and values to be read, safe to print."""
    from kiemtin.formats.visible import visible

    review = stored.review
    rows = [
        ("claim", review.claim),
        ("rating", rating_text(stored)),
        ("publisher", review.publisher),
        ("published", review.published.isoformat() if review.published else ""),
        ("title", review.title or ""),
        ("url", review.url),
        ("body", review.body or ""),
        ("trusted", say("cli.factchecks.trusted" if stored.trusted else "cli.factchecks.untrusted")),
        ("feed", f"{stored.feed} ({stored.retrieved[:10]})"),
        ("licence", review.licence or ""),
        ("id", review.id),
    ]
    return [(say(f"cli.factchecks.label.{name}"), visible(value)) for name, value in rows if value]


def rating_text(stored: Stored) -> str:
    """The rating in its publisher's words, with the scale where there is one."""
    rating = stored.review.rating
    if rating.value is None or rating.worst is None or rating.best is None:
        return rating.text
    return say(
        "cli.factchecks.scale",
        text=rating.text,
        value=f"{rating.value:g}",
        worst=f"{rating.worst:g}",
        best=f"{rating.best:g}",
    )


@command("factchecks.publishers")
@click.option("--trust", metavar=say("cli.name-place"), help=say("cli.factchecks.publishers.trust"))
@click.option("--distrust", metavar=say("cli.name-place"), help=say("cli.factchecks.publishers.distrust"))
@click.option("--feed", metavar=say("cli.name-place"), help=say("cli.factchecks.publishers.feed"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@collection_option
def publishers(
    trust: str | None, distrust: str | None, feed: str | None, collection: Path | None, *, as_json: bool
) -> None:
    """Set by the catalogue: ``cli.factchecks.publishers``."""
    with open_collection(collection) as opened:
        for name, trusted in ((trust, True), (distrust, False)):
            if name is not None and not opened.trust(name, feed, trusted=trusted):
                raise Refused("cli.factchecks.no-such-publisher", name=name[:80])
        found = opened.publishers()
    if as_json:
        print_json({"schema": FACTCHECKS, "publishers": [_publisher_data(one) for one in found]})
        return
    for one in found:
        _print_publisher(one)
    if not found:
        complain(say("cli.factchecks.publishers.none"))


def _publisher_data(one: PublisherOfFeed) -> dict[str, Any]:
    return {"publisher": one.name, "feed": one.feed, "reviews": one.reviews, "trusted": one.trusted}


def _print_publisher(one: PublisherOfFeed) -> None:
    from kiemtin.formats.visible import visible

    trust = say("cli.factchecks.trusted" if one.trusted else "cli.factchecks.untrusted")
    print(f"{written(one.reviews):>9}  {visible(one.name)}  ({visible(one.feed)})  {trust}")


@command("factchecks.remove")
@argument("ids", about="cli.factchecks.remove.ids", metavar=say("cli.factchecks.remove.ids-place"), nargs=-1)
@click.option("--publisher", metavar=say("cli.name-place"), help=say("cli.factchecks.remove.publisher"))
@click.option("--feed", metavar=say("cli.name-place"), help=say("cli.factchecks.remove.feed"))
@click.option("--yes", "-y", is_flag=True, help=say("cli.factchecks.remove.yes"))
@collection_option
def remove(
    ids: tuple[str, ...], publisher: str | None, feed: str | None, collection: Path | None, *, yes: bool
) -> None:
    """Set by the catalogue: ``cli.factchecks.remove``."""
    from kiemtin.cli.factcheck_import import index

    if not (ids or publisher or feed):
        raise Refused("cli.factchecks.remove.what")
    with open_collection(collection, create=False) as opened:
        unknown = next((one for one in ids if opened.by_id(one) is None), None)
        if unknown is not None:
            raise Refused("cli.factchecks.no-such-id", name=unknown[:80])
        if (publisher or feed) and not yes:
            matching = opened.count(publisher, feed)
            if not _confirmed(matching):
                complain(say("cli.factchecks.remove.kept"))
                return
        gone = opened.remove(ids, publisher, feed)
        index(opened, semantic=False)
    complain(say("cli.factchecks.remove.done", count=written(gone)))


def _confirmed(count: int) -> bool:
    """Whether the user says yes; raises ``Refused`` where nobody can be asked."""
    from kiemtin.cli.edge import stdin_is_terminal

    if not stdin_is_terminal():
        raise Refused("cli.factchecks.remove.needs-yes", count=count)
    answer = input(say("cli.factchecks.remove.ask", count=written(count)) + " ")
    return answer.strip().lower() in ("c", "co", "có", "y", "yes")


@command("factchecks.export")
@click.option("--output", "-o", type=PATH, metavar=say("cli.file-place"), help=say("cli.factchecks.export.output"))
@click.option("--publisher", metavar=say("cli.name-place"), help=say("cli.factchecks.export.publisher"))
@collection_option
def export(output: Path | None, publisher: str | None, collection: Path | None) -> None:
    """Set by the catalogue: ``cli.factchecks.export``."""
    from kiemtin.factchecks.reading import to_native
    from kiemtin.files import write_whole
    from kiemtin.formats.json import encode

    with open_collection(collection, create=False) as opened:
        lines = (encode(to_native(one.review)) for one in opened if publisher in (None, one.review.publisher))
        if output is None:
            for line in lines:
                print(line)
            return
        text = "".join(f"{line}\n" for line in lines)
    write_whole(output, text.encode())
    complain(say("cli.factchecks.export.done", name=str(output), count=written(text.count("\n"))))


@command("factchecks.rebuild")
@click.option("--no-semantic", is_flag=True, help=say("cli.factchecks.no-semantic"))
@collection_option
def rebuild(collection: Path | None, *, no_semantic: bool) -> None:
    """Set by the catalogue: ``cli.factchecks.rebuild``."""
    from kiemtin.cli.factcheck_import import index
    from kiemtin.factchecks.vectors import tidy

    with open_collection(collection, create=False) as opened:
        if find_spec("numpy") is not None:
            tidy(opened)
        index(opened, anew=True, semantic=not no_semantic)
        count = len(opened)
    complain(say("cli.factchecks.rebuild.done", count=written(count)))
