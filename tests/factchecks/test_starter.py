"""The starter collection: complete, sourced, written once, and in one form of Unicode."""

from __future__ import annotations

import re
import runpy
import unicodedata
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlsplit

import pytest
import yaml

COLLECTION: Final = Path(__file__).resolve().parents[2] / "src/kiemtin/factchecks/data/starter.yaml"
TEXT: Final = COLLECTION.read_text("utf-8")

Entry = dict[str, Any]
ENTRIES: Final = cast("list[Entry]", yaml.safe_load(TEXT))
EACH: Final = pytest.mark.parametrize("entry", ENTRIES, ids=[str(entry.get("id")) for entry in ENTRIES])

LEAST_ENTRIES: Final = 60
LEAST_CONFIRMED: Final = 50
BODY: Final = range(200, 1501)
ALIKE: Final = 0.5  # of the words of two claims

FIELDS: Final[dict[str, type]] = {
    "id": str, "claim": str, "title": str, "body": str, "rating": str, "topic": str, "source": dict,
}  # fmt: skip
SOURCE_FIELDS: Final[dict[str, type]] = {"publisher": str, "title": str, "confirmed": bool, "note": str}
TOPICS: Final = {"scam", "health", "disaster", "other"}


def types_of(values: Entry) -> dict[str, type]:
    """The name and the type of each value."""
    return {name: type(value) for name, value in values.items()}


def are_alike(first: str, second: str) -> bool:
    """Whether two texts share more than half of their words."""
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (first, second))
    return len(one & other) > ALIKE * len(one | other)


def test_there_are_enough_entries() -> None:
    """A new desk finds at least sixty advisories, and fifty whose source was seen."""
    confirmed = [entry for entry in ENTRIES if entry["source"]["confirmed"]]

    assert len(ENTRIES) >= LEAST_ENTRIES
    assert len(confirmed) >= LEAST_CONFIRMED


def test_every_topic_is_there() -> None:
    """Each topic has entries, and there is no other topic."""
    assert {entry["topic"] for entry in ENTRIES} == TOPICS


def test_ids_are_unique() -> None:
    """An id names one entry only."""
    ids = [entry["id"] for entry in ENTRIES]

    assert sorted(set(ids)) == sorted(ids)


@EACH
def test_the_id_keeps_its_form(entry: Entry) -> None:
    """An id is ASCII, in kebab case, and starts with ``starter-``."""
    assert re.fullmatch(r"starter(-[a-z0-9]+)+", entry["id"])


@EACH
def test_every_field_is_there(entry: Entry) -> None:
    """An entry has its fields, each of its type, and none that nobody knows."""
    published = {"published": date} if "published" in entry else {}

    assert types_of(entry) == FIELDS | published


@EACH
def test_no_text_is_empty_or_loose(entry: Entry) -> None:
    """A text has words, no white space at its ends, and no line break."""
    texts = [value for value in (*entry.values(), *entry["source"].values()) if isinstance(value, str)]

    assert all(texts)
    assert [" ".join(text.split()) for text in texts] == texts


@EACH
def test_the_body_is_neither_a_line_nor_a_page(entry: Entry) -> None:
    """A body holds three to six sentences, between 200 and 1,500 characters."""
    sentences = re.findall(r"[.!?]”?(?= |$)", entry["body"])

    assert len(entry["body"]) in BODY
    assert 3 <= len(sentences) <= 6


@EACH
def test_the_source_is_complete(entry: Entry) -> None:
    """A source names its publisher and title and says whether it was seen; an address comes with the day."""
    seen = {"url": str, "retrieved": date} if "url" in entry["source"] else {}

    assert types_of(entry["source"]) == SOURCE_FIELDS | seen


@EACH
def test_only_what_was_seen_has_an_address(entry: Entry) -> None:
    """Every confirmed source has an https address with a host, and no other source has one."""
    source = entry["source"]
    address = urlsplit(source.get("url", ""))

    assert ("url" in source) == source["confirmed"]
    assert not source["confirmed"] or (address.scheme == "https" and "." in address.netloc)


@EACH
def test_a_source_is_not_from_the_future(entry: Entry) -> None:
    """A source was published before we saw it."""
    assert entry.get("published", date.min) <= entry["source"].get("retrieved", date.max)


def test_no_two_claims_are_alike() -> None:
    """Two entries never tell the same claim, nor nearly the same."""
    claims = [entry["claim"] for entry in ENTRIES]

    assert [pair for pair in combinations(claims, 2) if are_alike(*pair)] == []


@pytest.mark.parametrize("field", ["title", "body"])
def test_no_two_texts_are_the_same(field: str) -> None:
    """A title or a body stands once."""
    texts = [entry[field].casefold() for entry in ENTRIES]

    assert sorted(set(texts)) == sorted(texts)


def test_the_text_has_one_form() -> None:
    """The file is in NFC, so that what looks the same is found as the same."""
    assert unicodedata.normalize("NFC", TEXT) == TEXT


def test_the_compiled_lines_are_those_of_the_yaml() -> None:
    """``tools/compile_starter.py`` was run after the last edit."""
    tool = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools/compile_starter.py"))
    data = tool["DATA"]
    assert tool["compiled"](yaml.safe_load(data.joinpath("starter.yaml").read_text("utf-8"))) == data.joinpath(
        "starter.jsonl"
    ).read_text("utf-8")
