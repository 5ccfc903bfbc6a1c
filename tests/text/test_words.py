"""The words of a message as a reader hears them, each with its place in the text as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.text.words import Disguise, WordReader

READER = WordReader(
    frozenset(["otp", "casino", "zalo", "telegram", "link", "slot", "app"]),
    frozenset(["vietcombank", "student", "roche"]),
)


def _plain(text: str) -> list[str]:
    return [word.plain for word in READER.read(text)]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("N'ha'nL,jen:Qu.a", "nhan lien qua"),
        ("t.h.u.o.n.g", "thuong"),
        ("T1EN h0 tro", "tien ho tro"),
        ("Th0ng ba0", "thong bao"),
        ("c h u y ể n t i ề n", "chuyen tien"),
        ("Ti\u200bề\u200bn", "tien"),
        ("chuyеn", "chuyen"),
        ("ｃｈｕｙｅｎ", "chuyen"),
        ("Te|egram", "telegram"),
        ("La,yNg,ay", "lay ngay"),
        ("stk nh ko dc", "so tai khoan ngan hang khong duoc"),
        ("NGlN cIick", "ngin click"),
        ("5Ok 1O8k", "50k 108k"),
        ("Mã OTP", "ma otp"),
    ],
)
def test_disguises_are_undone(written: str, heard: str) -> None:
    """What a reader hears, whatever stands between or instead of the letters."""
    assert heard == " ".join(_plain(written))


@pytest.mark.parametrize(
    "text",
    [
        "T2 S1: SH+L+L+AV+CN;C2: L+H+T",
        "mon IE106.P11.CNVN.1, phong B3.10",
        "TP.HCM, Q.1, P.Bến Nghé",
        "nghe tu van,dang ky ngay",
        "tai khoan S-Student",
        "La Roche-Posay",
        "380 nghìn/m²",
        "Trao yêu thương!!! 500k 4G 24h",
        "A/C, O/B, k/h",
        "phòng a10, gói mb20, phim hd80, xe f150, iphone15 s20, code vip80",
    ],
)
def test_honest_writing_is_no_disguise(text: str) -> None:
    """Timetables, codes, abbreviations, units and missing spaces."""
    assert [] == [word for word in READER.read(text) if word.disguise is not None]


@pytest.mark.parametrize(
    ("text", "disguise"),
    [
        ("ch.uy.ển", Disguise.SPLIT),
        ("kh0ng", Disguise.DIGITS),
        ("c4sin0", Disguise.DIGITS),
        ("сhuyen", Disguise.LOOKALIKES),
        ("nhän", Disguise.LOOKALIKES),
        ("chu\u200byen", Disguise.INVISIBLE),
    ],
)
def test_the_kind_of_disguise_is_named(text: str, disguise: Disguise) -> None:
    """Each way of hiding has its name."""
    assert [disguise] == [word.disguise for word in READER.read(text)]


def test_words_keep_their_diacritics_and_places() -> None:
    """Spans count code points of the text as written, from the offset."""
    text = "Vui lòng GỬI mã, ngay!"
    words = READER.read(text, 100)
    assert ["Vui", "lòng", "GỬI", "mã", "ngay"] == [text[word.start - 100 : word.end - 100] for word in words]
    assert [None, "lòng", "gửi", "mã", None] == [word.written for word in words]
    assert [0, 0, 0, 1, 2] == [word.pause for word in words]


def test_the_same_words_read_the_same_the_second_time() -> None:
    """What is remembered of a run of letters does not carry its place along."""
    first, second = READER.read("ngay ngay")
    assert (0, 4, 5, 9) == (first.start, first.end, second.start, second.end)


def test_the_language_can_be_told() -> None:
    """Vietnamese is known, Chinese is not, and a few letters say nothing."""
    known = "Quý khách vui lòng cung cấp thông tin"
    assert READER.knows(known, READER.read(known))
    assert not READER.knows("您的银行账户已被冻结请立即点击链接进行身份验证谢谢", [])
    assert READER.knows("ok", [])


@given(st.text(max_size=300))
def test_any_text_reads_in_order_and_within_itself(text: str) -> None:
    """Every span lies in the text, and words come in order."""
    words = READER.read(text)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
