"""Naming is not impersonating."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.lookalikes.speech import Spoken, is_speech, speech


@pytest.mark.parametrize(
    "piece",
    [
        "taychay",
        "tay-chay",
        "sucks",
        "toiyeu",
        "toi-yeu",
        "luadao-khachhang",  # a critic may name what it was about
        "codau",  # two syllables, nothing asked
        "lamphienquatroi",
        "va-nhung-dem-sao-ke",
        "isdying",
        "gocnhin",
        "tin-nhan-rac",
    ],
)
def test_criticism_praise_and_plain_talk_are_speech(piece: str) -> None:
    """Words that say something about the name and ask for nothing."""
    assert is_speech(speech(piece))


@pytest.mark.parametrize(
    "piece",
    [
        "",
        "dangnhap",
        "dang-nhap",
        "khach-hang-ca-nhan-tin-dung",  # customer care, spelt with hyphens
        "vn",
        "247",
        "xqz",
        "d",
        "quatang",
        "membeship",  # a lure, misspelt
        "nhanqua-luadao-dangnhap-xacthuc",  # one critic's word does not excuse three lures
        "ff",
        "vina",
    ],
)
def test_lures_places_and_letters_without_sense_are_not_speech(piece: str) -> None:
    """What offers or asks for something, and what says nothing at all."""
    assert not is_speech(speech(piece))


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (Spoken(), False),
        (Spoken(talk=1), True),
        (Spoken(critics=1, lures=2), True),
        (Spoken(critics=1, lures=3), False),
        (Spoken(talk=2, lures=1), False),
        (Spoken(talk=3, lures=1), True),
        (Spoken(talk=4, lures=2), False),
        (Spoken(talk=5, lures=2), True),
    ],
)
def test_the_rule_weighs_criticism_talk_and_lures(spoken: Spoken, expected: bool) -> None:
    """Criticism bears two lures; other talk must outweigh them by far."""
    assert expected == is_speech(spoken)


@given(st.text(st.characters(exclude_categories=()), max_size=63))
def test_any_letters_can_be_read(piece: str) -> None:
    """No text raises."""
    spoken = speech(piece)
    assert min(spoken.critics, spoken.talk, spoken.lures) >= 0


@pytest.mark.parametrize("piece", ["a" * 253, "nha" * 84, "a-" * 126, "nghuyeng" * 31, "-" * 253])
def test_the_longest_name_is_read_at_once(piece: str) -> None:
    """A domain name of 253 letters costs milliseconds, whatever stands in it."""
    started = time.process_time()
    speech(piece)
    assert time.process_time() - started < 0.25
