"""The pattern files: complete, compiled, and harmless to genuine messages."""

from __future__ import annotations

import importlib.util
import json
import re
import string
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from kiemtin.evidence import catalogue
from kiemtin.messages import bundled_patterns
from tests.messages.reading import families, program, signals

PROJECT = Path(__file__).resolve().parents[2]


def _tool() -> ModuleType:
    path = PROJECT / "tools" / "compile_patterns.py"
    if not path.exists():
        pytest.skip("the tools are not beside this installation", allow_module_level=True)
    spec = importlib.util.spec_from_file_location("compile_patterns", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
FILES, PATTERNS, CATALOGUE = TOOL.FILES, TOOL.PATTERNS, TOOL.CATALOGUE
entries = TOOL.entries
ENTRIES: list[tuple[str, dict[str, Any]]] = [(name, one) for name in (*FILES, "families") for one in entries(name)]
SOURCES: dict[str, dict[str, str]] = yaml.safe_load((PATTERNS / "sources.yaml").read_text("utf-8"))
DOCUMENT = PROJECT / "docs/messages.md"


def test_what_is_compiled_is_what_is_written() -> None:
    """``make data`` was run after the last edit."""
    assert TOOL.as_json(TOOL.compiled()) == (PATTERNS / "patterns.json").read_text("utf-8")
    for language in ("vi", "en"):
        assert TOOL.messages(language) == (CATALOGUE / f"patterns.{language}.toml").read_text("utf-8")


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[one["id"] for _, one in ENTRIES])
def test_every_pattern_is_complete(name: str, entry: dict[str, Any]) -> None:
    """An id, a reason and advice in both languages, a source, and genuine messages of the same words."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry["id"])
    fields = {
        field for _, field, _, _ in string.Formatter().parse(entry["reason"]["vi"] + entry["reason"]["en"]) if field
    }
    assert (set() if name == "families" else {"words"}) == fields
    assert all(entry[text][language].strip() for text in ("reason", "advice") for language in ("vi", "en"))
    assert entry["source"] in SOURCES
    assert 2 <= len(entry["genuine"])


@pytest.mark.parametrize("entry", [one for _, one in ENTRIES], ids=[one["id"] for _, one in ENTRIES])
def test_genuine_messages_of_the_same_words_are_left_alone(entry: dict[str, Any]) -> None:
    """The counter-examples of each pattern raise no sign."""
    outcomes = {text: program().check(text).outcome for text in entry["genuine"]}
    assert {} == {text: outcome for text, outcome in outcomes.items() if outcome in ("danger", "caution")}


@pytest.mark.parametrize("entry", entries("families"), ids=[one["id"] for one in entries("families")])
def test_the_example_of_a_family_is_of_that_family(entry: dict[str, Any]) -> None:
    """And the page for readers shows the same example."""
    assert entry["id"] in families(entry["example"])[:2]
    assert f"`{entry['id']}`" in DOCUMENT.read_text("utf-8")
    assert " ".join(entry["example"].split()) in " ".join(DOCUMENT.read_text("utf-8").replace("\n>", "\n").split())


def test_ids_are_unique_and_every_signal_of_a_family_exists() -> None:
    """A misspelt signal would never be met, and nobody would notice."""
    ids = [one["id"] for _, one in ENTRIES]
    assert sorted(set(ids)) == sorted(ids)
    known = bundled_patterns().patterns.keys() | OF_THINGS
    named = {one for family in bundled_patterns().families for group in (*family.needs, family.unless) for one in group}
    assert set() == named - known


OF_THINGS = {
    *("account", "money", "link-unknown", "link-short", "link-chat", "link-platform", "link-reserved", "link-official"),
    *("link-press", "link-own-name", "link-page", "phone-premium"),
    *("phone-mobile", "phone-unknown", "phone-service", "phone-state", "phone-official"),
    *("email-unknown", "email-official"),
}
"""Signals that are no words: kinds of links, numbers and accounts."""


def test_every_source_was_seen_or_is_our_own() -> None:
    """A page has its address, the day it was read, and how."""
    for key, source in SOURCES.items():
        assert key == "own" or {"title", "publisher", "url", "retrieved", "note"} == set(source)


def test_the_report_names_the_edition_of_the_patterns() -> None:
    """So that it can be reproduced."""
    assert (PATTERNS / "EDITION").read_text("utf-8").strip() == program().check("xin chào").data.patterns


def test_the_catalogue_holds_the_texts() -> None:
    """Reasons, advice and the names of the families, in both languages."""
    for language in ("vi", "en"):
        texts = catalogue(language)
        for name, entry in ENTRIES:
            kind = "family" if name == "families" else "signal"
            assert entry["reason"][language] == texts[f"{kind}.{entry['id']}"]
            assert entry["advice"][language] == texts[f"advice.{kind}.{entry['id']}"]


def test_no_pattern_is_about_a_topic_or_a_person() -> None:
    """The dimensions are what is asked, how it presses, whom it claims to be, what it offers and how it hides."""
    data = json.loads((PATTERNS / "patterns.json").read_text("utf-8"))
    assert set(FILES) == {one["dimension"] for one in data["patterns"]}
    assert {"asks", "presses", "claims", "offers", "hides", "speech"} == set(FILES)


def test_phrases_of_speech_are_no_signs() -> None:
    """Warning, telling and opting out never make a family."""
    speech = {one["id"] for one in entries("speech")}
    assert not any(speech & group for family in bundled_patterns().families for group in family.needs)
    assert "speech-opt-out" in signals("(QC) Giam gia. Tu choi soan TC gui 199")
