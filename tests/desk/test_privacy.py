"""The privacy page: what it promises is kept by tests that exist, and it hides nothing it cannot promise."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kiemtin.desk.pages.promises import LIMITS, PROMISES
from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language
from tests.desk.running import Desk
from tests.formats.test_html import Page

ROOT = Path(__file__).resolve().parents[2]
PLACES: dict[Language, str] = {"vi": "/rieng-tu/", "en": "/en/privacy/"}
DOCUMENT = ROOT / "docs/privacy.md"


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_has_tests_and_they_exist(promise: str) -> None:
    """A test that is renamed or removed takes its line on the page with it."""
    assert PROMISES[promise]
    for test in PROMISES[promise]:
        path, _, name = test.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert name in [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_each_promise_with_its_tests_and_each_limit(desk: Desk, language: Language) -> None:
    """In the reader's language, with nothing left out."""
    answer = desk.get(PLACES[language])
    page = Page(answer.text)
    wanted = [say(language, f"desk.privacy.{one}{how}") for one in (*PROMISES, *LIMITS) for how in ("", ".how")]
    assert (200, language) == (answer.status_code, answer.headers["content-language"])
    assert [] == page.open
    assert [] == [text for text in wanted if text not in page.words]
    assert [] == [test for tests in PROMISES.values() for test in tests if test not in page.words]


def test_the_long_form_names_every_promise_and_limit() -> None:
    """The document for those who want to know exactly does not fall behind the page."""
    document = DOCUMENT.read_text("utf-8")
    assert [] == [test for tests in PROMISES.values() for test in tests if test not in document]
    assert [] == [
        say("en", f"desk.privacy.{one}")
        for one in (*PROMISES, *LIMITS)
        if say("en", f"desk.privacy.{one}") not in document
    ]
