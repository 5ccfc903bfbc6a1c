"""Words and letters of published answers: verdicts, days, and texts that no reader and no parser stumbles over."""

from __future__ import annotations

import datetime
import re

from kiemtin.answers.scale import Rating
from kiemtin.answers.values import Change, Language
from kiemtin.evidence.messages import render

DAY_BEGINS = "T00:00:00+07:00"
"""Feeds want a time: the beginning of the day in Viet Nam stands for the day, and says nothing of the hour."""

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, lone halves of a character, and controls that no text needs."""

STEERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of the text around it; a title stands among words of others."""

REPLACEMENT = "\ufffd"


def verdict(rating: Rating, language: Language) -> str:
    """A rating in words."""
    return rating.words(language)


def change_in_words(change: Change, language: Language) -> str:
    """What became of an answer, in words."""
    return render(f"publication.change.{change}", {}, language)


def moment(day: datetime.date) -> str:
    """``day`` as a zone-aware time at the precision of a day (RFC 3339)."""
    return day.isoformat() + DAY_BEGINS


def written_day(day: datetime.date, language: Language) -> str:
    """``day`` as it is written: 21/11/2026 in Vietnamese, 21 November 2026 in English."""
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def fit(text: str) -> str:
    """``text`` as every format can hold it: what none can show stands as U+FFFD."""
    return UNFIT.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """``text`` as a title: on one line, and without what would turn the direction of words beside it."""
    return " ".join(fit(STEERING.sub("", text)).split())
