"""Telling servers and mailboxes what became of answers: nothing is lost, nothing has two ids, nobody else is told."""

from __future__ import annotations

import datetime
import email
import email.policy
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from kiemtin.answers.values import Change
from kiemtin.answers.webhooks import is_genuine
from kiemtin.desk.answers import changes, drafts
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.operation.lateness import Late, flags, late
from kiemtin.desk.telling import delivering, targets
from kiemtin.desk.telling.collecting import collect, event_id, owe_test
from kiemtin.desk.telling.models import Delivery, Kind, Standing, Target
from kiemtin.desk.telling.targets import Wanted
from kiemtin.desk.telling.wording import ANSWERS, EVENTS, RECEIVED, WAITING, WEEKLY
from kiemtin.errors import Refused
from tests.cli.running import environment
from tests.desk.answers.writing import about, published, released
from tests.desk.questions.sending import FORGED, RUMOUR, sent
from tests.desk.telling.conftest import Time, writing_to
from tests.net.mailbox import mailbox
from tests.net.test_posting import Receiver, receiver

ONCE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what does not depend on the database."""

EVERY_CHANGE = tuple(ANSWERS.values())


def webhook(url: str, events: tuple[str, ...] = EVERY_CHANGE) -> tuple[Target, str]:
    """A receiver on this machine, and the secret that its administrator was shown."""
    number, secret = targets.add(Wanted(Kind.WEBHOOK, url, events, own_network=True))
    return targets.find(number), secret


def told(there: Receiver) -> list[dict[str, object]]:
    """What a receiver was told, in order."""
    return [json.loads(body) for _, _, body in there.came]


def test_a_receiver_that_was_down_is_told_everything_once_it_is_back(staff: tuple[int, int], time: Time) -> None:
    """After an hour each event comes once, in order, signed, with the id it had from the beginning."""
    with receiver() as gone:
        port = gone.port
    target, secret = webhook(gone.url())
    answers = [published(staff, about(f"Một tin {number} {os.urandom(4).hex()}")) for number in range(3)]
    changes.withdraw(answers[0].id, "Nguồn đã gỡ bài.")
    assert 4 == collect(time.now)
    before = list(Delivery.objects.filter(target=target).order_by("pk").values_list("event_id", flat=True))
    for _ in range(12):
        assert 0 == delivering.deliver(time)
        assert 0 == collect(time.now)
        time.passes(minutes=5)
    assert 12 > Delivery.objects.filter(target=target).order_by("-tries").values_list("tries", flat=True)[0]
    with receiver(port) as there:
        for _ in range(12):
            delivering.deliver(time)
            time.passes(minutes=5)
    assert sorted(before) == sorted(headers["kiemtin-event-id"] for _, headers, _ in there.came)
    assert 3 * ["answer.published"] + ["answer.withdrawn"] == sorted(str(one["event"]) for one in told(there))
    for _, headers, body in there.came:
        sent_at = int(headers["kiemtin-signature"].split(",")[0][2:])
        assert is_genuine(secret, body, headers["kiemtin-signature"], sent_at)
        assert json.loads(body)["id"] == headers["kiemtin-event-id"]
    assert (0, Late(0, 0, 0)) == (delivering.undelivered(), late())


@ONCE
def test_what_is_told_of_an_answer_is_what_is_public(staff: tuple[int, int], time: Time) -> None:
    """Its record as the log has it, with its address; nothing of who wrote it or asked."""
    with receiver() as there:
        webhook(there.url())
        answer = published(staff, about(f"Uống lá ổi {os.urandom(4).hex()}"))
        collect(time.now)
        assert 1 == delivering.deliver(time)
    (said,) = told(there)
    assert {"schema", "id", "event", "publisher", "licence", "index", "record"} == set(said)
    record = said["record"]
    assert isinstance(record, dict)
    assert (answer.id, f"https://kiemtin.example/answers/{answer.slug}") == (record["answer"], record["url"])
    assert "kiemtin-record/1" == record["schema"]


@ONCE
def test_a_target_is_told_what_it_asked_for_and_from_then_on(staff: tuple[int, int], time: Time) -> None:
    """Neither what was published before, nor events that its administrator did not choose."""
    old = published(staff, about(f"Tin cũ {os.urandom(4).hex()}"))
    with receiver() as there:
        webhook(there.url(), ("answer.withdrawn",))
        published(staff, about(f"Tin mới {os.urandom(4).hex()}"))
        changes.withdraw(old.id, "Sai nguồn.")
        collect(time.now)
        delivering.deliver(time)
    assert [("answer.withdrawn", old.id)] == [(one["event"], one["record"]["answer"]) for one in told(there)]  # type: ignore[index]


@ONCE
def test_a_process_killed_while_telling_leaves_what_is_told_again(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """The receiver has it, the desk does not know: it comes again under the same id, and nothing is lost."""
    with receiver() as there:
        target, _ = webhook(there.url())
        published(staff, about(f"Tin một {os.urandom(4).hex()}"))
        published(staff, about(f"Tin hai {os.urandom(4).hex()}"))
        code = (
            "import django; django.setup(); from kiemtin.desk.telling import delivering; "
            "delivering.post = lambda *a, real=delivering.post, **k: (real(*a, **k), "
            "print('sent', flush=True), __import__('time').sleep(60)); "
            "from kiemtin.desk.telling.telling import tell; tell()"
        )
        given = environment(place.home, DJANGO_SETTINGS_MODULE="kiemtin.desk.settings")
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=given) as process:
            assert process.stdout is not None
            assert b"sent" in process.stdout.readline()
            process.send_signal(signal.SIGKILL)
        rows = {one.event_id: one for one in Delivery.objects.filter(target=target)}
        assert (2, {Standing.WAITING.value}) == (len(rows), {one.state for one in rows.values()})
        time.now = max(one.due for one in rows.values())
        assert 2 == delivering.deliver(time)
    came = [headers["kiemtin-event-id"] for _, headers, _ in there.came]
    assert (3, set(rows)) == (len(came), set(came))


def test_two_machines_do_not_tell_the_same_at_once(staff: tuple[int, int], time: Time) -> None:
    """Whoever claims the row tells it; the other one finds it taken."""
    with receiver() as there:
        target, _ = webhook(there.url())
        row = owe_test(target, time.now)
        seen = Delivery.objects.get(pk=row.pk)
        assert [True, False] == [delivering.attempt(one, target, time) for one in (row, seen)]
    assert 1 == len(there.came)


@ONCE
def test_what_fails_for_three_days_is_given_up_until_somebody_says_again(staff: tuple[int, int], time: Time) -> None:
    """The pauses grow up to an hour; then it is listed with the reason, and one button sends it anew."""
    with receiver() as there:
        target, _ = webhook(there.url())
        row = owe_test(target, time.now)
        there.status, tries = 503, 0
        while Delivery.objects.get(pk=row.pk).state == Standing.WAITING:
            time.now = Delivery.objects.get(pk=row.pk).due
            delivering.deliver(time)
            tries += 1
        assert 60 < tries < 200  # about one in an hour
        (listed,) = (one for one in targets.listed() if one.number == target.pk)
        assert (1, "missing.not-taken", 503) == (
            listed.given_up,
            listed.outcomes[0].problem,
            listed.outcomes[0].values["status"],
        )
        assert (1, Late(1, 0, 0)) == (delivering.undelivered(), late())
        assert {"telling": "late", "witnesses": "off"} == flags()
        there.status = 204
        assert 0 == delivering.deliver(time)
        assert 1 == delivering.send_again(target.pk, time)
        assert 1 == delivering.deliver(time)
    assert {row.event_id} == {headers["kiemtin-event-id"] for _, headers, _ in there.came}


@ONCE
def test_one_that_hangs_keeps_nobody_else_waiting_for_long(staff: tuple[int, int], time: Time) -> None:
    """It has one try in a round, whatever it is owed; the others are told everything."""
    with receiver() as broken, receiver() as well:
        broken.status = 500
        bad, good = webhook(broken.url())[0], webhook(well.url())[0]
        for number in range(5):
            time.passes(seconds=1)
            owe_test(bad, time.now)
            owe_test(good, time.now)
            assert number < 5
        assert 5 == delivering.deliver(time)
        assert (1, 5) == (len(broken.came), len(well.came))


def test_a_mailbox_gets_one_letter_about_all_that_is_new(
    staff: tuple[int, int], place: Configuration, time: Time
) -> None:
    """In its language, with links; the same Message-ID if it comes twice, and no header that a claim could break."""
    with mailbox() as there, writing_to(place, there.port):
        number, secret = targets.add(Wanted(Kind.MAIL, " toa-soan@bao.example ", EVERY_CHANGE, "en"))
        claims = [f"Tin\u2028Bcc: a@b.example {os.urandom(4).hex()}", f"Tin hai {os.urandom(4).hex()}"]
        slugs = [published(staff, about(claim)).slug for claim in claims]
        collect(time.now)
        assert ("", 1) == (secret, delivering.deliver(time))
        row = Delivery.objects.get(target_id=number)
        Delivery.objects.filter(pk=row.pk).update(state=Standing.WAITING, due=time.now)
        assert 1 == delivering.deliver(time)
        published(staff, about(f"Tin ba\r\nBcc: c@d.example {os.urandom(4).hex()}"))
        collect(time.now)
        assert 1 == delivering.deliver(time)
    letters = [email.message_from_bytes(one, policy=email.policy.default) for _, _, one in there.taken]
    assert {f"<{row.event_id}@kiemtin.example>"} == {one["message-id"] for one in letters[:2]}
    text = letters[0].get_content()
    assert all(f"https://kiemtin.example/answers/{slug}" in text for slug in slugs)
    assert "kiemtin.example: 2 new or changed answers" == letters[0]["subject"]
    assert letters[2]["subject"].startswith("Published: Tin ba Bcc: c@d.example")
    for one in letters:
        assert ["toa-soan@bao.example"] == one.get_all("to")
        assert one["bcc"] is None
        assert "auto-generated" == one["auto-submitted"]


def test_work_is_told_in_numbers_and_seldom(staff: tuple[int, int], time: Time) -> None:
    """More groups at most once an hour, what waits long once a day; no word of a question, no key, no time of one."""
    with receiver() as there:
        webhook(there.url(), (RECEIVED, WAITING))
        sent(RUMOUR)
        for _ in range(3):
            collect(time.now)
            sent(f"{FORGED} {os.urandom(4).hex()}")
        delivering.deliver(time)
        time.passes(hours=1)
        collect(time.now)
        from kiemtin.desk.questions.models import Group

        longest = Group.objects.order_by("first_day").values_list("first_day", flat=True)[0]
        time.now = time.now.replace(year=longest.year, month=longest.month, day=longest.day)
        time.passes(days=4)
        for _ in range(3):
            time.passes(hours=1)
            collect(time.now)
        delivering.deliver(time)
    said = [(one["event"], one["counts"]) for one in told(there)]
    assert said[0] == (RECEIVED, {"waiting": 1, "nobody": 1})
    assert 1 == [event for event, _ in said].count(WAITING)
    late = dict(said)[WAITING]
    assert isinstance(late, dict)
    assert {"waiting", "days", "longest"} == set(late)
    assert all(isinstance(value, int) for _, counts in said for value in dict(counts).values())  # type: ignore[call-overload]
    assert all("Bình Minh" not in body.decode() and "vietcombankd" not in body.decode() for *_, body in there.came)


@ONCE
def test_the_week_is_told_on_monday_to_whoever_was_there(staff: tuple[int, int], time: Time) -> None:
    """Once, and not to somebody who was added since; a week without anything published is not told."""
    with receiver() as there:
        target, _ = webhook(there.url(), (WEEKLY,))
        answer = published(staff, about(f"Tin tuần {os.urandom(4).hex()}"))
        monday = answer.published + datetime.timedelta(days=7 - answer.published.weekday())
        time.now = time.now.replace(year=monday.year, month=monday.month, day=monday.day)
        collect(time.now.replace(hour=1) - datetime.timedelta(days=1))
        assert 0 == Delivery.objects.filter(target=target).count()
        for _ in range(3):
            collect(time.now)
        delivering.deliver(time)
        time.passes(days=14)
        collect(time.now)
        assert 1 == delivering.deliver(time)  # nothing to tell counts as done
    (said,) = told(there)
    digest = said["digest"]
    assert isinstance(digest, dict)
    assert answer.id in [one["id"] for one in digest["answers"]]
    assert monday.isoformat() > digest["until"] > digest["since"]


@ONCE
@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted(Kind.WEBHOOK, "http://noi-nhan.example/", EVERY_CHANGE), "refused.readable-on-its-way"),
        (Wanted(Kind.WEBHOOK, "https://noi-nhan.example:22/", EVERY_CHANGE), "refused.port"),
        (Wanted(Kind.WEBHOOK, "javascript:alert(1)", EVERY_CHANGE, own_network=True), "refused.not-a-web-address"),
        (Wanted(Kind.WEBHOOK, "https://noi-nhan.example/", ("made-up",)), "desk.telling.no-events"),
        (Wanted(Kind.MAIL, "a@b.example", EVERY_CHANGE), "desk.telling.no-mail"),
    ],
)
def test_what_cannot_be_a_target(staff: tuple[int, int], wanted: Wanted, message: str) -> None:
    """Each is refused with a sentence, and nothing is kept of it."""
    with pytest.raises(Refused) as refused:
        targets.add(wanted)
    assert (message, 0) == (refused.value.message_id, Target.objects.count())


@ONCE
def test_mailboxes_that_are_none(staff: tuple[int, int], place: Configuration) -> None:
    """Two addresses, a line break or a name beside it are no mailbox."""
    with writing_to(place, 9):
        for given in ("", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "An <a@b.example>", "a@b"):
            with pytest.raises(Refused):
                targets.add(Wanted(Kind.MAIL, given, EVERY_CHANGE))


@ONCE
def test_an_address_without_leave_for_the_own_network_leads_nowhere_inside(staff: tuple[int, int], time: Time) -> None:
    """Whatever its name leads to when it is told: the desk is no way into the network that it stands in."""
    with receiver() as there:
        target, _ = webhook(there.url())
        Target.objects.filter(pk=target.pk).update(own_network=False)
        target.refresh_from_db()
        row = owe_test(target, time.now)
        assert not delivering.attempt(row, target, time)
        assert [] == there.came
    row.refresh_from_db()
    assert "refused.readable-on-its-way" == row.outcome


def test_addresses_and_secrets_are_sealed(staff: tuple[int, int], place: Configuration) -> None:
    """A copy of the database holds neither; with another key they cannot be opened, and the list still works."""
    target, secret = webhook("https://noi-nhan.example/bi-mat-trong-duong-dan")
    row = Target.objects.values().get(pk=target.pk)
    kept = repr([bytes(value) if isinstance(value, memoryview) else value for value in row.values()])
    assert secret.startswith("whsec_")
    assert [] == [one for one in (secret, "noi-nhan", "bi-mat") if one in kept]
    assert ["noi-nhan.example"] == [one.place for one in targets.listed()]
    from django.test import override_settings

    with override_settings(SECRET_KEY="k" * 50):
        assert ["?"] == [one.place for one in targets.listed()]
        with pytest.raises(Refused):
            targets.place_of(target)


def test_an_id_depends_on_what_it_is_about_alone() -> None:
    """Two targets, two events or two entries never share one; the same gives the same."""
    ids = {event_id(token, event, stamp) for token in "ab" for event in EVENTS for stamp in ("0 x", "1 x")}
    assert 2 * len(EVENTS) * 2 == len(ids)
    assert event_id("a", "b", "c") == event_id("a", "b", "c")
    assert replace(Wanted(Kind.MAIL, "a@b.example", ())).place not in repr(Wanted(Kind.MAIL, "a@b.example", ()))


@ONCE
def test_a_correction_is_told_as_one(staff: tuple[int, int], time: Time) -> None:
    """With its public reason."""
    with receiver() as there:
        answer = published(staff, about(f"Tin sửa {os.urandom(4).hex()}"))
        webhook(there.url())
        number = drafts.start_change(staff[0], answer.id, Change.CORRECT)
        draft = drafts.find(number)
        typed = replace(drafts.typed_in(draft), explanation="Đã xem lại văn bản gốc.")
        drafts.save(staff[0], number, drafts.Saving(draft.version, typed, "Ghi sai số văn bản.", ""))
        released(staff, number)
        collect(time.now)
        delivering.deliver(time)
    (said,) = told(there)
    record = said["record"]
    assert isinstance(record, dict)
    assert ("answer.corrected", 2, "Ghi sai số văn bản.") == (said["event"], record["version"], record["reason"])
