"""The tables: nothing about anybody who asks, and nothing about people but the desk's own staff."""

from __future__ import annotations

from django.apps import apps

from tests.desk.running import Desk, django_says
from tests.test_charter import PERSON

STAFF = {"accounts.account", "accounts.setuplink", "auth.group", "auth.permission", "contenttypes.contenttype"}
"""Tables about those who run the desk, and what Django brings for them."""

PARTNERS = {"api.partnerkey", "api.dayofkey"}
"""Tables about organisations that ask for others: their keys, and how often each was used on a day."""

OTHERS = {"django_tasks_database.dbtaskresult", "sharing.sharedresult"}
"""Every other table; a new one comes past this test."""


def test_every_table_is_known() -> None:
    """A new table is named here, on one side or the other."""
    assert STAFF | PARTNERS | OTHERS == {
        model._meta.label_lower for model in apps.get_models(include_auto_created=False)
    }


def test_no_other_table_speaks_of_a_person_or_points_to_staff() -> None:
    """No column says who asked, wrote or shared something, where from, or with which browser."""
    for label in OTHERS:
        fields = apps.get_model(label)._meta.get_fields()
        assert [] == [field.name for field in fields if PERSON.search(field.name) or field.is_relation]
        assert [] == [
            field.name for field in fields if field.name in ("ip", "address", "user_agent", "text", "referrer")
        ]


def test_tables_about_partners_hold_numbers_alone() -> None:
    """A name of an organisation, a hash, a quota and counts of days: no moment of an ask, nothing that was asked."""
    columns = {
        label: {field.name for field in apps.get_model(label)._meta.get_fields() if field.concrete}
        for label in PARTNERS
    }
    assert {
        "api.partnerkey": {"id", "organisation", "prefix", "key_hash", "per_day", "created", "revoked"},
        "api.dayofkey": {"id", "key", "day", "asks"},
    } == columns


def test_migrations_are_in_step_with_the_tables(desk: Desk) -> None:
    """No change of a table is without its migration."""
    call = "from django.core.management import call_command; call_command('makemigrations', check=True, dry_run=True)"
    assert "No changes detected" == django_says(desk.home, call)
