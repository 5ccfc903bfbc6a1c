"""Where the names of a run are matched: in this process, or by the workers of a Ray cluster.

An engine is given parts of feeds and gives each back with its rows, in the order given, each once. ``screen`` knows no
more of it, so what it reads, writes and remembers is the same whatever does the matching.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

import polars as pl
import pyarrow as pa

from kiemtin.domains import Suffixes
from kiemtin.lookalikes import Matcher
from kiemtin.organisations import Register


class Part(Protocol):
    """Something with names to be matched, perhaps none."""

    @property
    def names(self) -> pl.Series:
        """The names."""


AnyPart = TypeVar("AnyPart", bound=Part)


class Engine(Protocol):
    """Matches names."""

    def matched(self, parts: Iterable[AnyPart]) -> Iterator[tuple[AnyPart, pa.Table]]:
        """Each part with the rows of its names, in the order given; some may be taken before earlier ones are given."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What makes a matcher: whom to look for, whatever process or machine looks."""

    register: Register
    suffixes: Suffixes | None = None
    only: Collection[str] | None = None
    each: bool = False
    """Name by name, with nothing to compile."""

    def matcher(self) -> Matcher:
        """The engine proper, made anew."""
        return Matcher(self.register, self.suffixes, only=self.only)


def rows_of(names: pa.Array, matcher: Matcher, *, each: bool) -> pa.Table:
    """The rows of some names."""
    table = pa.table({"domain": names})
    return matcher.match_each(table) if each else matcher.match_table(table)
