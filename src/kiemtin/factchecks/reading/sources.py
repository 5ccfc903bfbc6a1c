"""Reading a source: a file, a folder or a stream, from its bytes to its claim reviews."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kiemtin.errors import KiemtinError, OutOfReach, Refused, TooLarge
from kiemtin.factchecks.reading.draft import IMPOSSIBLE_DATE
from kiemtin.factchecks.reading.kinds import KINDS, kind_of
from kiemtin.factchecks.reading.limits import MAX_FILES, MAX_ITEMS, MIN_DATED
from kiemtin.factchecks.reading.opening import CHUNK, Unpacked
from kiemtin.factchecks.reading.values import Problem, Read, ReadOptions, Source, problem
from kiemtin.factchecks.values import ClaimReview

STANDARD_INPUT = "-"


def read_source(source: Path | BinaryIO, options: ReadOptions) -> Iterator[Read]:
    """The claim reviews of a file, a folder with all its folders, a stream, or standard input (``-``).

    An item that cannot be read is a ``Problem`` and loses nothing else. Raises ``TooLarge`` past a limit of the whole
    source and ``Refused`` where it is of no kind we read, or so many of its dates are impossible that it is damaged:
    the last only behind its last item, so whoever stores what was read must be able to take all of it back.
    """
    items = reviews = impossible = 0
    for read in _read(source, options):
        items += 1
        if items > MAX_ITEMS:
            raise TooLarge("refused.too-many-items", size=items, limit=MAX_ITEMS)
        if isinstance(read, ClaimReview):
            reviews += 1
        elif read.message_id == IMPOSSIBLE_DATE:
            impossible += 1
            items -= 1  # a note: its item follows
        yield read
    if reviews >= MIN_DATED and impossible * 2 > reviews:
        raise Refused("refused.impossible-dates", size=impossible, count=reviews)


def _read(source: Path | BinaryIO, options: ReadOptions) -> Iterator[Read]:
    if not isinstance(source, Path):
        yield from _read_stream(source, options.address or STANDARD_INPUT, options)
    elif str(source) == STANDARD_INPUT:
        if sys.stdin is None:
            raise Refused("refused.nothing-given")
        yield from _read_stream(sys.stdin.buffer, STANDARD_INPUT, options)
    elif source.is_dir():
        yield from _read_folder(source, options)
    else:
        yield from _read_file(source, source.name, options)


def _read_folder(folder: Path, options: ReadOptions) -> Iterator[Read]:
    """Every file of a folder, in order; one that is refused is a problem of its own."""
    for path in _files_of(folder):
        name = path.relative_to(folder).as_posix()
        try:
            yield from _read_file(path, name, options)
        except KiemtinError as error:
            yield Problem(name, error.message_id, tuple(error.values.items()))


def _files_of(folder: Path) -> Iterator[Path]:
    """The files under ``folder``, sorted: none that is hidden, none that a link would fetch from elsewhere."""
    root = folder.resolve()
    count = 0
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            path = Path(where, name)
            if name.startswith(".") or not path.resolve().is_relative_to(root):
                continue
            count += 1
            if count > MAX_FILES:
                raise TooLarge("refused.too-many-files", name=folder.name, size=count, limit=MAX_FILES)
            yield path


def _read_file(path: Path, name: str, options: ReadOptions) -> Iterator[Read]:
    try:
        # A pipe would keep us waiting for whoever writes to it, so its kind is asked before it is opened.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused("refused.not-a-source", name=str(path))
        file = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise OutOfReach("missing.file", name=str(path)) from error
    with file:
        yield from _read_stream(file, name, options)


def _read_stream(file: BinaryIO, name: str, options: ReadOptions) -> Iterator[Read]:
    try:
        unpacked = Unpacked(file, name)
    except OSError as error:
        yield problem(name, "factchecks.damaged", detail=str(error) or type(error).__name__)
        return
    stream = io.BufferedReader(unpacked, CHUNK)
    head = stream.peek(CHUNK)[:CHUNK]
    if head or not unpacked.damage:
        yield from KINDS[kind_of(head, name, options)](Source(name, stream, options))
    if unpacked.damage:
        yield problem(name, "factchecks.damaged", detail=unpacked.damage)
