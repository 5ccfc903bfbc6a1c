"""A stranger's text made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.formats.visible import clipped, visible, visible_lines

any_text = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mđỏ", "␛[31mđỏ"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("\x9b31m", "‹U+009B›31m"),
        ("\u202egpj.exe", "‹U+202E›gpj.exe"),
        ("viet\u200bbank", "viet‹U+200B›bank"),
        ("viet\u3164bank", "viet‹U+3164›bank"),
        ("\ud800", "‹U+D800›"),
        ("\U000e0041", "‹U+E0041›"),
        ("a\u2028b", "a‹U+2028›b"),
        ("a\rb", "a␍b"),
        ("a\r\nb", "a␊b"),
        ("a\tb", "a    b"),
        ("Tiếng Việt 🇻🇳 ❤️", "Tiếng Việt 🇻🇳 ❤️"),
        ("[red]x[/red] <b>", "[red]x[/red] <b>"),
    ],
)
def test_what_a_screen_would_obey_is_written_out(raw: str, shown: str) -> None:
    """Controls, direction marks and invisible characters are shown; letters, marks and emoji stay."""
    assert shown == visible(raw)


def test_line_breaks_can_be_kept() -> None:
    """A message keeps its lines; everything else is written out all the same."""
    assert "a\nb␛\n" == visible_lines("a\r\nb\x1b\n")


@given(any_text)
def test_nothing_steers_a_screen(text: str) -> None:
    """No control, format, surrogate, separator or unassigned character is left, and the result is valid UTF-8."""
    shown = visible(text)
    shown.encode("utf-8")
    assert [] == [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")]


@pytest.mark.parametrize(("text", "expected"), [("abcd", "abcd"), ("abcde", "abc…")])
def test_clipping_at_the_limit_and_beyond(text: str, expected: str) -> None:
    """At the limit a text is whole; beyond it, it ends in a sign that something is missing."""
    assert expected == clipped(text, 4)
