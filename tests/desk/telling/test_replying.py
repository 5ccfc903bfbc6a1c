"""Writing back to askers: one short letter, with no word of the question, and the address is gone."""

from __future__ import annotations

import email
import email.policy
import os
from collections.abc import Iterator
from contextlib import contextmanager

from kiemtin.answers.values import PublishedAnswer
from kiemtin.desk.answers import changes
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.operation.lateness import LONG_TRIED, flags, late
from kiemtin.desk.questions import following, purging, working
from kiemtin.desk.questions.models import Group, ReplyAddress, Upkeep
from kiemtin.desk.questions.operations import undo
from kiemtin.desk.questions.receiving import Receipt
from kiemtin.desk.rendering import address, say
from kiemtin.desk.telling import delivering, replying
from kiemtin.desk.telling.models import OwedReply
from kiemtin.evidence.messages import LANGUAGES
from tests.desk.answers.writing import about, published
from tests.desk.questions.sending import RUMOUR, sent
from tests.desk.telling.conftest import Time, writing_to
from tests.desk.telling.test_telling import ONCE
from tests.net.mailbox import Mailbox, mailbox

ASKER = "lan@thu.example"


@contextmanager
def answered(
    staff: tuple[int, int], place: Configuration, to: str = ASKER
) -> Iterator[tuple[Mailbox, PublishedAnswer, Receipt, int]]:
    """A mail server, an answer, and the receipt of a question that it answers, whose sender left an address."""
    with mailbox() as there, writing_to(place, there.port):
        receipt = sent(RUMOUR, reply_to=to)
        answer = published(staff, about(f"Chợ đóng cửa {os.urandom(4).hex()}"))
        operation = working.link_answer([Group.objects.get().pk], answer.id, staff[0])
        yield there, answer, receipt, operation


def test_a_letter_with_a_link_and_then_the_address_is_gone(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """Not before the answer has stood for some minutes; in both languages; once; and no byte of it is left behind."""
    with answered(staff, place) as (there, answer, _, _):
        assert 0 == replying.write_back(time)
        time.passes(minutes=9)
        assert 0 == replying.write_back(time)
        Upkeep.objects.all().delete()
        time.passes(minutes=2)
        assert [1, 0] == [replying.write_back(time) for _ in range(2)]
    ((sender, recipient, written),) = there.taken
    letter = email.message_from_bytes(written, policy=email.policy.default)
    text = letter.get_content()
    for root in ("", "/en"):
        assert f"https://kiemtin.example{root}/answers/{answer.slug}\n" in text
    assert "Hòa Mục" not in text
    assert (ASKER, "ban-truc@kiemtin.example") == (letter["to"], letter["from"].addresses[0].addr_spec)
    assert f"<{ASKER}>" in recipient
    assert "ban-truc@kiemtin.example" in sender
    assert (0, 0) == (ReplyAddress.objects.count(), OwedReply.objects.count())
    assert Upkeep.objects.get().pending  # so that the next purge writes the database anew


def test_a_mail_server_that_is_down_loses_no_address(staff: tuple[int, int], place: Configuration, time: Time) -> None:
    """It is tried again until the server takes the letter, also over days; purging leaves the address alone."""
    with answered(staff, place) as (there, _, _, _):
        there.answers["MAIL"] = "451 later"
        replying.write_back(time)
        for _ in range(LONG_TRIED):
            assert 0 == late().letters
            time.passes(hours=12)
            assert 0 == replying.write_back(time)
            Group.objects.update(closed="2026-11-01")
            purging._forget_around()
        assert (LONG_TRIED, 1) == (OwedReply.objects.get().tries, ReplyAddress.objects.count())
        assert (1, "late") == (late().letters, flags()["telling"])
        del there.answers["MAIL"]
        time.passes(hours=2)
        assert 1 == replying.write_back(time)
    assert 0 == ReplyAddress.objects.count()


@ONCE
def test_a_mailbox_that_is_not_there_is_forgotten_and_holds_up_nobody(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """Nobody can be written to there; the next one is."""
    with answered(staff, place, "khong-co@thu.example") as (there, _, _, _):
        sent(RUMOUR, reply_to=ASKER)
        there.answers["RCPT TO:<khong-co"] = "550 no such user"
        replying.write_back(time)
        time.passes(minutes=11)
        assert 1 == replying.write_back(time)
        assert [f"<{ASKER}>"] == [recipient.split(":")[1] for _, recipient, _ in there.taken]
    assert 0 == ReplyAddress.objects.count()


def test_whoever_ends_their_question_is_not_written_to(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """Neither is anybody whose group was linked to the wrong answer, as long as that can be undone."""
    with answered(staff, place) as (there, answer, receipt, operation):
        replying.write_back(time)
        undo(operation, staff[0])
        time.passes(days=1)
        assert 0 == replying.write_back(time)
        working.link_answer([Group.objects.get().pk], answer.id, staff[0])
        assert following.delete(receipt.code)
        assert 0 == replying.write_back(time)
        assert [] == there.taken
    assert (0, 0) == (ReplyAddress.objects.count(), OwedReply.objects.count())


@ONCE
def test_nobody_is_led_to_an_answer_that_was_withdrawn(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """The address waits for a better one, and goes with its question."""
    with answered(staff, place) as (there, answer, _, _):
        changes.withdraw(answer.id, "Sai nguồn.")
        replying.write_back(time)
        time.passes(minutes=11)
        assert 0 == replying.write_back(time)
        assert [] == there.taken
    assert 1 == ReplyAddress.objects.count()


@ONCE
def test_an_answer_to_what_nobody_confirmed_is_sent_to_nobody(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """A machine's suggestion may be wrong."""
    with answered(staff, place) as (there, _, _, _):
        sent(RUMOUR + " Nghe đâu từ thứ hai.", reply_to="hoa@thu.example")
        replying.write_back(time)
        time.passes(minutes=11)
        replying.write_back(time)
        assert 1 == len(there.taken)
    assert 1 == ReplyAddress.objects.count()


def test_whose_question_cannot_be_checked_is_told_so_a_day_later(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """In plain words, once, with no word of the question; not where it is undone before, nor then at once."""
    with mailbox() as there, writing_to(place, there.port):
        sent(RUMOUR, reply_to=ASKER)
        group = Group.objects.get().pk
        for _ in range(2):  # closed by mistake, and undone within the day
            operation = working.close_as_not_checkable([group], staff[0])
            replying.write_back(time)
            time.passes(hours=23)
            assert (0, 1) == (replying.write_back(time), OwedReply.objects.count())
            undo(operation, staff[0])
            assert (0, 0) == (replying.write_back(time), OwedReply.objects.count())
            time.passes(hours=2)
        working.close_as_not_checkable([group], staff[0])
        replying.write_back(time)
        Group.objects.update(closed="2026-11-01")
        purging._forget_around()  # the address waits for its letter
        time.passes(hours=25)
        assert [1, 0] == [replying.write_back(time) for _ in range(2)]
    ((_, recipient, written),) = there.taken
    text = email.message_from_bytes(written, policy=email.policy.default).get_content()
    publisher = delivering.site().publisher
    for language in LANGUAGES:
        url = f"https://kiemtin.example{address(language, 'ask')}"
        assert say(language, "telling.no-answer", publisher=publisher, url=url) in text
    assert (True, False) == (ASKER in recipient, "Hòa Mục" in text)
    assert (0, 0) == (ReplyAddress.objects.count(), OwedReply.objects.count())


def test_an_answer_in_place_of_no_answer_waits_its_own_time(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """Whoever closes a group and then finds its answer has the ten minutes in which a wrong one can be undone."""
    with answered(staff, place) as (there, answer, _, operation):
        undo(operation, staff[0])
        group = Group.objects.get().pk
        working.close_as_not_checkable([group], staff[0])
        replying.write_back(time)
        time.passes(days=2)
        working.link_answer([group], answer.id, staff[0])
        assert 0 == replying.write_back(time)
        time.passes(minutes=11)
        assert 1 == replying.write_back(time)
    assert answer.slug in email.message_from_bytes(there.taken[0][2], policy=email.policy.default).get_content()


@ONCE
def test_without_a_mail_server_nobody_is_written_to(staff: tuple[int, int], time: Time) -> None:
    """Nothing is opened, and nothing is noted; an address that nobody will write to goes a day after its question."""
    sent(RUMOUR, reply_to=ASKER)
    assert 0 == replying.write_back(time)
    assert 0 == OwedReply.objects.count()
    working.close_as_not_checkable([Group.objects.get().pk], None)
    purging._forget_around()
    assert 1 == ReplyAddress.objects.count()
    Group.objects.update(closed="2026-11-01")
    purging._forget_around()
    assert 0 == ReplyAddress.objects.count()
