"""Tone restoration: what it puts back, what it leaves alone, and how far it can be trusted."""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable
from kiemtin.text.tone_model import bundled_model, read_model
from kiemtin.text.tones import restore, spelt
from tests.shared_data import shared_data

WORD = re.compile(r"[^\W\d_]+")
LONGEST = 128 * 1024
COMMON = ("thong", "bao", "ngan", "hang", "lai", "suat", "tang", "hom", "nay", "ban", "co", "the", "nhan", "qua")
NEWS, MESSAGES = 0.92, 0.92
"""Shares of syllables; ``docs/tones.md`` has the figures of the day."""


def bare(text: str) -> str:
    """``text`` without diacritics, capitals kept."""
    apart = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(character for character in apart if unicodedata.category(character) != "Mn")


def accuracy(texts: Iterable[str]) -> float:
    """The share of Vietnamese syllables restored as they were written, wherever in them the tone stands."""
    right = total = 0
    for text in texts:
        written = unicodedata.normalize("NFC", text)
        for word, restored in zip(WORD.findall(written), WORD.findall(restore(bare(written))), strict=True):
            if is_syllable(fold_word(word)):
                total += 1
                right += spelt(word) == spelt(restored)
    return right / total


def is_accented(text: str) -> bool:
    """Whether at least half of the syllables of ``text`` have diacritics."""
    words = [word for word in WORD.findall(text) if is_syllable(fold_word(word))]
    return 2 * sum(not word.isascii() for word in words) >= max(len(words), 3)


@pytest.mark.parametrize(
    "text",
    [
        "thông báo lãi suất tăng",
        "Ngân hàng Nhà nước vừa có thông báo mới",
        "Hà Nội",
        "Công an thành phố Hồ Chí Minh",
        "Bạn có muốn đi ăn tối với mình không",
        "Chúc mừng năm mới",
        "quyết định của Bộ trưởng Bộ Công an",
    ],
)
def test_common_vietnamese_gets_its_diacritics_back(text: str) -> None:
    """Plain everyday and official phrases come back as they are written."""
    assert text == restore(bare(text))


def test_capitals_stay_as_they_were_typed() -> None:
    """A capital, a word all of capitals and mixed case keep their shape."""
    assert "THÔNG BÁO" == restore("THONG BAO")
    assert "Thông Báo quan trọng" == restore("Thong Bao quan trong")


def test_words_with_diacritics_stay_and_are_context() -> None:
    """What is accented is not changed, and decides what its neighbours mean."""
    assert "ngân hàng" == restore("ngân hang")
    assert "hàng hóa" == restore("hang hóa")
    assert "hàng hoá" == restore("hang hoá")


@pytest.mark.parametrize(
    "kept",
    [
        "https://vietcombank.com.vn/thong-bao",
        "hotro@ngan-hang.vn",
        "momo.vn/qua",
        "2.000.000 VND",
        "iPhone 15 Pro",
        "Facebook",
        "  \t\n ",
        "",
        "😀",
    ],
)
def test_what_is_not_vietnamese_text_stays(kept: str) -> None:
    """Links, addresses, numbers, foreign words and spaces are untouched inside a restored message."""
    assert f"Thông báo: {kept} cho khách hàng" == restore(f"Thong bao: {kept} cho khach hang")


def test_another_language_stays_as_it_is() -> None:
    """English is not given Vietnamese diacritics."""
    english = "Your package could not be delivered today, please confirm the shipping address to continue"
    assert english == restore(english)


@given(st.text(alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềộ ABĐ.,:/@0!\n"), max_size=80))
def test_nothing_but_diacritics_is_added(text: str) -> None:
    """Without diacritics the result is the text without diacritics."""
    assert bare(text) == bare(restore(text))


@given(st.text(max_size=60))
def test_any_text_keeps_its_length_and_its_accented_words(text: str) -> None:
    """Whatever the characters, only plain letters change, one for one."""
    restored = restore(text)
    assert len(text) == len(restored)
    assert all(old == new for old, new in zip(text, restored, strict=True) if not old.isascii() or not old.isalpha())


@given(st.lists(st.sampled_from(COMMON), min_size=1))
def test_restoring_twice_changes_no_accented_word(words: list[str]) -> None:
    """What the first pass accented, the second leaves."""
    once = restore(" ".join(words))
    twice = restore(once)
    assert all(new == old for old, new in zip(once.split(), twice.split(), strict=True) if not old.isascii())


@pytest.mark.parametrize("unit", ["a", "a ", "thong bao ", "x.", "@", "a\u0301", "://", "a-", "nay.mai"])
def test_hostile_lengths_take_bounded_time(unit: str) -> None:
    """128 KiB of anything is restored in seconds."""
    text = (unit * LONGEST)[:LONGEST]
    started = time.process_time()
    assert len(text) == len(restore(text))
    assert time.process_time() - started < 30


def test_a_damaged_model_is_refused() -> None:
    """Bytes that are no model, or half of one, raise."""
    with pytest.raises(ValueError, match="not a tone model"):
        read_model(b"something else")
    assert "thông" in bundled_model().words


def test_news_are_restored() -> None:
    """News articles come back almost as they were written."""
    path = shared_data("claims/news_vi/docs.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    texts = [f"{one['title']}\n{one['text']}" for one in articles]
    assert accuracy([text for text in texts if is_accented(text)][:300]) >= NEWS


def test_messages_are_restored() -> None:
    """Everyday messages come back almost as they were written."""
    with shared_data("messages/sms_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["content"] for row in csv.DictReader(file) if row["label"] == "0"]
    assert accuracy(filter(is_accented, rows)) >= MESSAGES
