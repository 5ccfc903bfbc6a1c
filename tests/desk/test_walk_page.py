"""The walk-through with pictures says what the buttons say, and shows the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiemtin.evidence import LANGUAGES, Language
from kiemtin.evidence.messages import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"

PAGES: dict[Language, str] = {"vi": "desk-walk.vi.md", "en": "desk-walk.md"}


def pictures(language: Language) -> list[str]:
    """The pictures of one page, without their language."""
    return re.findall(rf"\(screens/([a-z-]+)-{language}\.png\)", (DOCS / PAGES[language]).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_pressed_is_called_as_on_the_page(language: Language) -> None:
    """Whatever stands in bold is a button or a place with these very words."""
    bold = set(re.findall(r"\*\*(.+?)\*\*", (DOCS / PAGES[language]).read_text("utf-8").replace("\n", " ")))
    assert 5 <= len(bold)
    assert set() == bold - set(catalogue(language).values())


def test_both_languages_show_the_same() -> None:
    """The same stops in the same order, each with its picture."""
    assert pictures("vi") == pictures("en")
    assert 10 <= len(pictures("vi"))
    assert all((DOCS / f"screens/{name}-{one}.png").is_file() for name in pictures("vi") for one in LANGUAGES)
