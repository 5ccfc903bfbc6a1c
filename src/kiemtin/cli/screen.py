"""``kiemtin screen``: which of millions of names resemble an organisation's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, Ids, argument, command
from kiemtin.cli.edge import LANGUAGE, complain, console, explain_error, say, written
from kiemtin.cli.organisations import complete_id, none_such
from kiemtin.errors import OutOfReach, Refused
from kiemtin.lookalikes import SUSPICIOUS

if TYPE_CHECKING:
    from pyarrow import Table

    from kiemtin.lookalikes import Matcher
    from kiemtin.organisations import Register
    from kiemtin.watch.engines import Engine, Sought
    from kiemtin.watch.screen import Summary, Tell
    from kiemtin.watch.tally import Tally


LOCAL, RAY = ENGINES = ("local", "ray")
"""What may do the matching."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run."""

    organisation: tuple[str, ...]
    own: Path | None
    min_score: float
    output: Path | None
    resume: bool
    since: Path | None
    as_json: bool
    html: Path | None
    engine: str
    ray_address: str | None


@command("screen")
@argument("files", about="cli.screen.files", metavar=say("cli.screen.files-place"), nargs=-1, required=True, type=PATH)
@click.option(
    "--organisation",
    cls=Ids,
    metavar=say("cli.ids-place"),
    help=say("cli.screen.organisation"),
    shell_complete=complete_id,
)
@click.option("--own", type=PATH, metavar=say("cli.file-place"), help=say("cli.screen.own"))
@click.option(
    "--min-score",
    type=float,
    default=SUSPICIOUS,
    metavar=say("cli.screen.score-place"),
    help=say("cli.screen.score"),
)
@click.option("--output", "-o", type=PATH, metavar=say("cli.file-place"), help=say("cli.screen.output"))
@click.option("--resume", is_flag=True, help=say("cli.screen.resume"))
@click.option("--since", type=PATH, metavar=say("cli.file-place"), help=say("cli.screen.since"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.screen.json"))
@click.option("--html", type=PATH, metavar=say("cli.file-place"), help=say("cli.screen.html"))
@click.option("--engine", type=click.Choice(ENGINES), default=LOCAL, help=say("cli.screen.engine"))
@click.option("--ray-address", metavar=say("cli.screen.ray-address-place"), help=say("cli.screen.ray-address"))
def screen(files: tuple[Path, ...], **options: Any) -> None:
    """Set by the catalogue: ``cli.screen``."""
    settings = Settings(**options)
    if not 0 <= settings.min_score <= 1:
        raise Refused("cli.screen.score-range", given=str(settings.min_score))
    if settings.resume and settings.output is None:
        raise Refused("cli.screen.resume-what")
    address = _address(settings)
    _check_places(files, settings)
    need_bulk()
    from kiemtin.watch.tally import Tally

    sought, tally = _sought(settings), Tally()
    with (
        _engine(files, sought, settings.engine, address) as engine,
        _progress(files, wanted=settings.output is not None) as tell,
    ):
        summary = _run(files, engine, settings, tally, tell)
    _report(summary, settings)
    if settings.html is not None:
        _write_page(settings, tally, summary, sought.register)
    if summary.missing or any(one.damage for one in summary.troubles):
        raise click.exceptions.Exit(OutOfReach.exit_code)


def _check_places(files: tuple[Path, ...], settings: Settings) -> None:
    """Before hours of work: nothing that is read is written over, and the page has somewhere to go."""
    if settings.html is not None and settings.html.suffix.lower() not in (".html", ".htm"):
        raise Refused("cli.screen.html-ending")
    written = [path.resolve() for path in (settings.output, settings.html) if path is not None]
    read = {path.resolve() for path in (*files, settings.own) if path is not None and str(path) != "-"}
    for path in written:
        if path in read:
            raise Refused("cli.screen.written-over", name=str(path))
    if settings.html is not None and (settings.html.is_dir() or not settings.html.parent.is_dir()):
        raise OutOfReach("missing.cannot-write", name=str(settings.html))


def need_bulk() -> None:
    """Raises ``OutOfReach`` where the libraries for millions of names are not installed."""
    try:
        import polars
        import pyarrow
    except ImportError as error:
        raise OutOfReach("cli.screen.needs-bulk") from error
    _ = polars, pyarrow


PACKED = frozenset([".gz", ".zst", ".parquet"])
"""Endings of files that may hold far more names than their size tells."""

FEW_BYTES = 100_000
"""Some thousands of names, which are matched one by one in seconds."""


def _prepare(files: tuple[Path, ...], matcher: Matcher) -> bool:
    """Compiles the fast engine where that was not done yet and is worth it; whether it is there to be used."""
    import pyarrow

    if find_spec("numba") is not None:
        from kiemtin.lookalikes.compiled.jit import is_ready

        if not is_ready():
            size = _size(files)
            packed = any(path.suffix.lower() in PACKED for path in files)
            if size is not None and size <= FEW_BYTES and not packed:
                return False
            complain(say("cli.screen.preparing"))
    matcher.match_table(pyarrow.table({"domain": ["example.com"]}))
    return True


def _sought(settings: Settings) -> Sought:
    """Whom to look for: the organisations asked for, in the register with the user's own entries over it."""
    from kiemtin.app import Kiemtin
    from kiemtin.organisations import merge, read_organisations
    from kiemtin.watch.engines import Sought

    kiemtin = Kiemtin()
    register = kiemtin.register
    if settings.own is not None:
        register = merge(register, read_organisations(settings.own))
    return Sought(register, kiemtin.suffixes, chosen(register, settings.organisation))


def _address(settings: Settings) -> str | None:
    """Where the Ray cluster is that was asked for; ``None`` where one is to be started on this machine, or none."""
    if settings.engine != RAY:
        if settings.ray_address is not None:
            raise Refused("cli.screen.ray-address-what")
        return None
    address = settings.ray_address or os.environ.get("RAY_ADDRESS") or "local"
    if "://" in address:  # Ray's client for those outside: every byte goes twice, and all hangs on one more server
        raise Refused("cli.screen.ray-address-form", given=address)
    return None if address == "local" else address


@contextmanager
def _engine(files: tuple[Path, ...], sought: Sought, kind: str, address: str | None) -> Iterator[Engine]:
    """What matches the names: this process, or the workers of a Ray cluster while the run lasts."""
    from kiemtin.watch.engines.local import Local

    if kind != RAY:
        matcher = sought.matcher()
        yield Local(matcher, each=not _prepare(files, matcher))
        return
    if find_spec("ray") is None:
        raise OutOfReach("cli.screen.needs-ray")
    from kiemtin.watch.engines.cluster import Cluster

    if address is None:  # its workers are on this machine, and one compiles for all
        sought = replace(sought, each=not _prepare(files, sought.matcher()))
    complain(say("cli.screen.ray-connecting"))
    with Cluster(sought, address) as cluster:
        workers, machines = written(cluster.size.workers), written(cluster.size.machines)
        complain(say("cli.screen.ray-ready", workers=workers, machines=machines))
        yield cluster


def chosen(register: Register, ids: tuple[str, ...]) -> frozenset[str] | None:
    """The organisations asked for; commas may stand between them."""
    wanted = frozenset(one.strip() for given in ids for one in given.split(",") if one.strip())
    for one in sorted(wanted):
        if register.get(one) is None:
            none_such(register, one)
    return wanted or None


def _run(files: tuple[Path, ...], engine: Engine, settings: Settings, tally: Tally, tell: Tell) -> Summary:
    from kiemtin.watch.outputs import Output
    from kiemtin.watch.screen import Summary, Wanted, known_names, screen

    since, trouble = known_names(settings.since) if settings.since else (frozenset(), None)
    output = Output(settings.output, resume=settings.resume) if settings.output else None
    summary = Summary()
    try:
        for feed, rows, read in output.before() if output is not None and settings.html is not None else ():
            tally.add(rows, feed, read)
        for result in screen(files, engine, Wanted(settings.min_score, since), output, tell):
            if isinstance(result, Summary):
                summary = result
                continue
            tally.add(result.rows, result.feed, result.read)
            if output is None:
                _show(result.rows, as_json=settings.as_json)
        if output is not None:
            output.finish(whole=not summary.missing)
    except (KeyboardInterrupt, OutOfReach):
        if output is not None:
            complain(say("cli.screen.to-resume"))
        raise
    finally:
        if output is not None:
            output.close()
    if trouble is not None and (trouble.lines or trouble.damage):
        summary.troubles.insert(0, trouble)
    return summary


def _write_page(settings: Settings, tally: Tally, summary: Summary, register: Register) -> None:
    from kiemtin.watch.page import to_page

    path = settings.html or Path()
    try:
        page = to_page(tally, summary, register, LANGUAGE, settings.output)
        path.write_text(page, "utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=str(path)) from error
    complain(say("cli.screen.html-written", name=str(path)))


def _show(rows: Table, *, as_json: bool) -> None:
    from kiemtin.formats.visible import visible
    from kiemtin.watch.outputs import as_json_lines

    if as_json:
        print(as_json_lines(rows), end="", flush=True)
        return
    for row in rows.to_pylist():
        verdict = say(f"cli.screen.{row['verdict']}")
        official = say("cli.screen.official-is", domain=row["official"]) if row["official"] else ""
        print(
            f"{row['score']:.2f}  {verdict:<12}  {visible(row['domain'])}  {row['organisation']}  {official}".rstrip()
        )


@contextmanager
def _progress(files: tuple[Path, ...], *, wanted: bool) -> Iterator[Tell]:
    """Progress with rate and time left on standard error, where that is a terminal and results go elsewhere."""
    import sys

    if not sys.stderr.isatty() or (sys.stdout.isatty() and not wanted):
        yield lambda _bytes, _names: None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(say("cli.screen.progress", rate="…"), total=_size(files))
        done = 0

        def tell(count: int, names: int) -> None:
            nonlocal done
            done += names
            elapsed = progress.tasks[0].elapsed or 0
            rate = written(done / elapsed) if done and elapsed else "…"
            progress.update(task, advance=count, description=say("cli.screen.progress", rate=rate))

        yield tell


def _size(files: tuple[Path, ...]) -> int | None:
    """Bytes of all files; ``None`` where one is no file, such as standard input."""
    try:
        return sum(path.stat().st_size for path in files) if Path("-") not in files else None
    except OSError:
        return None


def _report(summary: Summary, settings: Settings) -> None:
    """What was done and what could not be read, on standard error."""
    for error in summary.missing:
        complain(explain_error(error))
    for trouble in summary.troubles:
        name = str(trouble.path)
        if trouble.lines and trouble.first_line is not None:
            complain(say("cli.screen.lines", name=name, count=written(trouble.lines), line=written(trouble.first_line)))
        elif trouble.lines:
            complain(say("cli.screen.rows", name=name, count=written(trouble.lines)))
        if trouble.addresses:
            complain(say("cli.screen.addresses", name=name, count=written(trouble.addresses)))
        if trouble.damage:
            complain(say("cli.screen.damage", name=name, detail=trouble.damage))
    verdicts = summary.verdicts
    complain(
        say(
            "cli.screen.done",
            read=written(summary.read),
            found=written(verdicts["impersonates"]),
            named=written(verdicts["bears-name"]),
            official=written(verdicts["official"]),
            rate=written(summary.read / max(summary.seconds, 1e-9)),
        )
    )
    if settings.output is not None:
        complain(say("cli.screen.written", name=str(settings.output), count=written(summary.written)))
