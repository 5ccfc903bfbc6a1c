"""``kiemtin watch certificates``: reads certificate logs for names that resemble an organisation's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, Ids, argument, command
from kiemtin.cli.edge import EXIT_FOUND, complain, console, explain_error, print_json, say, today, written
from kiemtin.cli.organisations import complete_id
from kiemtin.cli.screen import chosen, need_bulk
from kiemtin.cli.watch_telling import Told, tell, telling_of, telling_options, wait, ways_of
from kiemtin.errors import OutOfReach, Refused, Untrusted
from kiemtin.lookalikes import SUSPICIOUS

if TYPE_CHECKING:
    from kiemtin.organisations import Register
    from kiemtin.transparency.tree_heads import LogKey
    from kiemtin.watch.certificates.alerts import Alert
    from kiemtin.watch.certificates.reading import Watched
    from kiemtin.watch.certificates.sources import Source
    from kiemtin.watch.certificates.store import Store
    from kiemtin.watch.certificates.watching import Brought, Event, Failed

EVERY = 60
"""Seconds between two looks at a log: most make a new checkpoint every second, more than anybody needs to see."""

LEAST_EVERY = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run."""

    organisation: tuple[str, ...]
    own: Path | None
    key: tuple[str, ...]
    log_list: Path | None
    once: bool
    every: float
    from_start: bool
    start: int | None
    anew: bool
    min_score: float
    rate: float
    timeout: float
    state: Path | None
    as_json: bool

    def __post_init__(self) -> None:
        if not self.organisation and self.own is None:
            raise Refused("cli.watch.whose")
        if not 0 <= self.min_score <= 1:
            raise Refused("cli.screen.score-range", given=str(self.min_score))
        if self.from_start and self.start is not None:
            raise Refused("cli.watch.two-starts")
        numbers = {"--start": self.start or 0, "--rate": self.rate, "--timeout": self.timeout - 1}
        numbers |= {"--every": self.every - LEAST_EVERY}
        wrong = next((name for name, value in numbers.items() if not 0 <= value < float("inf")), None)
        if wrong is not None:
            raise Refused("cli.watch.wrong-number", name=wrong)

    @property
    def first(self) -> int | None:
        """The entry at which a log that was never read is begun; ``None`` for its present end."""
        return 0 if self.from_start else self.start


@dataclass(slots=True)
class _Tally:
    """What a run came to, log by log."""

    entries: dict[str, int] = field(default_factory=dict)
    names: int = 0
    unreadable: int = 0
    alerts: int = 0
    untrusted: bool = False
    missing: bool = False

    @property
    def exit_code(self) -> int:
        """1 where a log must not be trusted, 3 where one was out of reach."""
        return EXIT_FOUND if self.untrusted else OutOfReach.exit_code if self.missing else 0


@command("watch.certificates")
@argument(
    "sources", about="cli.watch.sources", metavar=say("cli.watch.sources-place"), nargs=-1, required=True, type=str
)
@click.option(
    "--organisation",
    cls=Ids,
    metavar=say("cli.ids-place"),
    help=say("cli.watch.organisation"),
    shell_complete=complete_id,
)
@click.option("--own", type=PATH, metavar=say("cli.file-place"), help=say("cli.watch.own"))
@click.option("--key", multiple=True, metavar=say("cli.watch.key-place"), help=say("cli.watch.key"))
@click.option("--log-list", type=PATH, metavar=say("cli.file-place"), help=say("cli.watch.log-list"))
@click.option("--once", is_flag=True, help=say("cli.watch.once"))
@click.option("--every", type=float, default=EVERY, metavar=say("cli.watch.seconds-place"), help=say("cli.watch.every"))
@click.option("--from-start", is_flag=True, help=say("cli.watch.from-start"))
@click.option("--start", type=int, metavar=say("cli.screen.score-place"), help=say("cli.watch.start"))
@click.option("--anew", is_flag=True, help=say("cli.watch.anew"))
@click.option(
    "--min-score", type=float, default=SUSPICIOUS, metavar=say("cli.screen.score-place"), help=say("cli.watch.score")
)
@click.option("--rate", type=float, default=20.0, metavar=say("cli.screen.score-place"), help=say("cli.watch.rate"))
@click.option(
    "--timeout", type=float, default=60.0, metavar=say("cli.watch.seconds-place"), help=say("cli.watch.timeout")
)
@click.option("--state", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.state"))
@telling_options
@click.option("--json", "as_json", is_flag=True, help=say("cli.watch.json"))
def certificates(sources: tuple[str, ...], **options: Any) -> None:
    """Set by the catalogue: ``cli.watch.certificates``."""
    told = Told(**{one.name: options.pop(one.name) for one in fields(Told)})
    settings = Settings(**options)
    need_bulk()
    keys, ways = _keys(settings), ways_of(told)
    from kiemtin.watch.certificates.reading import LogReading
    from kiemtin.watch.certificates.watching import watch

    tally = _Tally()
    with ExitStack() as stack:
        opened = _sources(sources, settings, stack)
        watched, register = _watched(settings)
        store = stack.enter_context(open_store(settings.state))
        if settings.anew:
            for source in opened:
                store.forget(source.name)
        readings = [LogReading(source, store, watched, keys, settings.first) for source in opened]
        telling = telling_of(store, ways, register)
        if not keys:
            complain(say("certificates.not-judged"))
        began = time.monotonic()
        try:
            with _progress(tally) as show:
                every = None if settings.once else settings.every
                for event in watch(readings, store, every, sleep=lambda seconds: wait(seconds, telling)):
                    _handle(event, tally, register, settings)
                    show(event)
                    tell(telling)
        finally:
            _report(tally, time.monotonic() - began)
        tell(telling)
        if held_back := telling.held_back():
            complain(say("watch.held-back", count=written(held_back)))
        if waiting := telling.waiting():
            complain(say("watch.untold", count=written(waiting)))
            tally.missing = True
    if tally.exit_code:
        raise click.exceptions.Exit(tally.exit_code)


def open_store(folder: Path | None) -> Store:
    """The file that the watch keeps, in ``folder`` or in the user's own."""
    from kiemtin.watch.certificates.store import Store

    return Store(folder if folder is not None else own_folder())


def own_folder() -> Path:
    """Where a watch keeps its file unless it is told another place."""
    from kiemtin.files import default_home
    from kiemtin.watch.certificates.store import FOLDER

    return default_home() / FOLDER


def _keys(settings: Settings) -> list[LogKey]:
    from kiemtin.watch.certificates.log_keys import key_of, keys_in

    listed = keys_in(settings.log_list) if settings.log_list is not None else []
    return [*map(key_of, settings.key), *listed]


def _watched(settings: Settings) -> tuple[Watched, Register]:
    """The engine for the organisations asked for, and for those of the user's own file, compiled by now."""
    import pyarrow

    from kiemtin.app import Kiemtin
    from kiemtin.lookalikes import Matcher
    from kiemtin.organisations import merge, read_organisations
    from kiemtin.watch.certificates.reading import Watched

    kiemtin = Kiemtin()
    register, ids = kiemtin.register, settings.organisation
    if settings.own is not None:
        own = read_organisations(settings.own)
        register, ids = merge(register, own), (*ids, *(one.id for one in own))
    matcher = Matcher(register, kiemtin.suffixes, only=chosen(register, ids) or frozenset())
    if find_spec("numba") is not None:
        from kiemtin.lookalikes.compiled.jit import is_ready

        if not is_ready():
            complain(say("cli.screen.preparing"))
    matcher.match_table(pyarrow.table({"domain": ["example.com"]}))
    return Watched(matcher, today, settings.min_score), register


def _sources(places: tuple[str, ...], settings: Settings, stack: ExitStack) -> list[Source]:
    """Each log once, however its place is written; ``stack`` lets go of them in the end."""
    from kiemtin.watch.certificates.sources import Manners, source_of

    manners = Manners(settings.rate, settings.timeout)
    opened = {source.name: source for source in (source_of(place, manners) for place in places)}
    for source in opened.values():
        stack.callback(source.close)
    return list(opened.values())


def _handle(event: Event, tally: _Tally, register: Register, settings: Settings) -> None:
    from kiemtin.watch.certificates.watching import Began, Brought, Failed

    match event:
        case Began(reading, place):
            where = "certificates.began" if settings.first is not None else "certificates.began-at-end"
            complain(say(where, name=reading.source.name, place=written(place)))
        case Brought():
            _count(event, tally)
            for alert in event.batch.alerts:
                _show(alert, register, as_json=settings.as_json)
        case Failed():
            _fail(event, tally, settings)


def _count(event: Brought, tally: _Tally) -> None:
    batch, name = event.batch, event.reading.source.name
    tally.entries[name] = tally.entries.get(name, 0) + batch.entries
    tally.names += batch.names
    tally.unreadable += batch.unreadable
    tally.alerts += len(batch.alerts)


def _show(alert: Alert, register: Register, *, as_json: bool) -> None:
    if as_json:
        from kiemtin.watch.certificates.alert_data import alert_data

        print_json(alert_data(alert))
    else:
        print(line_of(alert, register), flush=True)


def line_of(alert: Alert, register: Register) -> str:
    """An alert on one line."""
    from kiemtin.formats.visible import visible

    known = register.get(alert.organisation)
    words = say(
        "certificates.alert",
        id=alert.id[:8],
        score=f"{alert.score:.2f}",
        domain=alert.domain,
        organisation=known.short if known else alert.organisation,
        official=alert.official or "–",
        technique=say(f"technique.{alert.technique}"),
        issuer=alert.issuer or "–",
        day=alert.first_seen.isoformat(),
    )
    return visible(words)


def _fail(event: Failed, tally: _Tally, settings: Settings) -> None:
    """Say what is wrong with a log; where it is tried again, that it is."""
    source = event.reading.source.name
    tally.untrusted |= isinstance(event.error, Untrusted)
    tally.missing |= event.ends and not isinstance(event.error, Untrusted)
    complain(f"{source}: {explain_error(event.error)}")
    complain(say("certificates.stopped" if event.ends else "certificates.again", name=source))
    if settings.as_json and event.fault is not None:
        from kiemtin.watch.certificates.alert_data import fault_data

        print_json(fault_data(event.fault))


@contextmanager
def _progress(tally: _Tally) -> Iterator[Callable[[Event], None]]:
    """Where reading stands and how fast it goes, on standard error, where that is a terminal."""
    import sys

    from kiemtin.watch.certificates.watching import Brought

    if not sys.stderr.isatty():
        yield lambda _event: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("certificates.progress", rate="…"), total=None)

        def tell(event: Event) -> None:
            if isinstance(event, Brought):
                rate = written(sum(tally.entries.values()) / max(shown.tasks[0].elapsed or 0, 1e-9))
                words = say("certificates.progress", rate=rate)
                shown.update(task, completed=event.batch.place, total=event.batch.size, description=words)

        yield tell


def _report(tally: _Tally, seconds: float) -> None:
    entries = sum(tally.entries.values())
    complain(
        say(
            "certificates.done",
            entries=written(entries),
            names=written(tally.names),
            rate=written(entries / max(seconds, 1e-9)),
            alerts=written(tally.alerts),
        )
    )
    if tally.unreadable:
        complain(say("certificates.unreadable", count=written(tally.unreadable)))
