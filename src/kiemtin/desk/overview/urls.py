"""The addresses of the overview, with the least role that may see it."""

from __future__ import annotations

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.overview import pages
from kiemtin.desk.people.staff import StaffRoute

ROUTES: tuple[StaffRoute, ...] = (
    StaffRoute("overview/", pages.board, "desk-overview", Role.READER),
    StaffRoute("overview/weeks.csv", pages.weeks, "desk-overview-weeks", Role.READER),
    StaffRoute("overview/days.csv", pages.days, "desk-overview-days", Role.READER),
)
"""Joined with the other addresses below ``/desk/`` in ``people/urls.py``."""
