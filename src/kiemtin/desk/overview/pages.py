"""The page of the overview, and the same as tables for spreadsheets."""

from __future__ import annotations

from django.http import HttpResponse

from kiemtin.desk.overview.figures import current
from kiemtin.desk.overview.tables import as_csv, figures
from kiemtin.desk.overview.wording import FIGURES, OF_A_DAY, OF_DAYS, OF_WEEKS
from kiemtin.desk.people.staff import StaffVisit

CSV = "text/csv; charset=utf-8"


def board(visit: StaffVisit) -> HttpResponse:
    """How much came in, waits and was answered, in the last weeks and days."""
    found = current()
    return visit.page(
        "staff_overview",
        found=found,
        weeks=figures(found.weeks, OF_WEEKS, visit.language),
        days=figures(found.days, OF_DAYS, visit.language),
    )


def weeks(visit: StaffVisit) -> HttpResponse:
    """The weeks as a file."""
    return _file(as_csv(current().weeks, FIGURES, visit.language), "kiemtin-weeks.csv")


def days(visit: StaffVisit) -> HttpResponse:
    """The days as a file."""
    return _file(as_csv(current().days, OF_A_DAY, visit.language), "kiemtin-days.csv")


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(text, CSV, headers={"Content-Disposition": f'attachment; filename="{name}"'})
