"""Handing letters in, to a real mail server on this machine."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiemtin.errors import KiemtinError
from kiemtin.evidence import render
from kiemtin.net import Outside
from kiemtin.net import mail as module
from kiemtin.net.limits import Limits
from kiemtin.net.mail import hand_in
from kiemtin.net.mail_server import MailServer, Secrecy
from tests.net.mailbox import mailbox
from tests.net.servers import certificates, raw_server

NAME = "thu.example"
TO = "toa-soan@bao.example"


def letter() -> EmailMessage:
    """A letter with a line that begins with a dot."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ban-truc@kiemtin.example", TO, "Tin mới: chợ Hòa Mục"
    made.set_content(".một dấu chấm\nvà tiếng Việt\n")
    return made


def at(port: int, secrecy: Secrecy = Secrecy.NONE, user: str = "") -> MailServer:
    """A server on this machine."""
    host = "127.0.0.1" if secrecy is Secrecy.NONE else NAME
    return MailServer(host, port, secrecy, "ban-truc@kiemtin.example", user, "mật khẩu" if user else "")


def failure(server: MailServer, outside: Outside | None = None) -> str:
    """The message with which handing in fails, which can be said in both languages."""
    with pytest.raises(KiemtinError) as refused:
        hand_in(server, letter(), TO, outside)
    assert render(refused.value.message_id, refused.value.values, "vi")
    assert render(refused.value.message_id, refused.value.values, "en")
    assert TO not in str(refused.value)
    return refused.value.message_id


def test_a_letter_arrives_as_it_was_written() -> None:
    """Words, dots at the beginning of lines, and the envelope; the server is told our domain, not our machine."""
    with mailbox() as there:
        hand_in(at(there.port), letter(), TO)
    ((sender, recipient, written),) = there.taken
    assert "mail FROM:<ban-truc@kiemtin.example>" in sender
    assert f"rcpt TO:<{TO}>" in recipient
    read = email.message_from_bytes(written, policy=email.policy.default)
    assert "Tin mới: chợ Hòa Mục" == read["subject"]
    assert ".một dấu chấm\nvà tiếng Việt\n" == read.get_content().replace("\r\n", "\n")
    assert "ehlo kiemtin.example" == there.said[0]


def test_over_tls_with_a_password(tmp_path: Path) -> None:
    """The password is said only behind STARTTLS, and a certificate of another name is not believed."""
    tls, trust = certificates(tmp_path, NAME)
    here = Outside(lambda _: ["127.0.0.1"], trust)
    with mailbox(tls) as there:
        hand_in(at(there.port, Secrecy.STARTTLS, "ban-truc"), letter(), TO, here)
        plain = there.said[: there.said.index("STARTTLS") + 1]
        assert [] == [one for one in plain if one.upper().startswith(("AUTH", "MAIL", "RCPT"))]
        assert any(one.startswith("AUTH") for one in there.said)
        other = dataclasses.replace(at(there.port, Secrecy.STARTTLS), host="khac.example")
        assert "missing.no-secure-connection" == failure(other, here)
    with mailbox() as without:
        assert "missing.no-secure-connection" == failure(at(without.port, Secrecy.STARTTLS, "ban-truc"), here)
        assert [] == [one for one in without.said if one.upper().startswith(("AUTH", "MAIL"))]


def test_without_tls_only_within_the_own_network() -> None:
    """A public server would read the password in plain words."""
    public = Outside(resolver=lambda _: ["93.184.216.34"])
    server = dataclasses.replace(at(25), host=NAME)
    assert "refused.readable-on-its-way" == failure(server, public)


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        ("RCPT", "550 5.1.1 no such user here", "refused.no-such-mailbox"),
        ("RCPT", "450 4.2.0 greylisted", "missing.mail-not-taken"),
        ("MAIL", "451 later", "missing.mail-not-taken"),
        ("MAIL", "550 you may not send", "missing.mail-not-taken"),
        ("DATA", "554 no", "missing.mail-not-taken"),
        ("AUTH", "535 wrong", "missing.mail-login"),
    ],
)
def test_what_a_server_refuses(line: str, answer: str, expected: str) -> None:
    """Only a mailbox that is not there is refused for good; all else may be better next time."""
    with mailbox() as there:
        there.answers[line] = answer
        assert expected == failure(at(there.port, user="ban-truc"))
        assert [] == there.taken


def test_a_letter_that_was_taken_is_taken_however_the_server_says_farewell() -> None:
    """Else it would be sent again."""
    with mailbox() as there:
        there.answers["QUIT"] = "not an answer at all"
        hand_in(at(there.port), letter(), TO)
        assert 1 == len(there.taken)


def test_servers_that_talk_without_end_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Are left, after a number of bytes or a time, with a sentence."""
    monkeypatch.setattr(module, "LIMITS", Limits(max_bytes=10_000, seconds=1.0, silence=0.3))
    with mailbox() as there:
        there.answers["EHLO"] = "\r\n".join(["250-x"] * 5000)
        assert "missing.broken-off" == failure(at(there.port))
        there.answers["EHLO"] = "250-x"
        assert "missing.broken-off" == failure(at(there.port))
    with raw_server(lambda _: None) as silent:
        assert "missing.broken-off" == failure(at(silent.port))


def test_no_line_can_be_smuggled_into_the_conversation() -> None:
    """Neither a recipient nor a header can hold a line break; the server never sees what would follow it."""
    with mailbox() as there:
        for recipient in ("a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example\r\nDATA"):
            with suppress(KiemtinError):
                hand_in(at(there.port), letter(), recipient)
        assert not any("c@d.example" in one for one in there.said)
        assert "DATA" not in there.said
        with pytest.raises(ValueError, match="linefeed or carriage return"):
            letter().replace_header("Subject", "x\r\nBcc: c@d.example")
