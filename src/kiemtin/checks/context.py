"""What every check may look at, and the shape of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kiemtin.domains import Suffixes
from kiemtin.evidence import Finding, Meant, Skip, Source
from kiemtin.factchecks.values import Hit
from kiemtin.items import Item, Part, PartKind, SeenPicture
from kiemtin.lookalikes import Matcher
from kiemtin.messages import Pattern, Reading
from kiemtin.organisations import Fact, Organisation, Register


@dataclass(frozen=True, slots=True)
class Context:
    """The item, the data, and the organisations the message speaks of (``named``, ids).

    ``reading`` is what the wording gives away by ``patterns`` (by id); ``None`` where nobody looked.
    ``suffixes`` is the public suffix list to read further names by; the bundled one where none is given.
    ``published`` are the fact-checks found for the message, best first.
    ``picture`` is the picture that the item's text was read in; ``None`` for what was typed.
    """

    item: Item
    register: Register
    matcher: Matcher
    named: frozenset[str]
    reading: Reading | None = None
    patterns: Mapping[str, Pattern] = field(default_factory=dict)
    suffixes: Suffixes | None = None
    published: tuple[Hit, ...] = ()
    picture: SeenPicture | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its id (written out, never changed), the kinds of part it looks at, and the function that looks."""

    id: str
    kinds: frozenset[PartKind]
    run: Callable[[Part, Context], Iterator[Finding | Skip]]


def meant(organisation: Organisation, fact: Fact | None) -> Meant:
    """The organisation as a finding names it, confirmed or not as ``fact`` is."""
    return Meant(organisation.id, organisation.short, bool(fact and fact.confirmed))


def fact_source(fact: Fact | None, register: Register) -> tuple[Source, ...]:
    """Where a fact of the register comes from: its own source where it has one, else the register itself."""
    if fact is not None and fact.source is not None:
        seen = fact.source
        return (Source(seen.title, seen.publisher, seen.url, fact.confirmed, seen.note),)
    return (Source(f"Kiểm Tin: organisations {register.version}", "Kiểm Tin"),)
