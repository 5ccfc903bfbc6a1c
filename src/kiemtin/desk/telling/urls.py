"""The addresses of telling others, with the least role that may use each."""

from __future__ import annotations

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.people.staff import WRITE, StaffRoute
from kiemtin.desk.telling import pages

READER, ADMINISTRATOR = Role.READER, Role.ADMINISTRATOR

ROUTES: tuple[StaffRoute, ...] = (
    StaffRoute("telling/", pages.listed, "desk-telling", ADMINISTRATOR),
    StaffRoute("telling/add/", pages.add, "desk-telling-add", ADMINISTRATOR, WRITE, fresh=True),
    StaffRoute("telling/<int:number>/remove/", pages.remove, "desk-telling-remove", ADMINISTRATOR, WRITE),
    StaffRoute("telling/<int:number>/test/", pages.try_out, "desk-telling-test", ADMINISTRATOR, WRITE),
    StaffRoute("telling/<int:number>/again/", pages.again, "desk-telling-again", ADMINISTRATOR, WRITE),
    StaffRoute("digest/", pages.digest, "desk-digest", READER),
)
"""Joined with the other addresses below ``/desk/`` in ``people/urls.py``."""
