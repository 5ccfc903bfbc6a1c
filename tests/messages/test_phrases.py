"""The language of the patterns."""

from __future__ import annotations

import pytest

from kiemtin.messages.message import Named, Thing, read_message
from kiemtin.messages.phrases import Graph, vocabulary
from kiemtin.messages.search import find
from kiemtin.text.words import WordReader


def _found(phrase: str, text: str, things: tuple[Thing, ...] = (), named: tuple[Named, ...] = ()) -> list[str]:
    graph = Graph()
    graph.add(phrase, "it")
    nodes = graph.merged()
    message = read_message(text, things, named, WordReader(vocabulary(nodes)))
    return [text[slice(*message.span(hit.first, hit.last))] for hit in find(nodes, message)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("chuyển khoản", "Hay CHUYEN KHOAN ngay", ["CHUYEN KHOAN"]),
        ("chuyển khoản", "Hãy chuyển khoản ngay", ["chuyển khoản"]),
        ("chuyển khoản", "chuyện khoan thai", []),
        ("chuyển khoản", "chuyển, khoản", []),
        ("{nhấn|bấm vào} link", "bam vao link, nhan link", ["bam vao link", "nhan link"]),
        ("đọc (lại) mã", "đọc mã, đọc lại mã", ["đọc mã", "đọc lại mã"]),
        ("gửi * mã", "gửi em cái mã; gửi cho em cái mã", ["gửi em cái mã"]),
        ("gửi ** mã", "gửi cho anh em mình cái mã", ["gửi cho anh em mình cái mã"]),
        ("gửi ** mã", "gửi. Đọc mã", []),
        ("gửi|đọc mã", "đọc mã", ["đọc mã"]),
        ("^ thông báo", "thông báo. Rồi thông báo", ["thông báo"]),
        ("thông báo ,", "thông báo: xin chào. thông báo ngay", ["thông báo"]),
        ("mã <code>", "mã 123456, mã 12", ["mã 123456"]),
        ("mã <number>", "mã 123456", ["mã 123456"]),
    ],
)
def test_phrases_find_what_they_say(phrase: str, text: str, found: list[str]) -> None:
    """Words, alternatives, gaps, places and types, each with the exact words it found."""
    assert found == _found(phrase, text)


def test_things_and_names_are_found_by_type() -> None:
    """A link and an organisation's name are one element each."""
    text = "vào example.vn của Ngân hàng Sao Mai ngay"
    things = (Thing("link", 4, 14),)
    named = (Named("sao-mai", 19, 36),)
    assert ["vào example.vn của Ngân hàng Sao Mai"] == _found("vào <link> của <organisation>", text, things, named)


@pytest.mark.parametrize(
    "phrase",
    ["", "* mã", "mã **", "(vui lòng) gửi * ** ** ** mã", "<planet>", "a-b", "khoá", "{gửi|mã}", "(mã)"],
)
def test_a_phrase_that_cannot_mean_anything_is_refused(phrase: str) -> None:
    """A gap at an end, too many gaps, unknown types, and one short syllable that could be any word."""
    with pytest.raises(ValueError, match=r"."):
        Graph().add(phrase, "it")


def test_merging_changes_nothing_that_is_found() -> None:
    """Phrases that share words share their way, and each is still found."""
    graph = Graph()
    for number, phrase in enumerate(("gửi mã", "gửi mã otp", "gửi ** otp", "{gửi|đọc} mã otp ngay")):
        graph.add(phrase, f"s{number}")
    nodes = graph.merged()
    message = read_message("đọc mã otp ngay, gửi mã otp", (), (), WordReader(vocabulary(nodes)))
    assert [("s3", 0, 3), ("s0", 4, 5), ("s1", 4, 6), ("s2", 4, 6)] == sorted(
        ((hit.signal, hit.first, hit.last) for hit in find(nodes, message)), key=lambda hit: (hit[1], hit[0])
    )


def test_gaps_do_not_multiply() -> None:
    """However many gaps a phrase has, hostile text costs each place once."""
    graph = Graph()
    graph.add("gửi ** gửi ** gửi ** mã", "it")
    nodes = graph.merged()
    message = read_message("gửi " * 20_000, (), (), WordReader(vocabulary(nodes)))
    assert [] == find(nodes, message)
