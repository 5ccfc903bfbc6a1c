"""The figures as tables of a page and of a spreadsheet: which columns, what they are called, how days are written."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiemtin.answers.wording import MONTHS, written_day
from kiemtin.desk.overview.charts import Chart, chart
from kiemtin.desk.overview.figures import Period
from kiemtin.desk.overview.wording import Charts
from kiemtin.evidence.messages import Language, number, render

MARK = "\ufeff"
"""What tells a spreadsheet that a file is UTF-8."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for something to compute."""

NONE = "–"
"""In place of a number that there is none of."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its table: what it is about, its columns by name, and a row for each period."""

    about: str
    columns: tuple[str, ...]
    chart: Chart
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    most: str
    last: str


def figures(periods: tuple[Period, ...], charts: Charts, language: Language) -> list[Figure]:
    """The charts of ``periods`` with their tables."""
    return [_figure(about, names, periods, language) for about, names in charts.items()]


def _figure(about: str, names: tuple[str, ...], periods: tuple[Period, ...], language: Language) -> Figure:
    values = [[figure_of(one, name) for one in periods] for name in names]
    rows = [
        (in_full(one, language), tuple(_written(value, language) for value in of_one))
        for one, of_one in zip(periods, zip(*values, strict=True), strict=True)
    ]
    return Figure(
        about=about,
        columns=names,
        chart=chart(values, [f"{one.start.day}/{one.start.month}" for one in periods]),
        rows=tuple(reversed(rows)),
        most=_written(max((value or 0 for value in values[0]), default=0), language),
        last=_written(values[0][-1], language),
    )


def figure_of(period: Period, name: str) -> int | None:
    """A figure by its name."""
    value: int | None = getattr(period, name.replace("-", "_"))
    return value


def in_full(period: Period, language: Language) -> str:
    """The days of a period."""
    start, end = day_of(period.start, language), day_of(period.end, language)
    return (
        start if period.start == period.end else render("desk.overview.period", {"start": start, "end": end}, language)
    )


def day_of(day: datetime.date, language: Language) -> str:
    """A day as a column has room for it."""
    return written_day(day, language) if language == "vi" else f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def as_csv(periods: Iterable[Period], names: Sequence[str], language: Language) -> str:
    """The figures called ``names`` of ``periods``, for spreadsheets; what there is none of is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    heading = ["from", "to", *names]
    writer.writerow([_cell(render(f"desk.overview.figure.{name}", {}, language)) for name in heading])
    for one in periods:
        values = (figure_of(one, name) for name in names)
        writer.writerow([one.start, one.end, *("" if value is None else value for value in values)])
    return MARK + text.getvalue()


def _cell(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def _written(value: int | None, language: Language) -> str:
    return NONE if value is None else number(value, language)
