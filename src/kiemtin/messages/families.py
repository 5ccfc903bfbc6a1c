"""Which kinds of scam the signals of a message make together, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiemtin.messages.message import Message
from kiemtin.messages.patterns import Family, PatternBook
from kiemtin.messages.score import Weights, features_of

MIN_SIGNS = 2
"""Signals that must come together before the score is asked: one sign is in honest messages too."""

UNLIKELY, UNLIKELY_CAUTION = 0.2, 0.3
"""Score below which a combination is chance, for danger and for caution: nine of ten honest messages lie there, and of
a hundred scams one and two."""

CERTAIN, CERTAIN_ALONE = 0.85, 0.95
"""Score from which on a kind that mostly calls for caution is as surely a scam as those that mean danger: where its own
words were found, and where only several signs came together. All from cross-validation (docs/messages.md)."""


def families_of(signals: frozenset[str], message: Message, book: PatternBook, weights: Weights) -> tuple[Family, ...]:
    """The families that hold, strongest first, each by its strongest case.

    Combinations decide. The score (``score.py``) drops one that stands by chance, lets several signs without a kind of
    their own count, and tells danger from caution; it makes no danger beside a topic or a disguise.
    """
    found = list(_candidates(signals, book))
    if not found:
        return ()
    score = weights.probability(features_of(message, signals))
    more = _besides(signals & book.evidence, CONTACT | PAY)
    found = [family for family in found if score >= _least(family, weights, more)]
    if signals.isdisjoint(book.topics):
        found = [_calibrated(family, score, more) for family in found]
    found.sort(key=lambda family: (not family.danger, -family.confidence))
    strongest: dict[str, Family] = {}
    for family in found:
        strongest.setdefault(family.id, family)
    return tuple(strongest.values())


def _candidates(signals: frozenset[str], book: PatternBook) -> Iterator[Family]:
    """The known kinds that hold; where none does, those for several signs."""
    known = [family for family in book.families if not family.scored and family.holds(signals)]
    yield from known
    loose = _without_reading_matter(signals)
    signs = _apart(loose & book.evidence)
    if not known and len(signs) >= MIN_SIGNS and _besides(signs, CONTACT):
        yield from (family for family in book.families if family.scored and family.holds(loose))


def _least(family: Family, weights: Weights, more: bool) -> float:
    """The score that ``family`` must reach to count at all; work and a way to answer, without ``more``, are usual."""
    if family.scored:
        return weights.threshold if more else CERTAIN_ALONE
    return UNLIKELY if family.danger else UNLIKELY_CAUTION


def _calibrated(family: Family, score: float, more: bool) -> Family:
    """``family`` as danger where the words leave as little doubt as its wording alone does elsewhere.

    Without ``more`` than work and a way to answer, several signs are no danger: so does any neighbour seek help.
    """
    rises = score >= CERTAIN_ALONE and more if family.scored else score >= CERTAIN
    return replace(family, danger=True) if rises else family


def _besides(signs: frozenset[str], usual: frozenset[str]) -> bool:
    """Whether any of ``signs`` is none of the ``usual`` ones."""
    return not signs <= usual


def _without_reading_matter(signals: frozenset[str]) -> frozenset[str]:
    """``signals`` without links that are there to be read (``xem ở …``): loose signs beside one are news, or talk."""
    if TO_READ not in signals or signals & TO_OPEN:
        return signals
    return signals - {"link-unknown", "link-short"}


def _apart(signals: frozenset[str]) -> frozenset[str]:
    """``signals`` without those that say nothing beside others: ``Zalo 09…`` is one sign, and ``đọc`` is none."""
    return signals - {TO_READ} - ({"phone-mobile", "link-chat"} if "ask-chat" in signals else set())


CONTACT = frozenset(
    ["ask-call", "ask-call-back", "ask-chat", "ask-reply", "phone-mobile", "phone-unknown", "link-chat"]
)
"""Ways to answer: whoever sells a bicycle or lets a room asks to be called or written to."""

PAY = frozenset(["offer-job", "offer-income"])

TO_READ = "ask-read"
TO_OPEN = frozenset(["ask-visit", "ask-login", "ask-register", "ask-app", "ask-bet", "offer-casino"])
