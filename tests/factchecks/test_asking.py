"""Questions as people type them."""

from __future__ import annotations

import pytest

from kiemtin.factchecks.asking import AskedWords, lacks_diacritics, speaks_like_a_message, usual_weight


def known(word: str) -> int:
    """A collection that knows two words that are no syllables."""
    return 5 if word in ("concert", "shop") else 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ko bik tk nh bi khoa", "khong biet tai khoan ngan hang bi khoa"),
        ("péhp cấp đnịh", "phep cap dinh"),
        ("đóng fí trc", "dong phi truoc"),
        ("mất 50tr, phí 3tr5", "mat 50 trieu phi 3 trieu 5"),
        ("vé concert ở shop", "ve concert o shop"),
        ("10 000 đ", "10 000 d"),
    ],
)
def test_teencode_slips_and_amounts_are_opened(typed: str, meant: str) -> None:
    """What is no word becomes the word that was meant; what the collection knows is left as it is."""
    assert meant.split() == AskedWords(known).of(typed)


def test_for_a_reader_of_words_all_that_was_typed_right_stays() -> None:
    """Diacritics, capitals and signs are kept where nothing had to be opened."""
    assert "Em khong biet, ngan hang Ví Dụ ạ!" == AskedWords(known).opened("Em ko bik, nh Ví Dụ ạ!")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Ngân hàng Nhà nước thông báo lãi suất tăng", False),
        ("ngan hang nha nuoc thong bao", True),
        ("ngân hang nha nuoc thông bao", True),
        ("", False),
    ],
)
def test_text_with_all_its_diacritics_is_left_as_it_is(text: str, lacks: bool) -> None:
    """Only where words lost their diacritics are any put back."""
    assert lacks is lacks_diacritics(text)


def test_words_of_every_message_say_little() -> None:
    """The commonest words of messages weigh least, and one that stands in none weighs all."""
    assert 0 <= usual_weight("khong") < usual_weight("sang") < 1 == usual_weight("anaconda")


@pytest.mark.parametrize(
    ("text", "is_message"),
    [
        ("chị ơi em gửi link rồi chị bấm vào nhận quà giúp em nha", True),
        ("me oi con doi so dien thoai roi, me chuyen tien cho con voi", True),
        ("Quốc hội thông qua nghị quyết về phát triển kinh tế xã hội", False),
        ("A photograph shows a ten metre anaconda", False),
    ],
)
def test_a_message_is_told_from_a_headline(text: str, is_message: bool) -> None:
    """How people write to each other is another manner than that of newspapers."""
    assert is_message is speaks_like_a_message(AskedWords(known).of(text))
