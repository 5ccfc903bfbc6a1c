"""Which organisations a message speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.organisations import MentionFinder, bundled_register
from tests.organisations.fictional import REGISTER

FINDER = MentionFinder(REGISTER)
BUNDLED = MentionFinder(bundled_register())


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Saomaibank kính báo", ["sao-mai"]),
        ("SAOMAIBANK, xin chao", ["sao-mai"]),
        ("sao mai bank", ["sao-mai"]),
        ("Ví Đồng Xanh và Saomaibank", ["dong-xanh", "sao-mai"]),
        ("vi dong xanh", ["dong-xanh"]),
        ("SMB: so du", ["sao-mai"]),
        ("xsaomaibankx", []),
        ("", []),
    ],
)
def test_names_are_found_as_whole_words_with_and_without_diacritics(text: str, organisations: list[str]) -> None:
    """Names, aliases and sender names; letters inside another word do not count."""
    assert organisations == [mention.organisation for mention in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Bé nhà mình ốm", []),
        ("to be or not to be", []),
        ("BE là ứng dụng gọi xe", ["be"]),
        ("grab it now", []),
        ("Grab giao đồ ăn", ["grab"]),
        ("an apple a day", []),
        ("Apple ra mắt", ["apple"]),
        ("MB báo số dư", ["mbbank"]),
        ("file 5 mb", []),
        ("công an phường", ["bocongan"]),
    ],
)
def test_an_everyday_word_names_an_organisation_only_where_it_is_written_as_a_name(
    text: str, organisations: list[str]
) -> None:
    """``bé`` is a child, ``Grab`` is a company."""
    assert organisations == [mention.organisation for mention in BUNDLED.find(text)]


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_mentions_stand_in_the_text_in_order(text: str) -> None:
    """No text raises; spans do not overlap."""
    last = 0
    for mention in BUNDLED.find(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
