"""E-mails: the sender's name against the address, parts, charsets, attachments, hostile structure."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.errors import Refused, TooLarge, Unreadable
from kiemtin.items import EmailAddress, PartKind, receive_bytes
from tests.items.reading import parts_of

MAIL = """From: =?utf-8?B?TmfDom4gaMOgbmcgVsOtIETDuQ==?= <no-reply@evil-vd.top>
Reply-To: x@vidumail.com
Subject: =?utf-8?Q?Th=C3=B4ng_b=C3=A1o?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: multipart/alternative; boundary=C

--C
Content-Type: text/plain; charset=utf-8

chữ thường
--C
Content-Type: text/html; charset=utf-8

<p>Mời vào <a href="https://evil-vd.top/x">https://nganhang-vd.com.vn</a></p>
--C--
--B
Content-Type: application/pdf
Content-Disposition: attachment; filename="hoa don.pdf"
Content-Transfer-Encoding: base64

AAAA
--B
Content-Type: message/rfc822

Subject: trong

x
--B--
"""


def test_a_mail_as_its_reader_sees_it() -> None:
    """Headers, the richest alternative with targets written out, and what was not opened."""
    item = receive_bytes(MAIL.encode(), "thu.eml")
    assert (
        "From: Ngân hàng Ví Dù <no-reply@evil-vd.top>\nReply-To: x@vidumail.com\nSubject: Thông báo\n\n"
        "Mời vào https://nganhang-vd.com.vn ⟨https://evil-vd.top/x⟩"
    ) == item.text
    assert ["unread.attachment", "unread.attachment"] == [unread.what for unread in item.unread]
    assert (("name", "hoa don.pdf"), ("type", "application/pdf")) == item.unread[0].values
    assert ["https://evil-vd.top/x"] == [item.text[anchor.start : anchor.end] for anchor in item.anchors]


def test_the_senders_name_goes_with_the_address() -> None:
    """The address in the From line carries the name that the reader sees."""
    item = receive_bytes(MAIL.encode(), "thu.eml")
    shown = [part.detail.shown_name for part in parts_of(item, PartKind.EMAIL) if isinstance(part.detail, EmailAddress)]
    assert ["Ngân hàng Ví Dù", None] == shown
    assert item.sender is not None
    assert "Ngân hàng Ví Dù <no-reply@evil-vd.top>" == item.text[item.sender.start : item.sender.end]


def test_an_address_as_name_is_a_name() -> None:
    """What stands in the last angle brackets is the address, whatever the name says."""
    item = receive_bytes(b'From: "help@vidu.com.vn" <x@evil-vd.top>\n\nhi', "a.eml")
    assert item.sender is not None
    assert ("help@vidu.com.vn", "x@evil-vd.top") == (item.sender.name, item.sender.address)
    item = receive_bytes(b"From: <help@vidu.com.vn> <x@evil-vd.top>\n\nhi", "a.eml")
    assert item.sender is not None
    assert "x@evil-vd.top" == item.sender.address


@pytest.mark.parametrize(
    ("charset", "data", "text", "complete"),
    [
        (
            "windows-1258",
            "Tài khoản".encode().decode().translate({0x1EA3: "a\u0309"}).encode("cp1258"),
            "Tài khoản",
            True,
        ),
        ("iso-8859-1", b"caf\xe9", "café", True),
        ("utf-8", b"a\xffb", "a\ufffdb", False),
        ("unicode_escape", b"a\\n", "a\\n", False),
        ("khong-co", "đ".encode(), "đ", False),
        ("us-ascii", "đ".encode(), "đ", True),
    ],
)
def test_charsets(charset: str, data: bytes, text: str, complete: bool) -> None:
    """Declared charsets are believed where they are charsets; what cannot be read is told."""
    item = receive_bytes(b"Subject: x\nContent-Type: text/plain; charset=" + charset.encode() + b"\n\n" + data, "a.eml")
    assert text == item.text.removeprefix("Subject: x\n\n")
    assert complete == (item.unread == ())


@pytest.mark.parametrize(
    ("data", "message_id"),
    [
        (b"From: a\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 31, "refused.too-many-mail-parts"),
        (b"From: a\n\n" + b"\n--b" * 2001, "refused.too-many-mail-parts"),
        (b"From: a\n\n" + b"\n" * 400_001, "refused.too-many-mail-parts"),
        (b"From: a\n\n" + b"a" * (10 * 1024 * 1024), "refused.file-too-large"),
    ],
)
def test_hostile_structure_is_refused(data: bytes, message_id: str) -> None:
    """Nesting, boundaries, lines and size each have a limit."""
    with pytest.raises(TooLarge) as refusal:
        receive_bytes(data, "a.eml")
    assert message_id == refusal.value.message_id


def test_what_is_no_mail_is_refused() -> None:
    """A file called .eml without a header line."""
    with pytest.raises(Unreadable) as refusal:
        receive_bytes(b"xin chao\n", "a.eml")
    assert "refused.not-mail" == refusal.value.message_id


LINES = st.sampled_from(
    [
        b"From: a <b@c.vn>",
        b"From: =?x?q?=?=",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: message/rfc822",
        b"Content-Type: text/html; charset*=utf-8''%ff",
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition:",
        b'Content-Disposition: attachment; filename*0*=x\'y; filename="=?utf-8?b?!!?="',
        b"--b",
        b"--b--",
        b"AAA=A",
        b"\xff\x00",
        b" x",
        b"",
    ]
)


@given(st.lists(LINES, max_size=30))
def test_any_mail_is_read_or_refused(lines: list[bytes]) -> None:
    """Broken e-mails give an item or one of our errors."""
    with suppress(Refused):
        assert "mail" == receive_bytes(b"Subject: x\n" + b"\n".join(lines), "a.eml").source


def test_headers_in_plain_utf8_are_read() -> None:
    """Many programs write UTF-8 into headers without encoding it; the sender's name must not turn to question marks."""
    raw = 'From: "Ngân hàng Ví Dù" <a@vidu.vn>\nSubject: Khóa tài khoản\n\nchào\n'.encode()
    item = receive_bytes(raw, "thu.eml")
    assert item.text.startswith('From: "Ngân hàng Ví Dù" <a@vidu.vn>\nSubject: Khóa tài khoản\n')
