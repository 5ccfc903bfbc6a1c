"""The list of checks, and the page each one has."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.checks import ENABLED
from kiemtin.evidence import catalogue

PAGES = Path(__file__).parents[2] / "docs" / "checks"
SECTIONS = ("## Scope", "## Example", "## What to do", "## Works offline", "## Confidence", "## Findings")
IDS = (
    "lookalike-domain",
    "official-domain",
    "official-number",
    "deceptive-link",
    "message-signals",
    "impersonated-sender",
    "published-claims",
    "hidden-characters",
    "known-picture",
    "picture-origin",
    "scanned-code",
)
"""Written out: an id is a contract and never changes."""

PREFIXES = {
    "lookalike-domain": "lookalike.",
    "official-domain": "official.",
    "official-number": "number.",
    "deceptive-link": "deceptive.",
    "message-signals": "family.",
    "impersonated-sender": "sender.",
    "published-claims": "published.",
    "hidden-characters": "hidden.",
    "known-picture": "picture.",
    "picture-origin": "origin.",
    "scanned-code": "codes.",
}


def test_the_ids_are_the_ones_published() -> None:
    """Whoever stored a report finds its checks again."""
    assert IDS == tuple(check.id for check in ENABLED)


def test_there_is_a_page_per_check_and_a_check_per_page() -> None:
    """The pages and the list keep step."""
    assert {*IDS, "README"} == {page.stem for page in PAGES.glob("*.md")}


@pytest.mark.parametrize("check_id", IDS)
def test_a_page_says_all_that_must_be_said(check_id: str) -> None:
    """Scope, example, remedy, whether it works offline, and on what its confidence rests."""
    page = (PAGES / f"{check_id}.md").read_text("utf-8")
    assert page.startswith(f"# `{check_id}`")
    assert [] == [section for section in SECTIONS if section not in page]


@pytest.mark.parametrize("check_id", IDS)
def test_a_page_lists_every_message_of_its_check(check_id: str) -> None:
    """No finding comes without an entry, and no entry without a finding."""
    page = (PAGES / f"{check_id}.md").read_text("utf-8")
    stated = {message_id for message_id in catalogue("vi") if message_id.startswith(PREFIXES[check_id])}
    assert [] == [message_id for message_id in sorted(stated) if f"`{message_id}`" not in page]


@pytest.mark.parametrize("check", ENABLED, ids=lambda check: check.id)
def test_a_check_is_documented_where_it_is_written(check: object) -> None:
    """The docstring of the function is its documentation."""
    documentation = check.run.__doc__ or ""  # type: ignore[attr-defined]
    assert "Scope:" in documentation
    assert "offline" in documentation
