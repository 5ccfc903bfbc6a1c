"""The tables: nothing about anybody who asks, and nothing about people but the desk's own staff."""

from __future__ import annotations

from django.apps import apps

from tests.desk.running import Desk, django_says
from tests.test_charter import PERSON

STAFF = {
    *("accounts.account", "accounts.setuplink", "auth.group", "auth.permission", "contenttypes.contenttype"),
    *("answers.draftrevision", "answers.draftwork"),
    *("mfa.authenticator", "people.deskaction", "people.invitation", "people.staffsession"),
}
"""Tables about those who run the desk, and what Django and django-allauth bring for them."""

NEVER_MADE = {"account.emailaddress", "account.emailconfirmation"}
"""Tables that django-allauth would bring and the desk never makes: it has no place for anybody's e-mail address."""

PARTNERS = {"api.partnerkey", "api.dayofkey"}
"""Tables about organisations that ask for others: their keys, and how often each was used on a day."""

QUESTIONS = {
    "questions.asking": {"id", "receipt_hash", "question", "expires"},
    "questions.group": {
        *("id", "state", "need", "asked", "danger", "first_day", "last_day", "assigned", "answer", "resembles"),
        *("closed", "excerpt", "words"),
    },
    "questions.note": {"id", "group", "by", "day", "text"},
    "questions.operation": {"id", "kind", "by", "day", "before", "after", "undone"},
    "questions.question": {
        *("id", "fingerprint", "group", "confirmed", "asked", "danger", "first_day", "last_day", "text", "sealed"),
    },
    "questions.questionpicture": {"id", "question", "place", "pdq", "shown", "sealed"},
    "questions.questionterm": {"id", "question", "term"},
    "questions.replyaddress": {"id", "belongs", "sealed", "expires"},
    "questions.knownwording": {"id", "wording", "answer"},
    "questions.upkeep": {"id", "pending", "day"},
    "overview.answerfeedback": {"answer", "yes", "partly", "no"},
    "overview.feedbackmark": {"id", "belongs", "sealed"},
    "overview.toldaskings": {"answer", "step"},
    "overview.closed": {"group", "what", "day", "days"},
    "overview.dayofwork": {"id", "day", "what", "days", "count"},
}
"""Tables of what was sent to the desk, with every column: a new one comes past this test."""

TELLING = {
    "telling.target": {
        *("id", "token", "kind", "place", "secret", "events", "language", "own_network", "next_index", "open_groups"),
        "added",
    },
    "telling.delivery": {
        *("id", "event_id", "target", "event", "index", "facts", "state", "tries", "since", "due", "done", "outcome"),
        "values",
    },
    "telling.owedreply": {"id", "belongs", "tries", "due"},
}
"""Tables of whom the desk tells what is public: places of the organisation's own, sealed, and what they are owed."""

OTHERS = {
    "answers.answerpicture",
    "answers.draft",
    "answers.logcheckpoint",
    "answers.logentry",
    "django_tasks_database.dbtaskresult",
    "sharing.sharedresult",
    "witnesses.cosignature",
    "witnesses.witnessedlog",
}
"""Every other table; a new one comes past this test."""


def test_every_table_is_known() -> None:
    """A new table is named here, on one side or the other."""
    assert STAFF | NEVER_MADE | PARTNERS | QUESTIONS.keys() | TELLING.keys() | OTHERS == {
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


def test_tables_of_telling_point_to_nothing_that_was_asked() -> None:
    """A delivery points to its target, and nothing else to anything; no column is about a person."""
    for label, names in TELLING.items():
        fields = [field for field in apps.get_model(label)._meta.get_fields() if field.concrete]
        assert names == {field.name for field in fields}
        assert [] == [field.name for field in fields if PERSON.search(field.name)]
        pointed = {field.related_model._meta.label_lower for field in fields if field.is_relation}
        assert pointed == ({"telling.target"} if label == "telling.delivery" else set())


def test_tables_of_questions_hold_nobody_who_asked() -> None:
    """No column for a person, an address of a network or a time; staff are pointed to by work on groups alone."""
    for label, names in QUESTIONS.items():
        fields = [field for field in apps.get_model(label)._meta.get_fields() if field.concrete]
        assert names == {field.name for field in fields}
        assert [] == [field.name for field in fields if PERSON.search(field.name)]
        assert [] == [field.name for field in fields if field.get_internal_type() in ("DateTimeField", "TimeField")]
    to_staff = {
        f"{label}.{field.name}"
        for label in QUESTIONS
        for field in apps.get_model(label)._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.label_lower in STAFF
    }
    assert {"questions.group.assigned", "questions.note.by", "questions.operation.by"} == to_staff
    pointed = {
        field.related_model for field in apps.get_model("questions.asking")._meta.get_fields() if field.is_relation
    }
    assert {apps.get_model("questions.question")} == pointed
    assert not any(field.is_relation for field in apps.get_model("questions.replyaddress")._meta.get_fields())


def test_no_table_about_staff_points_to_what_was_asked(desk: Desk) -> None:
    """They point to one another, and one to the draft somebody works on; tables never made are not there."""
    for label in STAFF - {"auth.permission", "auth.group", "contenttypes.contenttype"}:
        fields = [field for field in apps.get_model(label)._meta.get_fields() if field.concrete]
        pointed = {field.related_model._meta.label_lower for field in fields if field.is_relation}
        assert pointed <= STAFF | {"answers.draft"}, label
    tables = django_says(desk.home, "print(*connection.introspection.table_names())").split()
    assert "people_deskaction" in tables
    assert [] == [one for one in tables if one.startswith("account_")]


def test_migrations_are_in_step_with_the_tables(desk: Desk) -> None:
    """No change of a table is without its migration."""
    call = "from django.core.management import call_command; call_command('makemigrations', check=True, dry_run=True)"
    assert "No changes detected" == django_says(desk.home, call)
