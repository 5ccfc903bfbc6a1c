"""JSON as it is found on pages: strict where it can be, with its usual mistakes mended where not."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from kiemtin.factchecks.reading.limits import MAX_BROKEN, MAX_NESTING, MAX_NODES
from kiemtin.text.markup import unescape


def _nothing(_: str) -> None:
    """``NaN`` and ``Infinity`` are no JSON and say nothing."""


DECODER = json.JSONDecoder(strict=False, parse_constant=_nothing)
"""Not strict: raw line breaks and tabs within texts are the commonest mistake of all."""

OPENINGS = ("//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[", "<!--", "\ufeff")
CLOSINGS = ("//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "-->", ";")
"""What was written around the JSON of a script for browsers of long ago."""

BETWEEN = re.compile(r"[\s,;\ufeff]*+")
TEXT = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
LOOSE = re.compile(
    TEXT + r"|/\*.{0,2000}?\*/|//[^\n]*+|,(?=\s*+(?:/\*.{0,2000}?\*/\s*+)?[\]}])",
    re.DOTALL,
)
"""Texts, which stay; comments and commas before an end, which go."""

MARKS = re.compile(TEXT + r"|[\[\]{}]", re.DOTALL)
NEXT = re.compile(r"[\[{\]\n]")
LISTED = re.compile(r'"dataFeedElement"\s*:\s*\[')
"""Where the items of a schema.org ``DataFeed`` begin."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that is no JSON; ``is_deep`` where it only lies too deep."""

    is_deep: bool = False


def loads(text: str) -> object:
    """The one JSON value in ``text``; raises ``ValueError`` for anything else, nesting without end included."""
    try:
        return DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def loads_loosely(text: str) -> list[object]:
    """The JSON values in ``text``, one or several, its usual mistakes mended; a ``Broken`` where none can be read."""
    for written in _mendings(_unwrapped(text)):
        try:
            return _in_a_row(written)
        except RecursionError:
            return [Broken(is_deep=True)]
        except ValueError:
            continue
    return [Broken()]


def elements(text: str) -> Iterator[object]:
    """The values of a document one by one: each element of its lists (also of a ``DataFeed``), else each value.

    An element that cannot be read is a ``Broken`` and loses nothing else; past ``MAX_BROKEN`` of them the document is
    no JSON, and ``ValueError`` is raised.
    """
    broken = 0
    for value in _elements(text):
        broken += isinstance(value, Broken)
        if broken > MAX_BROKEN:
            raise ValueError("no JSON")
        yield value


def _elements(text: str) -> Iterator[object]:
    position = _behind_space(text, 0)
    if text.startswith("{", position) and LISTED.search(text, position):
        while listed := LISTED.search(text, position):
            position = yield from _listed(text, listed.end())
        return
    while position < len(text):
        if text[position] == "[":
            position = yield from _listed(text, position + 1)
        else:
            value, position = _value(text, position)
            yield value
        position = _behind_space(text, position)


def is_list(text: str) -> bool:
    """Whether ``elements`` takes the document apart, so that it never holds all of it as objects."""
    start = _behind_space(text, 0)
    return text.startswith("[", start) or LISTED.search(text, start) is not None


def is_too_deep(value: object) -> bool:
    """Whether lists and objects lie in each other more than ``MAX_NESTING`` times, or are too many to look at."""
    level: list[object] = [value]
    seen = 0
    for _ in range(MAX_NESTING):
        level = [inner for one in level for inner in _inner(one) if isinstance(inner, dict | list)]
        seen += len(level)
        if not level or seen > MAX_NODES:
            break
    return bool(level)


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _unwrapped(text: str) -> str:
    bare = text.strip()
    for _ in range(2):
        for opening in OPENINGS:
            bare = bare.removeprefix(opening)
        for closing in CLOSINGS:
            bare = bare.removesuffix(closing)
        bare = bare.strip()
    return bare


def _mendings(bare: str) -> Iterator[str]:
    """``bare`` as it is, then with its mistakes mended; then the same where a page escaped it as if it were text."""
    yield bare
    yield LOOSE.sub(_kept, bare)
    if "&" in bare:
        text = unescape(bare)
        yield text
        yield LOOSE.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else " "


def _in_a_row(text: str) -> list[object]:
    values = []
    position = _behind_space(text, 0)
    while position < len(text):
        value, position = DECODER.raw_decode(text, position)
        values.append(value)
        position = _behind_space(text, position)
    if not values:
        raise ValueError("no JSON")
    return values


def _behind_space(text: str, position: int) -> int:
    found = BETWEEN.match(text, position)
    return found.end() if found else position


def _listed(text: str, position: int) -> Generator[object, None, int]:
    """The elements of the list whose bracket is before ``position``; gives back the position behind it."""
    while (position := _behind_space(text, position)) < len(text):
        if text[position] == "]":
            return position + 1
        value, position = _value(text, position)
        yield value
    return position


def _value(text: str, position: int) -> tuple[object, int]:
    """The value that begins at ``position``, and the position behind it."""
    try:
        return DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        end = _end(text, position)
    return loads_loosely(text[position:end])[0], end


def _end(text: str, position: int) -> int:
    """Where the broken value at ``position`` ends: where its brackets close, else at the next value or the end."""
    if text[position] not in "[{":
        found = NEXT.search(text, position + 1)
        return found.start() if found else len(text)
    depth = 0
    for mark in MARKS.finditer(text, position):
        depth += (mark[0] in "[{") - (mark[0] in "]}")
        if depth == 0 and mark[0] in "]}":
            return mark.end()
    return len(text)
