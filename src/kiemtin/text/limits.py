"""The limits every stranger's text meets before anything else looks at it."""

from __future__ import annotations

import re
import unicodedata

from kiemtin.errors import TooLarge

MAX_TEXT_BYTES = 131_072
"""Bytes of one message as UTF-8. A long e-mail has about 100,000; past 128 KiB one answer might take over a second."""

MAX_LINES = 5_000
"""Lines of one message: more is a log file, not something one person received."""

MAX_MARK_RUN = 30
"""Combining marks in a row. UAX #15 calls 30 stream-safe; 100,000 mixed ones cost ``unicodedata.normalize`` 17 s."""


UNUSUAL = re.compile("[^\u0000-\u02ff\u1e00-\u1eff\u2000-\u206f]")
"""Outside these blocks (Latin letters with their diacritics, spaces and punctuation) there may be combining marks."""


def require_within_limits(text: str) -> None:
    """Raise ``TooLarge`` when ``text`` passes a limit; linear, and run before any normalisation."""
    size = len(text.encode("utf-8", "surrogatepass")) if len(text) <= MAX_TEXT_BYTES else len(text)
    if size > MAX_TEXT_BYTES:
        raise TooLarge("refused.too-many-bytes", size=size, limit=MAX_TEXT_BYTES)
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise TooLarge("refused.too-many-lines", size=lines, limit=MAX_LINES)
    run = longest_mark_run(text)
    if run > MAX_MARK_RUN:
        raise TooLarge("refused.too-many-marks", size=run, limit=MAX_MARK_RUN)


def longest_mark_run(text: str) -> int:
    """The number of combining marks in the longest run of them in ``text``."""
    if UNUSUAL.search(text) is None:
        return 0
    longest = run = 0
    for character in text:
        run = run + 1 if character > "\u02ff" and unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest
