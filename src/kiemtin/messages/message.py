"""A message as the engine reads it: words and things (links, numbers, names) in order, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiemtin.text.syllables import word_set
from kiemtin.text.words import Disguise, Word, WordReader


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the text that is no word: ``kind`` is ``link``, ``phone``, ``account``, ``email`` or ``money``.

    ``traits`` say what is known of it: ``official`` (an organisation's own), ``short`` (a link that only passes on),
    ``chat`` (a link or number of a chat), ``mobile``, ``state`` (a number such as 113).
    """

    kind: str
    start: int
    end: int
    traits: frozenset[str] = frozenset()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation named in ``text[start:end]``."""

    organisation: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """``words`` in order; ``kinds[i]`` is the kind of thing at ``i`` or ``None``; ``names`` maps places to ends."""

    text: str
    words: tuple[Word, ...]
    kinds: tuple[str | None, ...]
    things: tuple[Thing, ...]
    names: dict[int, tuple[int, str]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of the text from word ``first`` to word ``last``, both included."""
        return self.words[first].start, self.words[last].end


UNITS = word_set("k tr trieu nghin ngan dong d vnd usd usdt ty cu lit")
"""What may follow the digits of an amount."""


def read_message(text: str, things: Iterable[Thing], named: Sequence[Named], reader: WordReader) -> Message:
    """``text`` as a ``Message``; ``things`` do not overlap."""
    words: list[Word] = []
    kinds: list[str | None] = []
    ordered = sorted(things, key=lambda thing: thing.start)
    at = 0
    for thing in ordered:
        if thing.start < at:
            continue
        _append(words, kinds, reader.read(text[at : thing.start], at))
        pause = _pause(text[thing.end : thing.end + 3])
        # A short code (``gửi 6769``) is a number that patterns may spell out.
        short = thing.kind == "phone" and "state" in thing.traits
        words.append(Word(text[thing.start : thing.end] if short else "", None, thing.start, thing.end, None, pause))
        kinds.append("short" if short else thing.kind)
        at = thing.end
    _append(words, kinds, reader.read(text[at:], at))
    return Message(text, tuple(words), tuple(kinds), tuple(ordered), _names(words, named))


def _pause(behind: str) -> int:
    """How much of a pause the signs behind a thing make."""
    sign = behind.lstrip(" ")[:1]
    if sign and sign in ";\n!?.":
        return 2
    return 1 if sign and sign in ",)]:" else 0


def _append(words: list[Word], kinds: list[str | None], more: list[Word]) -> None:
    words.extend(more)
    kinds.extend([_kind(word.plain) for word in more])


def _kind(plain: str) -> str | None:
    if not plain[0].isdigit():
        return None
    if plain.isdigit():
        return "code" if 4 <= len(plain) <= 8 else "number"
    return "money" if plain.lstrip("0123456789") in UNITS else None


def _names(words: list[Word], named: Sequence[Named]) -> dict[int, tuple[int, str]]:
    """Word index where a name begins → index behind it, and whose it is."""
    names: dict[int, tuple[int, str]] = {}
    at = 0
    for name in named:
        while at < len(words) and words[at].end <= name.start:
            at += 1
        end = at
        while end < len(words) and words[end].start < name.end:
            end += 1
        if end > at:
            names[at] = (end, name.organisation)
    return names


def disguised(message: Message) -> dict[Disguise, list[int]]:
    """The words written in a disguise, by kind."""
    found: dict[Disguise, list[int]] = {}
    for at, word in enumerate(message.words):
        if word.disguise is not None:
            found.setdefault(word.disguise, []).append(at)
    return found
