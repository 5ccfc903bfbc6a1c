"""Codes that lead elsewhere than the text beside them says."""

from __future__ import annotations

import pytest

from kiemtin.items.boxes import Box as Boxed
from kiemtin.items.pictures import ReadCode
from kiemtin.items.values import ScannedCode, Spot, Unread
from kiemtin.pictures.codes import Box, Code, read_content
from kiemtin.pictures.codes.beside import Difference, disagreements
from kiemtin.pictures.seeing import BY_MACHINE, Written, beside_codes
from tests.pictures.codes.payloads import receiver, vietqr


def code(text: str) -> Code:
    """A code with this text, somewhere in a picture."""
    return Code(text, "QR Code", Box(0, 0, 9, 9), ((0, 0), (9, 0), (9, 9), (0, 9)), read_content(text))


PAYMENT = vietqr(receiver("970436", "0011001234567"), amount="500000")

DIFFERENT = [
    (
        ["https://vietcombank-vn.top/kyc"],
        "Truy cập vietcombank.com.vn để nhận quà",
        Difference.SITE,
        "vietcombank.com.vn",
    ),
    ([PAYMENT], "STK: 19031234567890 Techcombank", Difference.ACCOUNT, "19031234567890"),
    ([PAYMENT], "Số tài khoản 0011001234567 ngân hàng Techcombank", Difference.BANK, "Techcombank"),
    ([PAYMENT], "Chỉ 50.000đ một vé", Difference.AMOUNT, "50000"),
    (["tel:0899999999"], "Hotline 1900 545413", Difference.NUMBER, "1900545413"),
    (["SMSTO:+84899999999:DK"], "Soạn DK gửi 0912 345 678", Difference.NUMBER, "0912345678"),
    (["https://vidu.top/tra-tien"], "Quét mã VietQR để thanh toán", Difference.NOT_A_PAYMENT, "VietQR"),
]

ALIKE = [
    (["https://www.vietcombank.com.vn/uu-dai"], "vietcombank.com.vn"),
    (["https://digibank.vietcombank.com.vn/"], "Truy cập vietcombank.com.vn"),
    (["https://vidu.vn"], "Quét mã để xem thực đơn"),
    ([PAYMENT], "STK 0011001234567 Vietcombank, số tiền 500.000đ"),
    ([PAYMENT], "STK: 00l1001234567 VCB"),
    ([PAYMENT], "Tài khoản 4567 Vietcombank"),
    ([PAYMENT], "Vé 500.000đ, trẻ em 50.000đ"),
    ([PAYMENT], "Mở ứng dụng Techcombank, MB hoặc BIDV để quét"),
    ([PAYMENT], "Đã giảm còn 500.000đ từ 900.000đ"),
    ([PAYMENT, "https://vidu.com.vn"], "Quét VietQR: STK 0011001234567. Xem vidu.com.vn"),
    (["https://vidu.com.vn", "https://zalo.me/0900000000"], "Website vidu.com.vn, Zalo quét mã bên"),
    (["tel:+84912345678"], "Gọi 0912.345.678"),
    (["tel:1900545413"], "Hotline 19O0 545413"),
    (["tel:0899999999"], "Quét mã để gọi cho quán"),
    (["tel:*100#"], "Hotline 1900 545413"),
    (["tel:0899999999", "https://zalo.me/0912345678"], "Gọi 0899 999 999, Zalo 0912 345 678"),
    (["WIFI:S:Quán;T:nopass;;"], "vidu.com.vn STK 19031234567890"),
    ([], "STK 19031234567890 Techcombank vidu.com.vn"),
]


@pytest.mark.parametrize(("texts", "shown", "difference", "value"), DIFFERENT)
def test_a_code_that_leads_elsewhere_is_told(texts: list[str], shown: str, difference: Difference, value: str) -> None:
    """With what the text says, and where the code really leads."""
    (found,) = disagreements([code(one) for one in texts], [shown])
    assert (difference, value) == (found.difference, found.shown)
    assert found.target != found.shown


@pytest.mark.parametrize(("texts", "shown"), ALIKE)
def test_a_code_that_keeps_its_word_is_not_told(texts: list[str], shown: str) -> None:
    """Nor one beside numbers misread by a machine, several sums, several codes, or the names of other banks' apps."""
    assert [] == disagreements([code(one) for one in texts], [shown])


def test_long_texts_are_looked_at_or_left() -> None:
    """A text past the limit of any text says nothing."""
    assert [] == disagreements([code(PAYMENT)], ["STK: 19031234567890 Techcombank\n" * 20_000])


def test_the_pattern_of_a_code_is_no_text() -> None:
    """Unsure lines that stand in a code are left out, and what stands behind them moves up; all else stays."""
    lines = ["Quét mã để nhận quà", "0 8 I", "VIETQR", "Hết hạn 24 giờ"]
    text, spots = "\n".join(lines), list[Spot]()
    for number, (line, y) in enumerate(zip(lines, (0, 150, 180, 400), strict=True)):
        at = text.index(line)
        spots.append(Spot(at, at + len(line), Boxed(60, y, 80, 20), number))
    written = Written(text, tuple(spots), (Unread(BY_MACHINE),), unsure=frozenset({1, 3}))
    codes = (ReadCode("", Boxed(50, 100, 200, 200), ScannedCode("QRCode", (), None)),)

    kept = beside_codes(written, codes)
    assert "Quét mã để nhận quà\nVIETQR\nHết hạn 24 giờ" == kept.text
    assert ["Quét mã để nhận quà", "VIETQR", "Hết hạn 24 giờ"] == [kept.text[one.start : one.end] for one in kept.spots]
    assert written == beside_codes(written, ())
    alone = Written("0 8 I", (Spot(0, 5, Boxed(60, 150, 80, 20), 0),), (Unread(BY_MACHINE),), unsure=frozenset({0}))
    assert Written(unsure=frozenset({0})) == beside_codes(alone, codes)
