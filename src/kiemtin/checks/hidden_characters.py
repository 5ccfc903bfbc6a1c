"""``hidden-characters``: characters in the message that nobody sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kiemtin.checks.context import Context
from kiemtin.evidence import Finding, FindingKind, Severity, Source, reason
from kiemtin.items import Part
from kiemtin.text.fold import BIDI, INVISIBLE

CHECK = "hidden-characters"

SOURCE = Source(
    "UAX #9 and UTS #39: invisible and directional characters", "Unicode", "https://www.unicode.org/reports/tr39/"
)

OVERRIDES = frozenset("\u202d\u202e")
"""Force letters to run the other way: no honest use in a Vietnamese message."""

MAX_MARKS = 50
"""Places pointed at; a message may be full of them."""


def hidden_characters(part: Part, _context: Context) -> Iterator[Finding]:
    """Reports zero-width and directional characters in the message; nothing is stripped silently.

    Scope: the whole message; works offline. Emoji and text copied from web pages carry such characters honestly, so
    they are context; a forced direction (U+202D, U+202E) is a danger sign of low severity.
    """
    text = part.text
    if text.isascii() or (BIDI.isdisjoint(text) and INVISIBLE.isdisjoint(text)):
        return
    places = [index for index, character in enumerate(text) if _is_hidden(text, index, character)]
    if not places:
        return
    forced = any(text[index] in OVERRIDES for index in places)
    names = sorted({f"U+{ord(text[index]):04X}" for index in places})
    yield Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.DANGER_SIGN if forced else FindingKind.CONTEXT,
        severity=Severity.LOW,
        confidence=0.7 if forced else 0.9,
        reason=reason(
            "hidden.forced-direction" if forced else "hidden.invisible", count=len(places), names=", ".join(names[:6])
        ),
        sources=(SOURCE,),
        marks=tuple((part.start + index, part.start + index + 1) for index in places[:MAX_MARKS]),
    )


def _is_hidden(text: str, index: int, character: str) -> bool:
    if character in BIDI:
        return True
    if character not in INVISIBLE:
        return False
    # A zero-width joiner between two symbols holds one emoji together, and a byte-order mark may open a text.
    joins_emoji = character == "\u200d" and index > 0 and unicodedata.category(text[index - 1]) in ("So", "Sk", "Mn")
    return not joins_emoji and not (character == "\ufeff" and index == 0)
