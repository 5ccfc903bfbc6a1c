"""Django's registration of this part of the desk, and of the library that it signs people in with."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers ``kiemtin.desk.people``."""

    name = "kiemtin.desk.people"


class BorrowedConfig(AppConfig):
    """Registers the part of django-allauth that its second steps import, and that the desk does not use.

    Its own registration asks for a middleware that would go with every request. Its tables of e-mail addresses are
    never made (``MIGRATION_MODULES``): the desk has no place for one.
    """

    name = "allauth.account"
