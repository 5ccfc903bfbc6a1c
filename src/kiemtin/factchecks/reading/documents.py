"""JSON documents and JSON lines: ``ClaimReview`` objects, feeds of them, and our own form."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from kiemtin.errors import TooLarge, Unreadable
from kiemtin.factchecks.reading.claimreview import Around
from kiemtin.factchecks.reading.limits import MAX_BROKEN, MAX_DOCUMENT_BYTES, MAX_LINE_BYTES, MAX_OBJECT_BYTES
from kiemtin.factchecks.reading.loose_json import elements, is_list, loads, loads_loosely
from kiemtin.factchecks.reading.native import is_native, read_native
from kiemtin.factchecks.reading.opening import CHUNK, read_all
from kiemtin.factchecks.reading.pages import page_text
from kiemtin.factchecks.reading.values import Read, Source, problem
from kiemtin.factchecks.reading.walking import reviews_in


def read_document(source: Source) -> Iterator[Read]:
    """The claim reviews of a JSON document, element by element where it is a list or a feed."""
    text = page_text(read_all(source, MAX_DOCUMENT_BYTES))
    if len(text) > MAX_OBJECT_BYTES and not is_list(text):
        raise TooLarge("refused.source-too-large", name=source.name, size=len(text), limit=MAX_OBJECT_BYTES)
    number = 0
    try:
        for number, value in enumerate(elements(text), 1):
            yield from _of_value(value, Around(f"{source.name}#{number}", source.options, base=source.options.address))
    except ValueError as error:
        raise Unreadable("refused.not-json", name=source.name, limit=MAX_BROKEN) from error
    if number == 0:
        yield problem(source.name, "factchecks.no-review")


def read_lines(source: Source) -> Iterator[Read]:
    """The claim reviews of JSON lines, our own form or schema.org's; each line for itself."""
    options = source.options
    for number, line in _lines(source):
        where = f"{source.name}:{number}"
        if line is None:
            yield problem(where, "factchecks.long-line", limit=MAX_LINE_BYTES)
            continue
        value = _value(line)
        if isinstance(value, dict) and is_native(value):
            yield from read_native(value, where, options)
        else:
            yield from _of_value(value, Around(where, options, base=options.address))


def _of_value(value: object, around: Around) -> Iterator[Read]:
    """What one value holds; a problem where that is nothing, for here every value should hold something."""
    found = False
    for read in reviews_in(value, around):
        found = True
        yield read
    if not found:
        yield problem(around.where, "factchecks.no-review")


def _value(line: str) -> object:
    try:
        return loads(line)
    except ValueError:
        values = loads_loosely(line)
        return values[0] if len(values) == 1 else values


def _lines(source: Source) -> Iterator[tuple[int, str | None]]:
    """The lines that are not blank, with their numbers from 1; ``None`` for one that is too long."""
    number = 0
    while line := source.stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            while (rest := source.stream.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if not line.isspace():
            yield number, line.decode("utf-8", "replace")
