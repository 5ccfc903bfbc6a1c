"""A forged name beside an organisation's own, letter by letter, safe to show."""

from __future__ import annotations

from kiemtin.formats.visible import visible
from kiemtin.text.alignment import Aligned, align

MAX_COMPARED = 120
"""Characters of a name up to which it is set beside another; a longer one would fill the screen and show nothing."""


def side_by_side(forged: str, official: str) -> tuple[Aligned, ...]:
    """The columns of both names; none where they are the same, or one is missing or too long to compare."""
    comparable = 0 < len(forged) <= MAX_COMPARED and 0 < len(official) <= MAX_COMPARED
    if not comparable or forged == official:
        return ()
    return tuple(Aligned(visible(column.forged), visible(column.official)) for column in align(forged, official))
