"""What reading takes and gives: options, a source of bytes, and what could not be read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from kiemtin.factchecks.values import ClaimReview

MAX_SHOWN = 200
"""Characters of a value in a message."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the operator says about a source; what an item itself says goes before it.

    ``columns`` leads from our field (``claim``, ``title``, ``body``, ``url``, ``publisher``, ``rating``, ``published``,
    ``lang``, ``id``, ``licence``, ``cited``) to their column of a table. ``kind`` is one of ``kinds.KINDS`` where the
    source should not be asked what it is; ``address`` is where its bytes were fetched from.
    """

    today: datetime.date
    columns: Mapping[str, str] = field(default_factory=dict)
    publisher: str | None = None
    lang: str | None = None
    licence: str | None = None
    kind: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An item that was left out, or (``left_out`` false) only a part of it, and why: a message id with its values.

    ``where`` is the file with the line or item number, or the address of a page in an archive.
    """

    where: str
    message_id: str
    values: tuple[tuple[str, str | int], ...] = ()
    left_out: bool = True


Read = ClaimReview | Problem
"""What comes of an item."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file or stream of one kind: ``name`` as messages call it, ``stream`` its bytes, decompressed and bounded."""

    name: str
    stream: BinaryIO
    options: ReadOptions


def problem(where: str, message_id: str, *, left_out: bool = True, **values: str | int) -> Problem:
    """A ``Problem`` whose texts are short enough to be shown."""
    shown = tuple((name, one[:MAX_SHOWN] if isinstance(one, str) else one) for name, one in values.items())
    return Problem(where[:MAX_SHOWN], message_id, shown, left_out)
