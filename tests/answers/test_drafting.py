"""What keeps an answer from being published is named field by field, at the limit and one beyond."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from kiemtin.answers.drafting import MAX_MARKS, Typed, TypedSource, content_of, judge, typed_from
from kiemtin.answers.slugs import MAX_WORDS, SLUG_WORDS, slug_of
from kiemtin.answers.values import MAX_CLAIM, MAX_EXPLANATION, MAX_FINDING, MAX_SOURCES, MAX_TITLE, MAX_URL

TODAY = datetime.date(2026, 11, 23)
SOURCE = TypedSource("https://co-quan.example/tb", "Thông báo", "Cơ quan thử nghiệm", "2026-11-20")
WHOLE = Typed("vi", "Uống lá ổi khỏi sốt", "Chưa có bằng chứng.", "unproven", "Vì chưa ai thử.", (SOURCE,))


def wrong(typed: Typed) -> list[tuple[str, str]]:
    """Where and what."""
    return [(one.where, one.message_id) for one in judge(typed, TODAY)]


def with_text(field: str, text: str) -> Typed:
    """The whole answer with another text in one field."""
    texts: dict[str, Any] = {field: text}
    return replace(WHOLE, **texts)


def test_a_whole_answer_has_no_problem_and_survives() -> None:
    """What is published says what was typed, and a change begins with just that."""
    assert [] == wrong(WHOLE)
    assert WHOLE == typed_from(content_of(WHOLE, TODAY))


UNSEEN = " \n\u200b\u2060\u3164\u0301\u2800"
"""Spaces, things of no width, a mark alone, letters and signs that are drawn as nothing."""


@pytest.mark.parametrize(
    ("field", "most"), [("claim", MAX_CLAIM), ("finding", MAX_FINDING), ("explanation", MAX_EXPLANATION)]
)
def test_each_text_has_its_limit(field: str, most: int) -> None:
    """As long as it may be is fine; one character more is not, and neither is none."""
    for text, expected in (("x" * most, []), ("x" * (most + 1), ["answers.too-long"]), (UNSEEN, ["answers.missing"])):
        assert expected == [what for _, what in wrong(with_text(field, text))]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://ai:mat-khau@co-quan.example/"),
        ("url", "https://localhost/"),
        ("url", "co-quan.example"),
        ("url", "https://co-quan.example/a b"),
        ("url", "https://[::1"),
        ("url", ""),
        ("url", "https://a.example/" + "x" * MAX_URL),
        ("title", ""),
        ("title", "x" * (MAX_TITLE + 1)),
        ("publisher", " "),
        ("accessed", ""),
        ("accessed", "2026-11-25"),
        ("accessed", "hôm qua"),
        ("accessed", "1990-01-01"),
        ("accessed", "2026-02-30"),
        ("archive", "ftp://a.example/"),
    ],
)
def test_a_source_can_be_opened_by_anybody(field: str, value: str) -> None:
    """An address without a password in it, a title, a publisher, and a day that has been."""
    typed = replace(WHOLE, sources=(SOURCE, replace(SOURCE, **{field: value})))
    assert [f"sources.2.{field}"] == [where for where, _ in wrong(typed)]


def test_days_are_read_as_people_write_them() -> None:
    """ISO, with a time behind it, and the day first."""
    for day in ("2026-11-20", "2026-11-20T10:00:00Z", "20/11/2026", "20.11.2026"):
        content = content_of(replace(WHOLE, sources=(replace(SOURCE, accessed=day),)), TODAY)
        assert datetime.date(2026, 11, 20) == content.sources[0].accessed


def test_how_many_sources() -> None:
    """One at least, fifty at most."""
    for count, expected in (
        (0, ["answers.no-source"]),
        (MAX_SOURCES, []),
        (MAX_SOURCES + 1, ["answers.too-many-sources"]),
    ):
        assert expected == [what for _, what in wrong(replace(WHOLE, sources=(SOURCE,) * count))]


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\x00b", "a\ud800b", "a\ufffeb", "a\x1bb", "a" + "\u0301" * (MAX_MARKS + 1)]
)
def test_odd_characters_are_refused(text: str) -> None:
    """Control characters, halves of characters, and towers of marks would trip some program up later."""
    assert ["answers.odd-character"] == [what for _, what in wrong(replace(WHOLE, explanation=text))]


def test_text_is_put_into_one_form() -> None:
    """Letters are composed, spaces plain, a claim is one line; a paragraph stays one."""
    content = content_of(
        replace(WHOLE, claim=" Lá\u00a0o\u0309i\r\n khỏi  sốt ", explanation="Một.\r\n\r\nHai. "), TODAY
    )
    assert ("Lá ổi khỏi sốt".replace("ổi", "ỏi"), "Một.\n\nHai.") == (content.claim, content.explanation)


def test_language_and_rating_are_known_ones() -> None:
    """Others are named with what was given."""
    assert [("lang", "answers.language")] == wrong(replace(WHOLE, language="fr"))
    assert [("rating", "answers.rating")] == wrong(replace(WHOLE, rating="sai"))
    with pytest.raises(ValueError, match="not fit"):
        content_of(replace(WHOLE, rating=""), TODAY)


def test_an_address_holds_whole_words_and_the_id() -> None:
    """Long claims are cut between words, a claim without letters leaves the id alone."""
    slug = slug_of("Đừng uống " * 30, "abcdefghij")
    assert slug.startswith("dung-uong-dung-")
    assert slug.endswith("-abcdefghij")
    assert len(slug) <= MAX_WORDS + len("-abcdefghij")
    assert SLUG_WORDS.fullmatch(slug)
    assert "abcdefghij" == slug_of("“…”", "abcdefghij")
