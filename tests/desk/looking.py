"""What keeps a page from being used by everybody: rules of accessibility, narrow telephones, colours of the night."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.desk.browsing import PHONE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

TOO_SMALL = """[...document.querySelectorAll("button, input, textarea, summary, .button, nav a, .site a")]
  .filter(one => one.type !== "hidden" && one.checkVisibility())
  .filter(one => one.getBoundingClientRect().height < 24)
  .map(one => one.outerHTML.slice(0, 80))"""
"""What can be pressed and is lower than WCAG 2.2 allows (2.5.8)."""


def faults(page: Page) -> list[tuple[str, str]]:
    """What is wrong with this page on the smallest telephone: broken rules by day and by night, and its width."""
    page.set_viewport_size(PHONE)
    found = broken(page, {"type": "tag", "values": RULES})
    page.emulate_media(color_scheme="dark")
    found += broken(page, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme=None)
    wide = page.evaluate("document.documentElement.scrollWidth")
    small = page.evaluate(TOO_SMALL)
    return [*found, *([("wide", str(wide))] if wide > PHONE["width"] else []), *(("small", one) for one in small)]


def broken(page: Page, rules: dict[str, Any]) -> list[tuple[str, str]]:
    """Which of ``rules`` this page breaks, and where."""
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [(one["id"], node["html"]) for one in found.response["violations"] for node in one["nodes"]]
