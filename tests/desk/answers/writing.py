"""Answers for tests, and a desk of two people that publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.test import override_settings

from kiemtin.answers.drafting import Typed, TypedSource
from kiemtin.answers.values import PublishedAnswer
from kiemtin.desk.configuration import Configuration, make_secret
from kiemtin.desk.transfer.databases import TARGET, bring_up_to_date
from tests.desk.transfer.filling import using

SOURCE = TypedSource("https://co-quan.example.vn/tb-1", "Thông báo số 1", "Cơ quan thử nghiệm", "2026-11-20")

ANSWER = Typed(
    language="vi",
    claim="Uống nước lá ổi chữa khỏi sốt",
    finding="Chưa có bằng chứng nào.",
    rating="unproven",
    explanation="Cơ quan thử nghiệm chưa thấy nghiên cứu nào.",
    sources=(SOURCE,),
)


def about(claim: str) -> Typed:
    """An answer about ``claim``."""
    return replace(ANSWER, claim=claim)


@contextmanager
def working(configuration: Configuration) -> Iterator[tuple[int, int]]:
    """A desk over this folder and database, as this process's own; the accounts of two who work there."""
    from kiemtin.desk.accounts.models import Account

    make_secret(configuration.folder)
    with using(configuration), override_settings(CONFIGURATION=configuration):
        bring_up_to_date(TARGET)
        first, _ = Account.objects.get_or_create(name="một")
        second, _ = Account.objects.get_or_create(name="hai")
        yield first.pk, second.pk


def published(staff: tuple[int, int], typed: Typed) -> PublishedAnswer:
    """The answer that one of them writes and the other approves."""
    from kiemtin.desk.answers import drafts

    number = drafts.start(staff[0], typed)
    return released(staff, number)


def released(staff: tuple[int, int], number: int) -> PublishedAnswer:
    """What a draft becomes once it is submitted by one, approved by the other and published."""
    from kiemtin.desk.answers import drafts

    submitted = drafts.submit(staff[0], number)
    assert () == submitted.problems
    drafts.approve(staff[1], number, drafts.find(number).version)
    return drafts.publish(number)
