"""Letters about alerts: nothing in them can be followed, no name makes a header, and every alert comes once or more."""

from __future__ import annotations

import dataclasses
import datetime
import email
import email.policy
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused
from kiemtin.evidence.messages import LANGUAGES, Language
from kiemtin.net.mail_server import MailServer, Secrecy
from kiemtin.organisations import bundled_register
from kiemtin.watch.certificates.alerts import Decision
from kiemtin.watch.certificates.hours import Hours, digest_time, quiet_hours
from kiemtin.watch.certificates.letters import Letters, defused
from kiemtin.watch.certificates.store import Progress, Store
from kiemtin.watch.certificates.telling import Parcel, Telling
from tests.net.mailbox import Mailbox, mailbox
from tests.watch.certificates.conftest import HOUR, alert

TO = "canh-bao@toa-soan.example"
HANOI = datetime.timezone(datetime.timedelta(hours=7))
MORNING = datetime.datetime(2026, 11, 23, 7, 0, tzinfo=HANOI).timestamp()


def _letters(port: int = 25, language: Language = "vi", to: str = TO) -> Letters:
    server = MailServer("127.0.0.1", port, Secrecy.NONE, "bao@kiemtin.example")
    return Letters(to, server, bundled_register(), language)


def _read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def _taken(server: Mailbox) -> list[tuple[str, str]]:
    """Subject and Message-ID of each letter."""
    return [(str(letter["Subject"]), str(letter["Message-ID"])) for letter in (_read(raw) for *_, raw in server.taken)]


def _found(store: Store, *numbers: int) -> None:
    reached = store.reached("log")
    place = reached.place if reached else 0
    store.advance("log", Progress(place, place + 1, 0, [alert(number) for number in numbers]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_both_names_and_nothing_to_follow(language: Language) -> None:
    """The forged name with dots that are none, the official one as it is, and where to go on; plain text alone."""
    one = alert(0)
    letter = _read(bytes(_letters(language=language).letter(Parcel((one.id,), (one,)))))
    text = letter.get_content()
    assert ("text/plain", f"<{one.id}@kiemtin.example>") == (letter.get_content_type(), letter["Message-ID"])
    assert "vietcombank-0[.]top" in letter["Subject"]
    assert "vietcombank.com.vn" in letter["Subject"]
    assert "vietcombank-0[.]top" in text
    assert "vietcombank.com.vn" in text
    assert "“-0[.]top”" in text
    assert f"kiemtin watch show {'MÃ' if language == 'vi' else 'ID'}" in text
    assert "vietcombank-0.top" not in bytes(letter).decode()
    assert "http" not in text


@pytest.mark.parametrize(
    "name",
    [
        "vietcombank.top\r\nBcc: x@y.example",
        "vietcombank.top\n\nhttps://xau.example/",
        "\u202evietcombank.top",
        "vietcombank。top",
        "xn--vitcombank-9v8d.top",
        "a." * 120 + "top",
        "mailto:x@vietcombank.top",
    ],
)
def test_nothing_hostile_leaves_its_place(name: str) -> None:
    """No header is added, no line begun, nothing becomes an address, whatever stands in a certificate or a log."""
    one = alert(0)
    place = dataclasses.replace(one.place, origin=name)
    hostile = dataclasses.replace(one, domain=name, under=name, issuer=f"{name} https://ca.example/", place=place)
    letter = _read(bytes(_letters().letter(Parcel((hostile.id,), (hostile,)))))
    assert None is letter["Bcc"]
    assert [TO] == [str(one) for one in letter.get_all("To")]
    text = f"{letter['Subject']}\n{letter.get_content()}"
    plain = text.replace("vietcombank.com.vn", "")
    assert [] == re.findall(r"\w[.。][^\W\d]|://|mailto:|\u202e", plain)
    assert "\nBcc" not in text


def test_dots_that_are_read_as_dots_are_none_afterwards() -> None:
    """Those of other scripts too; the end of a sentence stays as it is."""
    assert "a[.]b[。]c[．]d[｡]e" == defused("a.b。c．d｡e")
    assert "DigiCert Inc. https[:]//x[.]y" == defused("DigiCert Inc. https://x.y")


def test_a_forged_letter_is_named() -> None:
    """The name as it is read stands under what the certificate has, and the strange letter is called by its script."""
    one = dataclasses.replace(alert(0), domain=f"xn--{'vietcombаnk'.encode('punycode').decode()}.com.vn")
    text = _read(bytes(_letters().letter(Parcel((one.id,), (one,))))).get_content()
    assert "vietcombаnk[.]com[.]vn" in text
    assert "Có chữ Kirin “а” (U+0430), trông như chữ “a”." in text
    assert "Chỗ khác: “а” thế chỗ “a”." in text


@pytest.mark.parametrize(
    "to", ["", "x", "a@b.example, c@d.example", "a@b.example\nBcc: c@d.example", "Tên <a@b.example>"]
)
def test_what_is_no_mailbox(to: str) -> None:
    """One address for each, and nothing beside it."""
    with pytest.raises(Refused, match="no-mailbox"):
        _letters(to=to)


def test_a_mail_server_that_was_down_receives_everything(filled: Store) -> None:
    """Over an hour of refusals and a restart: what waited first comes in one letter, then what is new in another."""
    now = [0.0]
    with mailbox() as server:
        server.answers["DATA"] = "451 later"
        telling = Telling(filled, [_letters(server.port)], lambda: now[0])
        assert ["missing.mail-not-taken"] == [error.message_id for error in telling.tell()]
        _found(filled, 3)
        while now[0] < HOUR:
            now[0] += 5
            assert [] == telling.tell()
        assert [] == server.taken
        assert 4 == telling.waiting()
        assert len([line for line in server.said if line == "DATA"]) < 20
        del server.answers["DATA"]
        again = Telling(filled, [_letters(server.port)], lambda: now[0])
        again.tell()
        assert 0 == again.waiting() == again.held_back()
        gathered = Parcel(tuple(alert(number).id for number in range(3)), ())
        expected = [f"<{gathered.id}@kiemtin.example>", f"<{alert(3).id}@kiemtin.example>"]
        assert expected == [identity for _, identity in _taken(server)]
        assert "3 tên mới giống tên của Vietcombank" == _taken(server)[0][0]


def test_a_letter_that_was_taken_before_a_crash_comes_again_as_the_same(filled: Store, tmp_path: Path) -> None:
    """Killed between the server's word and the note of it: the same id with the same alerts, even if there are more."""
    with mailbox() as server:
        channel = _letters(server.port)

        class Killed(BaseException):
            """The process ends here."""

        class Crashing(Store):
            def told(self, *_: object) -> None:
                raise Killed

        crashing = Crashing(tmp_path / "watch")
        with pytest.raises(Killed):
            Telling(crashing, [channel]).tell()
        crashing.close()
        _found(filled, 3)
        Telling(filled, [channel]).tell()
        first, second, third = _taken(server)
        assert first == second
        assert f"<{alert(3).id}@kiemtin.example>" == third[1]


def test_what_is_dismissed_is_left_out_of_letters_that_wait(filled: Store) -> None:
    """And a letter of which nothing is left is none; what is restored comes with the next."""
    with mailbox() as server:
        channel = _letters(server.port)
        filled.gather(channel.name, [alert(0).id])
        filled.decide([alert(0).id], Decision(True, "đại lý", alert(0).first_seen))
        filled.decide([alert(2).id], Decision(True, "đại lý", alert(0).first_seen))
        Telling(filled, [channel]).tell()
        assert [f"<{alert(1).id}@kiemtin.example>"] == [identity for _, identity in _taken(server)]
        filled.decide([alert(0).id], Decision(False, "", alert(0).first_seen))
        Telling(filled, [channel]).tell()
        assert f"<{alert(0).id}@kiemtin.example>" == _taken(server)[1][1]


def test_each_mailbox_has_its_own_letters(filled: Store) -> None:
    """One that is not there keeps no other waiting."""
    with mailbox() as server:
        server.answers["RCPT TO:<khong-co"] = "550 no"
        telling = Telling(filled, [_letters(server.port, to="khong-co@toa-soan.example"), _letters(server.port)])
        assert [Refused] == [type(error) for error in telling.tell()]
        assert [f"rcpt TO:<{TO}>"] == [to for _, to, _ in server.taken]
        assert 3 == telling.waiting()


def test_a_digest_comes_once_a_day_over_restarts(filled: Store) -> None:
    """Nothing before its time, then all in one; what comes later waits for the next; none where nothing is new."""
    now = [MORNING]
    hours = Hours(digest=digest_time("08:00"), zone=HANOI, now=lambda: now[0])
    with mailbox() as server:

        def run() -> tuple[int, int, int]:
            telling = Telling(filled, [_letters(server.port)], hours=hours)
            assert [] == telling.tell()
            return len(server.taken), telling.waiting(), telling.held_back()

        assert (0, 0, 3) == run()
        now[0] += HOUR
        assert (1, 0, 0) == run()
        _found(filled, 3)
        now[0] += HOUR
        assert (1, 0, 1) == run()
        now[0] += 23 * HOUR
        assert (2, 0, 0) == run()
        now[0] += 48 * HOUR
        assert (2, 0, 0) == run()
        _found(filled, 4)
        assert (2, 0, 1) == run()


def test_a_digest_that_was_not_taken_is_tried_again_and_stays_the_same(filled: Store) -> None:
    """Whoever starts again has the same letter; it is not the next day's."""
    now = [MORNING]
    hours = Hours(digest=digest_time("08:00"), zone=HANOI, now=lambda: now[0])
    with mailbox() as server:
        Telling(filled, [_letters(server.port)], hours=hours).tell()
        now[0] += HOUR
        server.answers["MAIL"] = "451 later"
        failing = Telling(filled, [_letters(server.port)], hours=hours)
        assert [OutOfReach] == [type(error) for error in failing.tell()]
        assert (3, 0) == (failing.waiting(), failing.held_back())
        del server.answers["MAIL"]
        Telling(filled, [_letters(server.port)], hours=hours).tell()
        assert [f"<{Parcel(tuple(alert(n).id for n in range(3)), ()).id}@kiemtin.example>"] == [
            identity for _, identity in _taken(server)
        ]
        _found(filled, 3)
        last = Telling(filled, [_letters(server.port)], hours=hours)
        last.tell()
        assert (1, 1) == (len(server.taken), last.held_back())


def test_more_than_a_letter_holds_comes_in_several(store: Store, begin: Callable[[int], None]) -> None:
    """All on the same day, each alert once."""
    begin(103)
    now = [MORNING]
    hours = Hours(digest=digest_time("08:00"), zone=HANOI, now=lambda: now[0])
    with mailbox() as server:
        telling = Telling(store, [_letters(server.port)], hours=hours)
        telling.tell()
        now[0] += HOUR
        telling.tell()
        texts = [_read(raw).get_content() for *_, raw in server.taken]
    assert [100, 3] == [len(re.findall(r"(?m)^vietcombank-\d+\[\.\]top", text)) for text in texts]
    assert 103 == len(set(re.findall(r"vietcombank-\d+\[\.\]top", "".join(texts))))


def test_quiet_hours_hold_everything_back_until_they_end(filled: Store) -> None:
    """A letter, and the digest of a time within them."""
    now = [MORNING - 2 * HOUR]
    with mailbox() as server:
        quiet = Hours(quiet_hours("22:00-06:00"), zone=HANOI, now=lambda: now[0])
        telling = Telling(filled, [_letters(server.port)], hours=quiet)
        assert [] == telling.tell()
        assert ([], 0, 3) == (server.taken, telling.waiting(), telling.held_back())
        now[0] += HOUR
        telling.tell()
        assert 1 == len(server.taken)
        _found(filled, 3)
        at_night = Hours(quiet_hours("22:00-06:00"), digest_time("23:00"), HANOI, lambda: now[0])
        telling = Telling(filled, [_letters(server.port)], hours=at_night)
        for hours, count in ((0, 1), (17, 1), (6, 1), (1, 2)):
            now[0] += hours * HOUR
            telling.tell()
            assert count == len(server.taken), hours


def test_two_processes_that_tell_one_mailbox_lose_nothing(filled: Store, tmp_path: Path) -> None:
    """One gathers while the other sends: a letter may come twice, as the same, and what comes later comes too."""
    with mailbox() as server, Store(tmp_path / "watch") as other:
        channel = _letters(server.port)

        class Slow(Store):
            def told(self, *_: object) -> None:
                Telling(other, [channel]).tell()
                _found(other, 3)
                other.gather(channel.name, [alert(3).id])
                Store.told(self, *_)  # type: ignore[arg-type]  # as it was called

        with Slow(tmp_path / "watch") as slow:
            waiting = Telling(slow, [channel])._parcels(channel)
            first = next(waiting)
            slow.told(channel.name, [one.id for one in first.alerts], first.ids)
        assert [alert(3).id] == filled.gathered(channel.name)
        Telling(filled, [channel]).tell()
        assert [first.id, alert(3).id] == [identity[1:17] for _, identity in _taken(server)]
        assert 0 == Telling(filled, [channel]).waiting()
