"""The day that a message gives as its own."""

from __future__ import annotations

import datetime
import re

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
NAMED = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{NAMED})\.?\s{{1,3}}(?P<day>\d{{1,2}}),?\s{{1,3}}(?P<year>\d{{4}})\b", re.IGNORECASE
)
DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})\s{{1,3}}(?P<month>{NAMED})\.?,?\s{{1,3}}(?P<year>\d{{4}})\b", re.IGNORECASE
)
IN_FIGURES = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?![\d/-])")
YEAR_FIRST = re.compile(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])")
VIETNAMESE = re.compile(
    r"ng[aà]y\s{1,3}(?P<day>\d{1,2})\s{1,3}th[aá]ng\s{1,3}(?P<month>\d{1,2})\s{1,3}n[aă]m\s{1,3}(?P<year>\d{4})",
    re.IGNORECASE,
)
FORMS = (MONTH_FIRST, DAY_FIRST, IN_FIGURES, YEAR_FIRST, VIETNAMESE)


def quoted_day(text: str) -> datetime.date | None:
    """The last whole date (day, month and year) that stands in ``text``, where a shared post carries its own.

    In figures the day comes first, as in Viet Nam.
    """
    found = sorted((match for form in FORMS for match in form.finditer(text)), key=lambda match: match.start())
    for match in reversed(found):
        month = match["month"]
        number = int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month[:3].lower()) + 1
        try:
            return datetime.date(int(match["year"]), number, int(match["day"]))
        except ValueError:
            continue
    return None
