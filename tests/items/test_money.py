"""Bank accounts, amounts and e-mail addresses."""

from __future__ import annotations

import pytest

from tests.items.reading import parts_of, phones_of

ACCOUNTS = [
    ("MSB STK: 04001012266596 tên", "04001012266596", "MSB"),
    ("TB: Vietcombank: 0071000986547. Ref", "0071000986547", "Vietcombank"),
    ("STK: 1903 4567 8901 2345 Techcombank", "1903456789012345", "Techcombank"),
    ("Số tài khoản 0123456789 ngân hàng MB", "0123456789", "MB"),
    ("SD TK 1012345678 -41,071VND luc", "1012345678", None),
    ("CK: 19134567890123 Techcombank", "19134567890123", "Techcombank"),
    ("0011001234567 VCB CN Vi Du", "0011001234567", "VCB"),
    ("1234567890 BIDV", "1234567890", "BIDV"),
    ("TK 0011.00.1234567 Vietcombank", "0011001234567", "Vietcombank"),
    ("chuyển khoản 0912345678 MB", "0912345678", "MB"),
    ("Chuyển MB 0912345678 nhé", "0912345678", "MB"),
    ("STK-0071000986547", "0071000986547", None),
    ("nhận tại ACB; 8639699999 tại BIDV", "8639699999", "BIDV"),
]


@pytest.mark.parametrize(("text", "number", "bank"), ACCOUNTS)
def test_finds_accounts_with_their_bank(text: str, number: str, bank: str | None) -> None:
    """A number beside a word for account or a bank's name is an account; the bank is given as written."""
    assert [(number, bank)] == [(part.detail.number, part.detail.bank) for part in parts_of(text, "bank_account")]


@pytest.mark.parametrize(
    "text",
    [
        "mã xác nhận tài khoản của bạn là 457376",
        "Vietcombank 24/7, năm 2026",
        "tài khoản Zalo của em: 84912345678",
        "Tai khoan: 0912345678, mat khau: abc",
        "Hoa don dien 160956",
        "Vietcombank khoa tai khoan, goi 0812345678",
        "STK của shop ở dưới. Đơn VDX-2211-0099",
        "STK shop: VDX-2211-0099",
        "MST 0312345678 BIDV, mã GD 123456789012 Vietcombank",
        "lien he 0912345678 Vietcombank, 19001234 BIDV",
        "12345678 BIDV",
    ],
)
def test_other_numbers_are_no_accounts(text: str) -> None:
    """One-time passwords, logins and chat accounts are not bank accounts."""
    assert [] == parts_of(text, "bank_account")


def test_an_account_is_not_also_a_phone() -> None:
    """The account number that looks like a mobile number is told once."""
    assert [] == phones_of("STK 0912345678 MB")


AMOUNTS = [
    ("2.000.000VND", 2_000_000, "VND"),
    ("2,250,000 VND", 2_250_000, "VND"),
    ("500k", 500_000, "VND"),
    ("160956dong", 160_956, "VND"),
    ("100.000đ", 100_000, "VND"),
    ("1.000.000 đ", 1_000_000, "VND"),
    ("19.56 USD", 19.56, "USD"),
    ("$1,200.50", 1200.5, "USD"),
    ("1,4 triệu", 1_400_000, "VND"),
    ("97 triệu đồng", 97_000_000, "VND"),
    ("2TR3", 2_300_000, "VND"),
    ("1tỷ2", 1_200_000_000, "VND"),
    ("12.000.000", 12_000_000, "VND"),
    ("200.000.000₫", 200_000_000, "VND"),
]


@pytest.mark.parametrize(("written", "value", "currency"), AMOUNTS)
def test_reads_amounts(written: str, value: float, currency: str) -> None:
    """Amounts are read with Vietnamese and English separators and the usual short forms."""
    (part,) = parts_of(f"phi {written}.", "amount")
    assert (written, value, currency) == (part.text, part.detail.value, part.detail.currency)


def test_a_range_is_two_amounts() -> None:
    """Both ends of a range are told."""
    assert ["5tr", "30tr"] == [part.text for part in parts_of("luong 5tr-30tr 1 thang", "amount")]


@pytest.mark.parametrize("text", ["3D 5d 4k video", "10.000 điểm", "SD70K gửi", "phiên bản 2.000", "K8 tăng"])
def test_other_quantities_are_no_amounts(text: str) -> None:
    """Days, points, packages and versions are not money (four thousand đồng are)."""
    assert [] == [part.text for part in parts_of(text, "amount") if part.text != "4k"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Email: dvkh@vidu-vn.com.", "dvkh@vidu-vn.com"),
        ("a.b+c@mail.vidu.vn, d", "a.b+c@mail.vidu.vn"),
        ("ten(at)vidu.vn", "ten@vidu.vn"),
        ("ten [at] vidu [dot] com", "ten@vidu.com"),
        ("ten@vidu.com.vn.Chi tiet", "ten@vidu.com.vn"),
    ],
)
def test_finds_addresses(text: str, address: str) -> None:
    """E-mail addresses are found in usual disguises, and are not links as well."""
    assert [address] == [part.detail.address for part in parts_of(text, "email")]
    assert [] == parts_of(text, "link")


@pytest.mark.parametrize("text", ["@viduvn", "ban @vidumail.com da", "a@b", "x@y.khongco", "@@@@"])
def test_other_at_signs_are_no_addresses(text: str) -> None:
    """Handles and names that cannot exist are no addresses."""
    assert [] == parts_of(text, "email")
