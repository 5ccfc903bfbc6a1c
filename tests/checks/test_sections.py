"""Items of several sections: each looked at on its own, with every place in the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.app import Kiemtin
from kiemtin.evidence import FindingKind, Outcome
from kiemtin.items import BankAccount, Box, PartKind, receive_pictures
from kiemtin.items.pictures import ReadCode, SeenPicture
from kiemtin.items.values import ScannedCode, Spot

OFFICIAL = "https://vietcombank.com.vn"
FORGED = "https://vietcombank-vn.top"


@pytest.fixture(scope="module")
def kiemtin(tmp_path_factory: pytest.TempPathFactory) -> Kiemtin:
    """One front door for all tests here."""
    home: Path = tmp_path_factory.mktemp("home")
    return Kiemtin(home)


def read(text: str, *codes: ReadCode) -> SeenPicture:
    """A picture 400 × 300 with ``text`` on one line."""
    return SeenPicture(400, 300, text=text, spots=(Spot(0, len(text), Box(20, 30, 200, 20), 0),), codes=codes)


def test_a_finding_in_a_picture_points_at_its_box(kiemtin: Kiemtin) -> None:
    """The same link typed and read is two parts: one with a span, one with a box."""
    report = kiemtin.check(receive_pictures([read(FORGED)], f"Xem {FORGED}"))
    links = [part for part in report.parts if part.kind is PartKind.LINK]

    assert [(4, None, None), (32, 0, Box(20, 30, 200, 20))] == [(one.start, one.image, one.box) for one in links]
    assert [one.text for one in links] == [report.item.text[one.start : one.end] for one in links]
    assert {one.id for one in links} == {f.part for f in report.findings if f.check == "lookalike-domain"}
    assert [f"p{number}" for number in range(len(report.parts))] == [part.id for part in report.parts]


def test_sections_do_not_answer_one_another(kiemtin: Kiemtin) -> None:
    """The two halves of a scam make one only where they stand together."""
    halves = ("Vietcombank: tài khoản của bạn bị khóa", f"nhập OTP tại {FORGED} để mở khóa")
    whole = kiemtin.check(receive_pictures([read(" ".join(halves))]))
    apart = kiemtin.check(receive_pictures([read(halves[1])], halves[0]))

    assert "impersonated-sender" in {one.check for one in whole.findings}
    assert "impersonated-sender" not in {one.check for one in apart.findings}


def test_what_a_machine_read_is_never_official(kiemtin: Kiemtin) -> None:
    """In a picture's text the organisation's own domain is context; in a code, read exactly, it counts."""
    text = kiemtin.check(receive_pictures([read(OFFICIAL)]))
    code = kiemtin.check(receive_pictures([read("", ReadCode(OFFICIAL, Box(9, 9, 50, 50), ScannedCode("QRCode")))]))

    assert {FindingKind.CONTEXT} == {one.kind for one in text.findings}
    assert Outcome.UNSETTLED is text.outcome
    assert FindingKind.OFFICIAL in {one.kind for one in code.findings}


def test_a_payment_code_is_an_account(kiemtin: Kiemtin) -> None:
    """Whom a code pays is a part with the code's box, whatever digits are in it."""
    paid = BankAccount("0071000123456", "Vietcombank")
    code = ReadCode(paid.number, Box(9, 9, 50, 50), ScannedCode("QRCode"), paid)
    report = kiemtin.check(receive_pictures([read("", code)]))

    assert [PartKind.PICTURE, PartKind.CODE, PartKind.BANK_ACCOUNT] == [part.kind for part in report.parts]
    assert (paid, Box(9, 9, 50, 50)) == (report.parts[2].detail, report.parts[2].box)
