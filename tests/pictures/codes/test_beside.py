"""Codes that lead elsewhere than the text beside them says."""

from __future__ import annotations

import pytest

from kiemtin.pictures.codes import Box, Code, read_content
from kiemtin.pictures.codes.beside import Difference, disagreements
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
