"""Names matched in this process, one part after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from kiemtin.lookalikes import Matcher
from kiemtin.lookalikes.columns import SCHEMA
from kiemtin.watch.engines import AnyPart, rows_of


@dataclass(frozen=True, slots=True)
class Local:
    """One core of this machine; ``each``: name by name, with nothing to compile."""

    matcher: Matcher
    each: bool = False

    def matched(self, parts: Iterable[AnyPart]) -> Iterator[tuple[AnyPart, pa.Table]]:
        """Each part with the rows of its names, before the next is taken."""
        for part in parts:
            names = part.names
            yield part, rows_of(names.to_arrow(), self.matcher, each=self.each) if len(names) else SCHEMA.empty_table()
