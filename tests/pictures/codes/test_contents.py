"""What the text of a code means, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiemtin.evidence import LANGUAGES, catalogue
from kiemtin.pictures.codes import (
    AppLink,
    AppSecret,
    Call,
    Contact,
    Content,
    Crypto,
    Email,
    Event,
    Payment,
    Place,
    PlainText,
    Product,
    Sms,
    WebLink,
    Wifi,
    effects,
    read_content,
)
from kiemtin.pictures.codes.limits import MAX_LISTED, MAX_SHOWN_TEXT
from tests.pictures.codes.payloads import closed, field, receiver, vietqr
from tests.shared_data import shared_data

READ: list[tuple[str, Content]] = [
    ("https://vidu.vn/khuyen-mai?a=1", WebLink("https://vidu.vn/khuyen-mai?a=1")),
    ("HTTP://VIDU.VN", WebLink("HTTP://VIDU.VN")),
    ("vidu.com.vn/abc", WebLink("https://vidu.com.vn/abc")),
    ("https://vidu.vn\u202e/gpj.exe xin chào", WebLink("https://vidu.vn/gpj.exe")),
    ("momo://transfer?phone=1", AppLink("momo", "momo://transfer?phone=1")),
    ("intent:#Intent;scheme=x;end", AppLink("intent", "intent:#Intent;scheme=x;end")),
    ("javascript:alert(1)", AppLink("javascript", "javascript:alert(1)")),
    (r"WIFI:T:WPA;S:Quán \"Cà phê\; Sách\";P:matkhau\;;H:true;;", Wifi('Quán "Cà phê; Sách', False, True)),
    ("WIFI:S:Miễn phí;T:nopass;;", Wifi("Miễn phí", is_open=True)),
    ("BEGIN:VCARD\r\nFN:Ví Dụ\r\nORG:Công ty Ví Dụ;\r\nTEL;TYPE=cell:+84900000000\r\nURL:https://vidu.vn\r\nEND:VCARD",
     Contact("Công ty Ví Dụ", ("+84900000000",), (), ("https://vidu.vn",))),
    ("MECARD:N:Ví Dụ;TEL:0900000000;EMAIL:a@vidu.vn;;", Contact("", ("0900000000",), ("a@vidu.vn",), ())),
    ("BIZCARD:N:Ví;C:Công ty Ví Dụ;B:0900000000;;", Contact("Công ty Ví Dụ", ("0900000000",))),
    ("tel:+84 900 000 000", Call("+84 900 000 000")),
    ("tel:**21*0900000000%23", Call("**21*0900000000#", is_command=True)),
    ("smsto:8000:DK VIDU", Sms("8000", "DK VIDU")),
    ("sms:8000?body=DK%20VIDU", Sms("8000", "DK VIDU")),
    ("sms:8000", Sms("8000")),
    ("mailto:a@vidu.vn?subject=Xin%20ch%C3%A0o", Email("a@vidu.vn", "Xin chào")),
    ("MATMSG:TO:a@vidu.vn;SUB:Xin chào;BODY:x;;", Email("a@vidu.vn", "Xin chào")),
    ("SMTP:a@vidu.vn:Xin chào:x", Email("a@vidu.vn", "Xin chào")),
    ("geo:21.0285,105.8542?q=x", Place(21.0285, 105.8542)),
    ("bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.1",
     Crypto("bitcoin", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "0.1")),
    ("0x" + "a1" * 20, Crypto("ethereum", "0x" + "a1" * 20)),
    ("T" + "A" * 33, Crypto("tron", "T" + "A" * 33)),
    ("BEGIN:VEVENT\nSUMMARY:Nhận quà\nDTSTART:20261122T090000\nURL:https://vidu.vn/qua\nEND:VEVENT",
     Event("Nhận quà", "20261122T090000", ("https://vidu.vn/qua",))),
    ("otpauth://totp/x?secret=ABC", AppSecret("one-time-password")),
    ("2@abc,def", AppSecret("login")),
    ("FIDO:/0123", AppSecret("passkey")),
    ("Xin chào", PlainText("Xin chào")),
    ("STK: 0011001234567", PlainText("STK: 0011001234567")),
    ("geo:91,0", PlainText("geo:91,0")),
    ("tel:abc", PlainText("tel:abc")),
    ("WIFI:", PlainText("WIFI:")),
    ("mailto:abc", PlainText("mailto:abc")),
    ("", PlainText("")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ)
def test_each_kind_of_content_is_known(text: str, expected: Content) -> None:
    """What a telephone would do with the text of a code is read from it, and nothing is executed or opened."""
    assert expected == read_content(text)


def test_an_article_is_known_by_its_format() -> None:
    """Thirteen digits are an article's number in an EAN code, and plain text in a QR code."""
    assert Product("8934563138165") == read_content("8934563138165", "EAN-13")
    assert PlainText("8934563138165") == read_content("8934563138165", "QR Code")


def test_secrets_and_names_are_not_kept() -> None:
    """A password, a key for one-time passwords and the name of a contact stand in no value."""
    texts = (
        "WIFI:T:WPA;S:Quán;P:bimat;;",
        "otpauth://totp/x?secret=bimat",
        "BEGIN:VCARD\nFN:bimat\nN:bimat\nTEL:0900000000\nEND:VCARD",
    )
    assert [] == [text for text in texts if "bimat" in repr(read_content(text))]


def test_long_values_are_cut() -> None:
    """A text is shown up to its limit, and a contact with many numbers shows the first few."""
    text = read_content("á" * (MAX_SHOWN_TEXT + 1))
    assert isinstance(text, PlainText)
    assert MAX_SHOWN_TEXT == len(text.text)
    assert PlainText("á" * MAX_SHOWN_TEXT) == read_content("á" * MAX_SHOWN_TEXT)
    contact = read_content("MECARD:" + "".join(f"TEL:090000000{one};" for one in range(MAX_LISTED + 1)))
    assert isinstance(contact, Contact)
    assert MAX_LISTED == len(contact.phones)


SAID = [
    *(text for text, _ in READ),
    vietqr(amount="1500000.50", rest=field("59", "CUA HANG") + field("62", field("08", "MUA SACH"))),
    vietqr(receiver("970454", "99MM26111O00000087")),
    vietqr(receiver("123456")),
    vietqr(receiver(service="QRIBFTTC")),
    vietqr(field("00", "A000000727") + field("01", "MERCHANT01") + field("02", "QRPUSH")),
    vietqr()[:-1] + "Z",
    vietqr(amount="x"),
    vietqr("0000"),
    closed("000201"),
    closed(field("00", "01") + field("26", field("00", "A000000775"))),
    closed(field("00", "01") + field("27", field("00", "x"))),
    closed(field("00", "01") + field("02", "4000")),
]


@pytest.mark.parametrize("text", SAID)
def test_everything_that_can_be_read_can_be_said(text: str) -> None:
    """Each content has at least one sentence in both languages, and its values fill it."""
    said = effects(read_content(text))
    assert said
    for one in said:
        for language in LANGUAGES:
            assert "{" not in catalogue(language)[one.id].format(**dict(one.values))


def test_a_transfer_is_said_in_plain_words() -> None:
    """Bank, account, amount and purpose stand in the sentences as a reader knows them."""
    code = read_content(vietqr(amount="1500000", rest=field("62", field("08", "UNG HO"))))
    assert isinstance(code, Payment)
    assert [
        ("codes.does.transfer", {"account": "0011001234567", "bank": "Vietcombank"}),
        ("codes.does.amount", {"amount": "1.500.000 VND"}),
        ("codes.does.purpose", {"purpose": "UNG HO"}),
    ] == [(one.id, dict(one.values)) for one in effects(code)]


def test_naughty_strings_in_codes_are_harmless() -> None:
    """Every string of the list is read as something, alone and behind each beginning."""
    strings = json.loads(Path(shared_data("hostile/blns.json")).read_text("utf-8"))
    beginnings = (
        "",
        "WIFI:S:",
        "BEGIN:VCARD\nTEL:",
        "sms:",
        "mailto:a@b?",
        "tel:",
        "geo:",
        "000201",
        "bitcoin:",
        "https://",
    )
    assert [] == [text for text in strings for one in beginnings if not effects(read_content(one + text))]
