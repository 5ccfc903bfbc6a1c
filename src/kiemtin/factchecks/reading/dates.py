"""Days as publishers write them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from kiemtin.factchecks.values import EARLIEST

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"

YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sign>[-/.]?)(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})(?!\d)")
WORD_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)"
)
WORD_SECOND = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTH},?[\s-]+(?P<year>\d{{4}})(?!\d)"
)
VIETNAMESE = re.compile(
    r"(?:[^\d]{0,20})(?P<day>\d{1,2})\s+th(?:á|a)ng\s+(?P<month>\d{1,2})(?:\s*,|\s+n(?:ă|a)m)?\s+(?P<year>\d{4})(?!\d)"
)
FORMS = (YEAR_FIRST, DAY_FIRST, WORD_FIRST, WORD_SECOND, VIETNAMESE)
"""Ways to write a day; with numbers alone the day comes before the month, as everywhere but in one country."""

LONGEST = 60
"""Characters of a date that are looked at; the longest names of days, months and zones need fewer."""

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""The usual form, read without further ado."""

SECONDS = re.compile(r"-?\d{8,11}(?:\.\d{1,9})?")
MILLISECONDS = re.compile(r"-?\d{12,14}")

Trouble = Literal["", "unreadable", "impossible"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or why there is none: nothing we can read, or a day on which nobody published a fact-check on the web."""

    day: datetime.date | None = None
    trouble: Trouble = ""


def read_day(written: object, today: datetime.date) -> Day:
    """The day that ``written`` names, in its writer's own time zone; times of day are left out.

    A day after tomorrow (it is tomorrow somewhere already) or before ``EARLIEST`` is impossible.
    """
    if written is None or written == "" or isinstance(written, bool):
        return Day()
    if isinstance(written, str) and ISO_DAY.fullmatch(written):
        return _possible(_iso(written), today)
    text = str(written)[:LONGEST].strip().lower() if isinstance(written, str | int | float) else "?"
    if not text:
        return Day()
    if (SECONDS.fullmatch(text) or MILLISECONDS.fullmatch(text)) and not YEAR_FIRST.fullmatch(text):
        return _possible(_since_1970(text), today)
    found = next((found for form in FORMS if (found := form.match(text))), None)
    return _possible(_named(found), today) if found else Day(trouble="unreadable")


def _possible(day: datetime.date | None, today: datetime.date) -> Day:
    if day is None or not EARLIEST <= day <= today + datetime.timedelta(days=1):
        return Day(trouble="impossible")
    return Day(day)


def _named(found: re.Match[str]) -> datetime.date | None:
    """The day in the parts of ``found``; ``None`` where no calendar has it."""
    parts = found.groupdict()
    day, year = int(parts["day"]), int(parts["year"])
    month = MONTHS.index(parts["word"]) + 1 if "word" in parts else int(parts["month"])
    if found.re is DAY_FIRST and month > len(MONTHS) >= day:
        day, month = month, day
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _iso(written: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        return None


def _since_1970(text: str) -> datetime.date | None:
    """The day of a number of seconds or milliseconds."""
    seconds = float(text) / (1 if SECONDS.fullmatch(text) else 1000)
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
