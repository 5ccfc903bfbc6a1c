"""From a message to its signals and the families they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kiemtin.messages.families import families_of
from kiemtin.messages.message import Message, Named, Thing, disguised, read_message
from kiemtin.messages.patterns import WAYS_TO_ACT, Dimension, Family, PatternBook
from kiemtin.messages.score import Weights, bundled_weights
from kiemtin.messages.search import Hit, find
from kiemtin.messages.speech import OFFERS_HELP, Frame, frame_of, is_direct, is_negated
from kiemtin.text.syllables import word_set
from kiemtin.text.words import Disguise, WordReader

MIN_DISGUISED = 2
"""Disguised words before a message counts as disguised: one is a slip of the finger or a joke."""

MANY_DISGUISED, MOST = 4, 0.35
"""Disguised words, and their share of all, from which on the disguise is the message. People who fear a platform's
filters split one word or two; spam splits most."""

DISGUISED_SHARE = 0.04
"""Share of disguised words in a long message."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern found in the message, with the exact words as spans of its text."""

    id: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message gives away: its signals by id, the families, strongest first, and how it speaks."""

    signals: dict[str, Signal]
    families: tuple[Family, ...]
    frame: Frame
    posing: dict[str, tuple[int, int]]
    """Organisations that the message speaks for, with the words in which it does."""
    things: tuple[Thing, ...] = ()
    is_speech: bool = False
    """Whether the message warns, tells or jests, and asks its reader for nothing a thief wants."""
    understood: bool = True
    """Whether the words are of a language the patterns are written in: Vietnamese, and some English."""
    told: tuple[tuple[int, int], ...] = ()
    """What the message tells of others or quotes, without asking for it itself, as spans of the text."""

    def warns_of(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is something the message points at as a forgery rather than asks to use."""
        if self.frame.denounces or (self.is_speech and self.frame.tells >= MUCH_TOLD):
            return True
        return any(first <= start and end <= last for first, last in self.told)


class SignalFinder:
    """Reads messages by one book of patterns; ``known`` are ordinary words that are never taken apart."""

    def __init__(self, book: PatternBook, known: frozenset[str] = frozenset(), weights: Weights | None = None) -> None:
        self.book = book
        self._weights = weights if weights is not None else bundled_weights()
        self._reader = WordReader(book.words, known)

    def message(self, text: str, things: Iterable[Thing] = (), named: Sequence[Named] = ()) -> Message:
        """``text`` as words and things."""
        return read_message(text, things, named, self._reader)

    def forget(self) -> None:
        """Forget the words of earlier messages."""
        self._reader.forget()

    def read(self, text: str, things: Iterable[Thing] = (), named: Sequence[Named] = ()) -> Reading:
        """The signals and families of ``text``; linear in its length.

        1. The text is read as words, disguises undone.
        2. Every phrase of the book is found.
        3. What the message warns of or tells about others is taken out: it asks for nothing.
        4. Families are the combinations that are left.
        """
        message = self.message(text, things, named)  # 1
        hits = find(self.book.graph, message)  # 2
        frame = frame_of(hits, message)
        meant = list(self._meant(hits, message, frame))  # 3
        found = _collected(meant, message)
        found |= {
            signal.id: signal
            for signal in (*_of_things(message, frame), *_of_disguises(message), *_of_laughter(message))
        }
        speech = self._is_speech(frozenset(found), frame)
        families = () if speech else families_of(frozenset(found), message, self.book, self._weights)  # 4
        return Reading(
            signals=found,
            families=families,
            frame=frame,
            posing=_posing(meant, message),
            things=message.things,
            is_speech=speech,
            understood=self._reader.knows(message.text, message.words),
            told=self._told(meant, message, frame),
        )

    def _meant(self, hits: list[Hit], message: Message, frame: Frame) -> Iterator[Hit]:
        """What the message itself does, rather than warns of, tells of or quotes."""
        told, quoted = frame.told_words(), frame.quoted_words()
        for hit in hits:
            dimension = self.book.patterns[hit.signal].dimension
            if dimension not in (Dimension.SPEECH, Dimension.CLAIMS):
                if hit.first in quoted or (hit.first in told and not is_direct(message, hit)):
                    continue
                if dimension is Dimension.ASKS and is_negated(message, hit):
                    continue
            yield hit

    def _told(self, meant: list[Hit], message: Message, frame: Frame) -> tuple[tuple[int, int], ...]:
        """Sentences and quotations about others in which the message itself asks for nothing."""
        asks = {
            at
            for hit in meant
            if self.book.patterns[hit.signal].dimension is Dimension.ASKS
            for at in range(hit.first, hit.last + 1)
        }
        quiet = [span for span in (*frame.told, *frame.quoted) if asks.isdisjoint(range(*span))]
        return tuple(message.span(first, end - 1) for first, end in quiet)

    def _is_speech(self, signals: frozenset[str], frame: Frame) -> bool:
        if frame.denounces:
            return True
        poses = {SPEAKS_FOR, "link-unknown"} <= signals and "link-page" not in signals
        if frame.tells >= MUCH_TOLD and not poses:
            return True
        told = frame.phrases >= MUCH_TOLD if poses else frame.tells or frame.quotes
        if told and not self._asks_directly(signals):
            return True
        return JESTS in signals and signals.isdisjoint(WAYS_TO_ACT | {PREMIUM})

    def _asks_directly(self, signals: frozenset[str]) -> bool:
        """Whether a message that also tells of others still asks its reader for what a thief wants."""
        strong = any(self.book.patterns[one].strong for one in signals if one in self.book.patterns)
        return (strong or OFFERS_HELP in signals) and not signals.isdisjoint(WAYS_TO_ACT)


JESTS = "speech-jests"
PREMIUM = "ask-premium-sms"
"""Costs money by being answered: a song sent by somebody unknown is no jest."""


def _collected(hits: list[Hit], message: Message) -> dict[str, Signal]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for hit in hits:
        spans.setdefault(hit.signal, []).append(message.span(hit.first, hit.last))
    return {signal: Signal(signal, tuple(places)) for signal, places in spans.items()}


def _of_things(message: Message, frame: Frame) -> Iterator[Signal]:
    """Signals that are no words: what kinds of links, numbers and accounts the message holds, outside quotations."""
    quoted = [message.span(first, end - 1) for first, end in frame.quoted]
    spans: dict[str, list[tuple[int, int]]] = {}
    for thing in message.things:
        if any(first <= thing.start and thing.end <= last for first, last in quoted):
            continue
        for signal in _called(thing):
            spans.setdefault(signal, []).append((thing.start, thing.end))
    for signal, places in spans.items():
        yield Signal(signal, tuple(places))


def _called(thing: Thing) -> Iterator[str]:
    if "official" in thing.traits:
        yield f"{thing.kind}-official"
    elif thing.kind in ("link", "email", "phone"):
        named = [
            f"{thing.kind}-{trait}"
            for trait in ("platform", "press", "reserved", "short", "chat", "mobile", "service", "state", "premium")
            if trait in thing.traits
        ]
        yield from named or [f"{thing.kind}-unknown"]
        yield from (f"{thing.kind}-{trait}" for trait in ("own-name", "page") if trait in thing.traits)
    else:
        yield thing.kind


def _of_disguises(message: Message) -> Iterator[Signal]:
    """Words written so that a reader sees them and a filter does not."""
    found = disguised(message)
    total = sum(map(len, found.values()))
    if total < max(MIN_DISGUISED, DISGUISED_SHARE * len(message.words)):
        return
    for disguise, places in found.items():
        yield Signal(f"disguise-{disguise}", tuple(message.span(at, at) for at in places))
    if total >= max(MANY_DISGUISED, MOST * len(message.words)):
        every = sorted(at for places in found.values() for at in places)
        yield Signal("disguise-most", tuple(message.span(at, at) for at in every))


def _of_laughter(message: Message) -> Iterator[Signal]:
    """``=)))``: who laughs jests."""
    laughter = LAUGHTER.search(message.text)
    if laughter is not None:
        yield Signal(JESTS, (laughter.span(),))


LAUGHTER = re.compile(r"[=:;]-?\){2,}|🤣|😂|😆")
"""A smile with more than one mouth, as Vietnamese messages write laughter."""


def _posing(hits: list[Hit], message: Message) -> dict[str, tuple[int, int]]:
    """The organisations in whose name the message speaks."""
    posing: dict[str, tuple[int, int]] = {}
    for hit in hits:
        if hit.signal != SPEAKS_FOR:
            continue
        for at in range(hit.first, hit.last + 1):
            if at in message.names and not (at and message.words[at - 1].plain in OTHER_BODIES):
                posing.setdefault(message.names[at][1], message.span(hit.first, hit.last))
    return posing


MUCH_TOLD = 2
"""Sentences about others that make a message a story, whatever its other sentences say; and the phrases that make it
one where it also speaks for an organisation beside a stranger's link (``MSB cảnh báo … Không gửi đường dẫn này cho
ai``)."""

OTHER_BODIES = word_set("hoc dh truong don")
"""``Đại học FPT`` is not FPT: a school named after a company speaks for itself. ``Đồn công an`` is a place."""

SPEAKS_FOR = "speaks-for"
DISGUISES = tuple(f"disguise-{one}" for one in Disguise)
