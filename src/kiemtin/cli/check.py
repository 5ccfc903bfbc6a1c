"""``kiemtin check``: one message, or a file of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import EXIT_FOUND, LANGUAGE, console, print_json, read_standard_input, say
from kiemtin.errors import KiemtinError, OutOfReach, Refused

if TYPE_CHECKING:
    from kiemtin.app import Kiemtin
    from kiemtin.evidence import Report

MAX_LINE_BYTES = 2_000_000
"""Bytes of one line of a batch: a text at its own limit, escaped by JSON as far as that goes."""

TO_STANDARD_OUTPUT = "-"


@command("check")
@argument("text", about="cli.check.text", metavar=say("cli.check.text-place"), required=False)
@click.option("--file", "-f", type=PATH, metavar=say("cli.file-place"), help=say("cli.check.file"))
@click.option("--batch", type=PATH, metavar=say("cli.file-place"), help=say("cli.check.batch"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.check.json"))
@click.option("--html", metavar=say("cli.check.html-place"), help=say("cli.check.html"))
def check(text: str | None, file: Path | None, batch: Path | None, *, as_json: bool, html: str | None) -> None:
    """Set by the catalogue: ``cli.check``."""
    from kiemtin.app import Kiemtin

    if sum(given is not None for given in (text, file, batch)) > 1:
        raise Refused("refused.one-input-only")
    if batch is not None:
        _batch(Kiemtin(), batch)
        return
    report = _one(Kiemtin(), text, file)
    if not report.item.text.strip() and not report.item.unread:
        raise Refused("refused.nothing-given")
    _show(report, as_json=as_json, html=html)
    if report.outcome in ("danger", "caution"):
        raise click.exceptions.Exit(EXIT_FOUND)


def _one(kiemtin: Kiemtin, text: str | None, file: Path | None) -> Report:
    if file is not None:
        return kiemtin.check_file(file)
    if text is None and sys.stdin.isatty():
        raise Refused("refused.nothing-given")
    if text is None or text == "-":
        from kiemtin.items import receive_bytes
        from kiemtin.items.receive import MAX_TEXT_FILE_BYTES

        return kiemtin.check(receive_bytes(read_standard_input(MAX_TEXT_FILE_BYTES)))
    return kiemtin.check(text)


def _show(report: Report, *, as_json: bool, html: str | None) -> None:
    if html is not None:
        from kiemtin.formats.html import to_html

        _write(html, to_html(report, LANGUAGE))
    if as_json:
        from kiemtin.formats.json import dumps

        print(dumps(report))
    if html is None and not as_json:
        from kiemtin.formats.terminal import render_terminal

        render_terminal(report, LANGUAGE, console())


def _write(target: str, page: str) -> None:
    if target == TO_STANDARD_OUTPUT:
        print(page)
        return
    try:
        Path(target).write_text(page, "utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.cannot-write", name=target) from error
    console(stderr=True).print(say("cli.check.html-written", name=target))


def _batch(kiemtin: Kiemtin, path: Path) -> None:
    """One line out for each line in, in order; a bad line is an error object, and the run goes on."""
    from kiemtin.formats.json import encode

    try:
        source = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    with source:
        for line in _with_progress(source):
            print(encode(_answer(kiemtin, line)), flush=True)


def _with_progress(source: BinaryIO) -> Iterator[bytes]:
    """The lines, with a progress bar on standard error where that is a terminal and the results go elsewhere."""
    lines = _lines(source)
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from lines
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True)) as progress:
        task = progress.add_task(say("cli.check.progress"), total=_line_count(source))
        for line in lines:
            yield line
            progress.advance(task)


def _line_count(source: BinaryIO) -> int | None:
    """How many lines a file holds that are not blank; ``None`` for a pipe."""
    if not source.seekable():
        return None
    count = sum(1 for line in _lines(source))
    source.seek(0)
    return count


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines that are not blank; one that is too long comes cut, which its reader refuses by its length."""
    while line := source.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = source.readline(MAX_LINE_BYTES + 1)
        if line.strip():
            yield line


def _answer(kiemtin: Kiemtin, line: bytes) -> dict[str, Any]:
    from kiemtin.formats.json import to_json

    identifier: Any = None
    try:
        row = _row(line)
        identifier = row.get("id")
        if not isinstance(row.get("text"), str):
            raise Refused("refused.line-needs-text")
        return {"id": identifier, **to_json(kiemtin.check(row["text"]))}
    except KiemtinError as error:
        return {"id": identifier, "error": _error(error.message_id, error.values)}
    except Exception as error:  # noqa: BLE001 - the edge of the process: one line must not end the run
        return {"id": identifier, "error": _error("refused.unexpected", {"detail": type(error).__name__})}


def _row(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise Refused("refused.line-too-long", limit=MAX_LINE_BYTES)
    try:
        row = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("refused.line-not-json") from error
    if not isinstance(row, dict):
        raise Refused("refused.line-not-json")
    return row


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _error(message_id: str, values: dict[str, str | int]) -> dict[str, Any]:
    from kiemtin.evidence.messages import LANGUAGES, render

    return {"id": message_id, "text": {language: render(message_id, values, language) for language in LANGUAGES}}
