"""The patterns as data: what each one is, which families they make, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from kiemtin.messages.phrases import Node, vocabulary


class Dimension(StrEnum):
    """What a pattern tells of a message."""

    ASKS = "asks"
    PRESSES = "presses"
    CLAIMS = "claims"
    OFFERS = "offers"
    HIDES = "hides"
    SPEECH = "speech"
    """Words by which a message warns, reports or offers to opt out: never a sign of danger, they speak against one."""


WAYS_TO_ACT = frozenset(["link-unknown", "link-short", "link-chat", "phone-mobile", "account", "email-unknown"])
"""Signals for links, numbers and accounts by which a message wants to be answered, and that are nobody's known own."""

ADDRESSES_READER = "addresses-reader"
"""The signal that only tells talk to a reader from talk about others."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a pattern comes from; ``url`` and ``retrieved`` (ISO date) only where they were seen."""

    title: str
    publisher: str
    url: str | None = None
    retrieved: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of wording. ``strong`` asks are for what a thief wants: secrets, money, papers, a program."""

    id: str
    dimension: Dimension
    strong: bool
    source: Reference


@dataclass(frozen=True, slots=True)
class Family:
    """One case of a known kind of scam: at least one signal of every group in ``needs``, and none of ``unless``.

    ``danger`` says whether the combination is danger or calls for caution; ``confidence`` is its share of scams.
    A ``scored`` family counts only where no other fits and the score (``score.py``) agrees.
    """

    id: str
    needs: tuple[frozenset[str], ...]
    unless: frozenset[str]
    danger: bool
    confidence: float
    source: Reference
    scored: bool = False

    def holds(self, signals: frozenset[str]) -> bool:
        """Whether ``signals`` make this family."""
        return not any(map(signals.isdisjoint, self.needs)) and self.unless.isdisjoint(signals)


@dataclass(frozen=True, slots=True)
class PatternBook:
    """All patterns and families of one edition (ISO date), and the graph that finds them."""

    version: str
    patterns: Mapping[str, Pattern]
    families: tuple[Family, ...]
    graph: list[Node]
    words: frozenset[str]
    evidence: frozenset[str]
    """The signals that can be shown to a reader as signs, and the ways to act that are nobody's known own."""
    topics: frozenset[str]
    """Topics of adverts, and disguises: beside these the score never makes danger of caution."""
    examples: Mapping[str, str]
    """By family, in the order of the book: a message of that kind, made up by us."""


@lru_cache(maxsize=1)
def bundled_patterns() -> PatternBook:
    """The patterns shipped with this version, compiled from ``patterns/*.yaml``."""
    return book_from(json.loads(files("kiemtin.messages").joinpath("patterns/patterns.json").read_text("utf-8")))


def bundled_pattern_edition() -> str:
    """The edition (ISO date) of the patterns shipped with this version, without loading them."""
    return files("kiemtin.messages").joinpath("patterns/EDITION").read_text("utf-8").strip()


def book_from(data: Mapping[str, Any]) -> PatternBook:
    """The book that compiled data describes."""
    sources = {key: Reference(**value) for key, value in data["sources"].items()}
    patterns = {
        one["id"]: Pattern(one["id"], Dimension(one["dimension"]), one["strong"], sources[one["source"]])
        for one in data["patterns"]
    }
    families = tuple(
        Family(
            one["id"],
            tuple(map(frozenset, one["needs"])),
            frozenset(one["unless"]),
            one["danger"],
            one["confidence"],
            sources[one["source"]],
            one["scored"],
        )
        for one in data["families"]
    )
    shown = {
        one.id for one in patterns.values() if one.dimension is not Dimension.SPEECH and one.id != ADDRESSES_READER
    }
    evidence = frozenset(shown) | WAYS_TO_ACT
    words, topics = vocabulary(data["graph"]), frozenset(data["topics"])
    return PatternBook(data["version"], patterns, families, data["graph"], words, evidence, topics, data["examples"])
