"""``kiemtin factchecks import``: what others published, into a collection."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kiemtin.cli.command import argument, command
from kiemtin.cli.edge import complain, console, explain_error, print_json, say, today, written
from kiemtin.cli.factchecks import collection_option, open_collection
from kiemtin.errors import KiemtinError, Refused
from kiemtin.formats.entries import FACTCHECKS

if TYPE_CHECKING:
    from kiemtin.factchecks.collection import Collection
    from kiemtin.factchecks.reading import Problem, ReadOptions
    from kiemtin.factchecks.values import ClaimReview
    from kiemtin.factchecks.writing import Added

PROBLEMS_SHOWN = 10
"""Problems of one source that are printed; ``--json`` has more."""

PROBLEMS_KEPT = 1_000
"""Problems of one source that are kept at all."""

ADDRESSES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run."""

    collection: Path | None
    publisher: str | None
    language: str | None
    licence: str | None
    column: tuple[str, ...]
    kind: str | None
    feed: str | None
    trust: bool
    semantic: bool
    as_json: bool


@dataclass(slots=True)
class Outcome:
    """What importing one source came to."""

    source: str
    added: Added | None = None
    problems: list[Problem] | None = None
    left_out: int = 0
    error: KiemtinError | None = None


@command("factchecks.import")
@argument(
    "sources",
    about="cli.factchecks.import.sources",
    metavar=say("cli.factchecks.import.sources-place"),
    nargs=-1,
    required=True,
)
@collection_option
@click.option("--publisher", metavar=say("cli.name-place"), help=say("cli.factchecks.import.publisher"))
@click.option("--language", metavar=say("cli.code-place"), help=say("cli.factchecks.import.language"))
@click.option("--licence", metavar=say("cli.name-place"), help=say("cli.factchecks.import.licence"))
@click.option(
    "--column",
    multiple=True,
    metavar=say("cli.factchecks.import.column-place"),
    help=say("cli.factchecks.import.column"),
)
@click.option("--kind", metavar=say("cli.factchecks.import.kind-place"), help=say("cli.factchecks.import.kind"))
@click.option("--feed", metavar=say("cli.name-place"), help=say("cli.factchecks.import.feed"))
@click.option("--trust", is_flag=True, help=say("cli.factchecks.import.trust"))
@click.option("--semantic", is_flag=True, help=say("cli.factchecks.import.semantic"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def import_sources(sources: tuple[str, ...], **options: Any) -> None:
    """Set by the catalogue: ``cli.factchecks.import``."""
    settings = Settings(**options)
    columns = _columns(settings.column)
    outcomes = []
    with open_collection(settings.collection) as collection:
        for source in sources:
            outcome = _import(collection, source, settings, columns)
            outcomes.append(outcome)
            if not settings.as_json:
                _report(outcome)
        index(collection, semantic=settings.semantic)
        total = len(collection)
    if settings.as_json:
        print_json({"schema": FACTCHECKS, "total": total, "sources": [_as_data(one) for one in outcomes]})
    else:
        complain(say("cli.factchecks.import.total", total=written(total)))
    codes = [one.error.exit_code for one in outcomes if one.error is not None]
    if codes:
        raise click.exceptions.Exit(max(codes))


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    wrong = next((field for field, equals, column in pairs if not (field and equals and column)), None)
    if wrong is not None:
        raise Refused("cli.factchecks.import.column-wrong", given=wrong[:80])
    return {field.strip(): column for field, _, column in pairs}


def _import(collection: Collection, source: str, settings: Settings, columns: dict[str, str]) -> Outcome:
    """Take one source in, whole or not at all; what is wrong with it is part of the outcome."""
    from kiemtin.factchecks.reading import ReadOptions
    from kiemtin.factchecks.values import Feed

    outcome = Outcome(source, problems=[])
    try:
        stream, address = _opened(source)
        options = ReadOptions(
            today=today(),
            columns=columns,
            publisher=settings.publisher,
            lang=settings.language,
            licence=settings.licence,
            kind=settings.kind,
            address=address,
        )
        feed = Feed(settings.feed or _feed_name(source), datetime.datetime.now(datetime.UTC), settings.licence)
        outcome.added = collection.add(_reviews(stream, options, outcome), feed, trust=settings.trust)
    except KiemtinError as error:
        outcome.error = error
    return outcome


def _opened(source: str) -> tuple[Path | BinaryIO, str | None]:
    """A source to read: a file or folder, or the answer of the address that the user named."""
    if not source.lower().startswith(ADDRESSES):
        return Path(source), None
    from kiemtin.net import Limits, fetch

    fetched = fetch(source, Limits(), typed_by_operator=True)
    return io.BytesIO(fetched.body), fetched.final_url


def _feed_name(source: str) -> str:
    return source if source.lower().startswith(ADDRESSES) else Path(source).name or source


def _reviews(stream: Path | BinaryIO, options: ReadOptions, outcome: Outcome) -> Iterator[ClaimReview]:
    from kiemtin.factchecks.reading import read_source
    from kiemtin.factchecks.values import ClaimReview

    problems = outcome.problems if outcome.problems is not None else []
    with progress(say("cli.factchecks.import.reading", name=outcome.source[:60])) as tell:
        for done, read in enumerate(read_source(stream, options), 1):
            if isinstance(read, ClaimReview):
                yield read
            else:
                outcome.left_out += read.left_out
                if len(problems) < PROBLEMS_KEPT:
                    problems.append(read)
            if done % 500 == 0:
                tell(done, None)


def index(collection: Collection, *, semantic: bool, anew: bool = False) -> None:
    """Bring the index up to date, and the vectors where the extra ``semantic`` is installed.

    Without NumPy there is no index: the reviews are stored all the same, and the user is told what searching needs.
    """
    if find_spec("numpy") is None:
        complain(say("missing.semantic-extra"))
        return
    from kiemtin.factchecks.index import update_index
    from kiemtin.factchecks.vectors import bundled_encoder, encode_missing

    with progress(say("cli.factchecks.indexing")) as tell:
        update_index(collection, tell, anew=anew)
    encoder = bundled_encoder() if semantic else None
    if encoder is not None:
        with progress(say("cli.factchecks.encoding")) as tell:
            encode_missing(collection, encoder, tell)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar on standard error, where that is a terminal: is told how many of how many are done."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _report(outcome: Outcome) -> None:
    """What became of one source, once it is stored."""
    problems = outcome.problems or []
    for one in problems[:PROBLEMS_SHOWN]:
        complain(f"  {one.where}: {say(one.message_id, **dict(one.values))}")
    if len(problems) > PROBLEMS_SHOWN:
        complain(say("cli.factchecks.import.more-problems", count=written(len(problems) - PROBLEMS_SHOWN)))
    if outcome.error is not None:
        complain(say("cli.factchecks.import.refused", name=outcome.source, detail=explain_error(outcome.error)))
        return
    added = outcome.added
    if added is None:
        return
    counts = {
        "new": written(added.new),
        "updated": written(added.updated),
        "unchanged": written(added.unchanged),
        "left_out": written(outcome.left_out),
    }
    complain(say("cli.factchecks.import.done", name=outcome.source, **counts))
    if added.held_back:
        complain(say("cli.factchecks.import.held-back", count=written(added.held_back)))


def _as_data(outcome: Outcome) -> dict[str, Any]:
    from kiemtin.evidence.messages import LANGUAGES, render

    def problem(message_id: str, values: dict[str, Any]) -> dict[str, Any]:
        return {"id": message_id, "text": {language: render(message_id, values, language) for language in LANGUAGES}}

    data: dict[str, Any] = {"source": outcome.source, "left_out": outcome.left_out}
    if outcome.added is not None:
        added = outcome.added
        data |= {
            "new": added.new,
            "updated": added.updated,
            "unchanged": added.unchanged,
            "held_back": added.held_back,
        }
    data["problems"] = [
        {"where": one.where, **problem(one.message_id, dict(one.values))} for one in outcome.problems or []
    ]
    if outcome.error is not None:
        data["error"] = problem(outcome.error.message_id, outcome.error.values)
    return data
