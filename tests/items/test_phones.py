"""Telephone numbers by the Vietnamese plan, plain and hidden."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.items.phones import read_number
from tests.items.reading import parts_of, phones_of

FOUND = [
    ("LH 0912345678.", "0912345678", "+84912345678", "mobile"),
    ("LH 84912345678 gap", "84912345678", "+84912345678", "mobile"),
    ("Zalo: +84 912 345 678", "+84 912 345 678", "+84912345678", "mobile"),
    ("(+84) 912-345-678", "(+84) 912-345-678", "+84912345678", "mobile"),
    ("0084912345678", "0084912345678", "+84912345678", "mobile"),
    ("giay khac;LH 0567-841-352 giao", "0567-841-352", "+84567841352", "mobile"),
    ("ngay.LH: 0937 70 4636 / ik", "0937 70 4636", "+84937704636", "mobile"),
    ("LH 0877.607.954 giao", "0877.607.954", "+84877607954", "mobile"),
    ("TB0912345678 Da trung", "0912345678", "+84912345678", "mobile"),
    ("[(08) 9921 4440]", "(08) 9921 4440", "+84899214440", "mobile"),
    ("Add Zalo: 588326850 nhé", "588326850", "+84588326850", "mobile"),
    ("(028) 7300 5588", "(028) 7300 5588", "+842873005588", "landline"),
    ("024 3824 3524", "024 3824 3524", "+842438243524", "landline"),
    ("CSKH 18001091 (0d)", "18001091", "18001091", "service"),
    ("hotline 1900 54 54 13", "1900 54 54 13", "1900545413", "service"),
    ("hotline 19006036/1902585885", "19006036", "19006036", "service"),
    ("hãy gọi 156 (0đ)", "156", "156", "short"),
    ("soan TC gui 1313.", "1313", "1313", "short"),
    ("nhắn tin đến 9345.Chi tiet", "9345", "9345", "short"),
    ("Cong an: 069 2341234", "069 2341234", "+84692341234", "landline"),
    ("trực ban 0692.345.678 nhé", "0692.345.678", "+84692345678", "landline"),
    ("Cần giúp, gọi ngay công an 113.", "113", "113", "short"),
    ("báo 114 khi cháy", "114", "114", "short"),
    ("LH: 115", "115", "115", "short"),
    ("số 111 bảo vệ trẻ em", "111", "111", "short"),
    ("+1 202-555-0123", "+1 202-555-0123", "+12025550123", "foreign"),
]


@pytest.mark.parametrize(("text", "written", "number", "line"), FOUND)
def test_finds_numbers(text: str, written: str, number: str, line: str) -> None:
    """Numbers are found with any usual separator, and given in international form or as dialled."""
    assert [(written, number, line)] == phones_of(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Lien He: 1>9>0>0>1>9>9>5 de nhan", "19001995"),
        ("gọi O9l2.345.678 nhé", "+84912345678"),
        ("gọi 0 9 1 2 3 4 5 6 7 8 nhé", "+84912345678"),
        ("gọi ０９１２３４５６７８ nhé", "+84912345678"),
        ("gọi ⓪⑨①②③④⑤⑥⑦⑧ nhé", "+84912345678"),
    ],
)
def test_reads_hidden_numbers(text: str, number: str) -> None:
    """Digits one by one, in circles, full width, or with letters in their place."""
    (part,) = parts_of(text, "phone")
    assert number == part.detail.number


def test_emergency_numbers_in_a_row() -> None:
    """Behind one emergency number the others of its list are found too."""
    assert ["113", "114", "115"] == [written for written, _, _ in phones_of("Gọi 113 (công an), 114 (cứu hỏa) và 115")]
    assert ["113", "114"] == [written for written, _, _ in phones_of("LH 113/114 nhé")]


def test_disguise_is_told() -> None:
    """A number with letters for digits is marked; one with ordinary separators is not."""
    assert [True, False] == [part.detail.disguised for part in parts_of("O9l2.345.678, 0912 345 678", "phone")]


NO_PHONES = [
    "CCCD 079123456789 sinh ngày 01/02/1990 lúc 10:30:59",
    "Mã OTP của bạn là 123456, hết hạn năm 2026",
    "mã vận đơn SPXVN041234567, đơn hàng 240612ABC123, PE07QN0345678",
    "phí 1.900.000.000đ và 1.800.123.456 đồng",
    "gọi 500 phút, gửi 100.000đ, đến 500K, gọi 1000 d",
    "Tiet 1,2,3,4,5,6,7,8 và 2020-2021",
    "zalo:: 056376730",
    "MST 0312345678, mã số thuế: 0312345678-001, mã khách hàng PE0912345678",
    "nhan ma du thuong 00043010274, mã trúng thưởng: 0912345678",
    "số 113 Trần Vi Dụ, nhà số 115, có 113 ca, báo cáo 113 trường hợp, bao 114 ca, gọi 113 phút, 115 điểm, số 113/2020",
]


@pytest.mark.parametrize("text", NO_PHONES)
def test_leaves_other_numbers_alone(text: str) -> None:
    """Identity numbers, codes, years and amounts are no telephone numbers."""
    assert [] == phones_of(text)


@given(st.from_regex(r"0[235789][0-9]{8,9}", fullmatch=True))
def test_our_plan_agrees_with_the_library(number: str) -> None:
    """A number is valid for us exactly when it is for ``phonenumbers``."""
    assert phonenumbers.is_valid_number(phonenumbers.parse(number, "VN")) == (read_number(number) is not None)


def test_a_number_within_a_link_is_no_part() -> None:
    """The number in a chat link belongs to the link."""
    assert [] == phones_of("https://zalo.me/0912345678")


def test_a_plus_makes_another_country_of_a_service_number() -> None:
    """``+1900…`` is not the Vietnamese 1900 line: whoever dials it calls abroad."""
    assert "1900545400" not in [number for _, number, _ in phones_of("gọi +1900545400 ngay")]
    assert ["1900545400"] == [number for _, number, _ in phones_of("gọi 1900545400 ngay")]
