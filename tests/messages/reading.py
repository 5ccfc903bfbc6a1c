"""A reader over the bundled patterns, and one way to ask it."""

from __future__ import annotations

from functools import lru_cache

from kiemtin import Kiemtin
from kiemtin.messages import Reading, SignalFinder, bundled_patterns
from kiemtin.organisations.lint import ordinary_words


@lru_cache(maxsize=1)
def program() -> Kiemtin:
    """The program with no data of a user's own."""
    return Kiemtin()


@lru_cache(maxsize=1)
def finder() -> SignalFinder:
    """The engine over the bundled patterns."""
    return SignalFinder(bundled_patterns(), ordinary_words())


def read(text: str) -> Reading:
    """What the engine reads in ``text``, its links and numbers being what they are."""
    return finder().read(text, *program().things(text))


def signals(text: str) -> frozenset[str]:
    """The ids of the signals in ``text``."""
    return frozenset(read(text).signals)


def families(text: str) -> list[str]:
    """The ids of the families of ``text``, strongest first."""
    return [family.id for family in read(text).families]
