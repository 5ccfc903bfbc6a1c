"""A desk with something in it: rows of many kinds, files of its own, and a collection of fact-checks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiemtin.desk.configuration import Configuration, make_secret, read_configuration
from kiemtin.desk.transfer.databases import TARGET, bring_up_to_date, opened
from kiemtin.factchecks import FOLDER
from kiemtin.factchecks.collection import Collection
from tests.factchecks.reviews import FEED, review

REVIEWS = 7

OWN = """organisations:
- id: vi-du
  name: {vi: Ngân hàng Ví Dụ, en: Example Bank}
  sector: bank
  confirmed: no
  domains:
  - {value: vi-du.example, confirmed: no}
"""

LONG_AGO = datetime.datetime(2001, 2, 3, 4, 5, 6, 789_012, tzinfo=datetime.UTC)

AWKWARD = (
    "Ngọc “Ánh”",
    "a'; DROP TABLE auth_group; --",
    "dòng\nmới\tvà \\N",
    "🌾" * 30,
    "ab",
    "aB",
    "Áb",
    "  ",
    "\ufeffx",
)
"""Names that some format or some order of letters has stumbled over."""


def configuration_of(home: Path, database: str = "") -> Configuration:
    """The configuration of a desk over ``home``."""
    return read_configuration({"KIEMTIN_HOME": str(home), "DATABASE_URL": database})


@contextmanager
def using(configuration: Configuration) -> Iterator[None]:
    """Let Django's models mean the database of this desk."""
    with opened(TARGET, configuration.databases()["default"]):
        yield


def made(home: Path, database: str = "") -> Configuration:
    """A desk with rows of every kind of column, files, and fact-checks."""
    from django.contrib.auth.models import Group, Permission
    from django_tasks_db.models import DBTaskResult

    from kiemtin.desk.accounts.models import Account
    from kiemtin.desk.answers import models as answers
    from kiemtin.desk.api.models import DayOfKey, PartnerKey
    from kiemtin.desk.questions import models as questions
    from kiemtin.desk.sharing.models import SharedResult
    from kiemtin.desk.telling import models as telling

    configuration = configuration_of(home, database)
    make_secret(configuration.folder)
    with using(configuration):
        bring_up_to_date(TARGET)
        for name in AWKWARD:
            Group.objects.create(name=name).permissions.set(Permission.objects.all()[:3])
        Group.objects.get(name="ab").delete()  # a gap in the numbers
        SharedResult.objects.create(
            token_hash="a" * 64, deletion_hash="b" * 64, sealed=bytes(range(256)), expires=LONG_AGO
        )
        key = PartnerKey.objects.create(
            organisation="Thư viện Ví Dụ", prefix="kt1", key_hash="c" * 64, per_day=7, created=LONG_AGO.date()
        )
        DayOfKey.objects.create(key=key, day=LONG_AGO.date(), asks=3)
        account = Account.objects.create(name="quản trị", password="argon2$x", role="administrator")  # noqa: S106
        draft = answers.Draft.objects.create(answer="abcdefghij", change="publish", pictures=[{}], changed=LONG_AGO)
        answers.DraftRevision.objects.create(draft=draft, account=account, version=1, saved=LONG_AGO, words={"a": "ữ"})
        answers.AnswerPicture.objects.create(
            sha256="a" * 64, pdq="b" * 64, quality=100, width=4, height=3, features=b"\x00\xff", jpeg=None
        )
        days = {"first_day": LONG_AGO.date(), "last_day": LONG_AGO.date()}
        group = questions.Group.objects.create(words="chợ", need=-7, assigned=Account.objects.get(), **days)
        question = questions.Question.objects.create(
            fingerprint="d" * 64, group=group, text="\n".join(AWKWARD), sealed=bytes(range(256)), **days
        )
        questions.QuestionPicture.objects.create(question=question, place=0, pdq="e" * 64, shown=b"\xff\xd8\x00")
        questions.QuestionTerm.objects.create(question=question, term=2**63 - 1)
        questions.Asking.objects.create(receipt_hash="f" * 64, question=question, expires=LONG_AGO.date())
        questions.ReplyAddress.objects.create(belongs="0" * 64, sealed=b"\x00\xff", expires=LONG_AGO.date())
        questions.KnownWording.objects.create(wording="1" * 32, answer="abcdefghij")
        questions.Note.objects.create(group=group, day=LONG_AGO.date(), text="a\nb")
        before = {"groups": {"1": ["open", None, True]}}
        after: dict[str, dict[str, list[str]]] = {"groups": {}}
        questions.Operation.objects.create(kind="merge", day=LONG_AGO.date(), before=before, after=after)
        place = {"kind": "webhook", "place": b"\x00\xff", "secret": bytes(range(256)), "added": LONG_AGO.date()}
        target = telling.Target.objects.create(token="1" * 32, events=["answer.published"], next_index=7, **place)
        when = {"since": LONG_AGO, "due": LONG_AGO}
        telling.Delivery.objects.create(event_id="2" * 32, target=target, event="test", facts={"waiting": 1}, **when)
        telling.OwedReply.objects.create(belongs="0" * 64, due=LONG_AGO)
        job = DBTaskResult.objects.create(
            task_path="a.b",
            args_kwargs={"args": [1, 2.5, None, "ữ", {"b": 1, "a": []}], "kwargs": {}},
            priority=-3,
            backend_name="default",
            run_after=LONG_AGO,
            exception_class_path="",
            traceback="",
        )
        DBTaskResult.objects.filter(pk=job.pk).update(enqueued_at=LONG_AGO, finished_at=LONG_AGO)
    for name, text in (("organisations/ngân-hàng-ví-dụ.yaml", OWN), ("keys/own.pub", "b"), ("data/x.json", "{}")):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, "utf-8")
    with Collection(home / FOLDER) as collection:
        collection.add([review(number) for number in range(REVIEWS)], FEED)
    return configuration


def files_of(home: Path) -> dict[str, bytes]:
    """The files that a backup takes as they stand."""
    from kiemtin.desk.transfer.folder import kept_files

    return {name: (home / name).read_bytes() for name in kept_files(home)}


def reviews_in(home: Path) -> list[str]:
    """The claims of the operator's own fact-checks."""
    with Collection(home / FOLDER, create=False) as collection:
        return sorted(stored.review.claim for stored in collection)


def everything(home: Path) -> dict[str, int]:
    """Every file below a folder with its size, to see that nothing was touched."""
    return {str(path.relative_to(home)): path.stat().st_size for path in sorted(home.rglob("*")) if path.is_file()}
