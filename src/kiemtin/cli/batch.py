"""``--batch``: a file of messages, one line of JSON in for one line out."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kiemtin.cli.edge import console, say
from kiemtin.errors import KiemtinError, OutOfReach, Refused
from kiemtin.evidence.messages import LANGUAGES, render

if TYPE_CHECKING:
    from kiemtin.app import Kiemtin

Answer = Callable[[str], dict[str, Any]]
"""What is said about a text, as JSON."""

MAX_LINE_BYTES = 2_000_000
"""Bytes of one line of a batch: a text at its own limit, escaped by JSON as far as that goes."""


def check_batch(kiemtin: Kiemtin, path: Path) -> None:
    """Check each line; raises ``RegisterInvalid`` for a broken register of the user's own, and what reading raises.

    A broken register is nothing to find out once for every line.
    """
    from kiemtin.formats.json import to_json

    _ = kiemtin.register
    answer_lines(path, lambda text: to_json(kiemtin.check(text)))


def answer_lines(path: Path, answer: Answer) -> None:
    """One line out for each line ``{"id":…,"text":…}`` in, in order.

    A bad line is an error object, and the run goes on; blank lines are no lines. Raises ``OutOfReach`` without a file.
    """
    try:
        source = _standard_input() if str(path) == "-" else path.open("rb")
    except (OSError, ValueError) as error:
        raise OutOfReach("missing.file", name=str(path)) from error
    with source:
        for line in _with_progress(source):
            print(_answered(answer, line), flush=True)


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # a process may be started without one
        raise Refused("refused.nothing-given")
    return sys.stdin.buffer


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


def _answered(answer: Answer, line: bytes) -> str:
    """The answer to one line, or what is wrong with the line; with its ``id`` wherever one could be read."""
    from kiemtin.formats.json import encode

    identifier: Any = None
    try:
        row = _row(line)
        identifier = row.get("id")
        if not isinstance(row.get("text"), str):
            raise Refused("refused.line-needs-text")
        return encode({"id": identifier, **answer(row["text"])})
    except KiemtinError as error:
        return _failed(identifier, error)
    except Exception as error:  # noqa: BLE001 - the edge of the process: one line must not end the run
        return _failed(identifier, Refused("refused.unexpected", detail=type(error).__name__))


def _row(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise Refused("refused.line-too-long", limit=MAX_LINE_BYTES)
    try:
        row = json.loads(line, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused("refused.line-not-json") from error
    if not isinstance(row, dict):
        raise Refused("refused.line-not-json")
    return row


def _finite(number: str) -> float:
    """A number that JSON can hold again: neither ``NaN`` nor, as ``1e999`` would become, infinity."""
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _failed(identifier: Any, error: KiemtinError) -> str:
    from kiemtin.formats.json import encode

    texts = {language: render(error.message_id, error.values, language) for language in LANGUAGES}
    problem = {"id": error.message_id, "text": texts}
    try:
        return encode({"id": identifier, "error": problem})
    except (ValueError, RecursionError):  # an id nested deeper than can be written again
        return encode({"id": None, "error": problem})
