"""The JSON contract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from kiemtin.domains import parse_domain
from kiemtin.evidence import FindingKind, Outcome, Severity, reason
from kiemtin.formats.json import SCHEMA_ID, canonical_value, dumps, encode, schema, to_json
from kiemtin.items import Amount, BankAccount, EmailAddress, Part, PartKind, PhoneNumber
from tests.formats import sample

PERSONS = {
    *("account", "asker", "author", "creator", "follower", "follow", "friend", "handle", "like", "liker", "login"),
    *("member", "nickname", "owner", "person", "poster", "profile", "reader", "recipient", "sender", "sharer"),
    *("subscriber", "uploader", "user", "username", "victim", "writer"),
    *("attitude", "emotion", "leaning", "loyalty", "mood", "opinion", "sentiment", "stance", "toxicity"),
}
"""Words that no field of a report may be about (charter: no people, no opinion detection)."""

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


def test_the_contract_in_full(snapshot: SnapshotAssertion) -> None:
    """A whole report reads as the contract says, field by field."""
    assert snapshot == json.dumps(to_json(sample.danger()), ensure_ascii=False, indent=2)


def test_the_schema_is_a_schema() -> None:
    """The published document is itself valid JSON Schema, and names the version that reports carry."""
    Draft202012Validator.check_schema(schema())
    published = schema()["properties"]["schema"]["const"]
    assert published == SCHEMA_ID


@pytest.mark.parametrize("outcome", sample.ALL)
def test_reports_keep_the_schema(outcome: str) -> None:
    """A report of each outcome is valid, and its outcome is the one it was built for."""
    document = json.loads(dumps(sample.ALL[Outcome(outcome)]()))
    Draft202012Validator(schema()).validate(document)
    assert outcome == document["outcome"]


@given(any_text)
def test_hostile_reports_keep_the_schema(text: str) -> None:
    """Whatever stood in the item, the line is one line of UTF-8 that gives the text back and keeps the schema."""
    line = dumps(sample.hostile(text))
    document = json.loads(line.encode("utf-8"))
    Draft202012Validator(schema()).validate(document)
    assert [line] == line.splitlines()
    assert joined(text) == joined(document["parts"][0]["text"])


def joined(text: str) -> bytes:
    """``text`` as UTF-16: JSON cannot tell an escaped pair of surrogates from the character they stand for."""
    return text.encode("utf-16", "surrogatepass")


@pytest.mark.parametrize("broken", ["outcome", "findings", "data"])
def test_the_schema_refuses_what_lacks_a_field(broken: str) -> None:
    """A report without a promised field is invalid, so the schema can fail."""
    document = to_json(sample.danger())
    del document[broken]
    assert not Draft202012Validator(schema()).is_valid(document)


def test_the_schema_refuses_a_finding_without_source() -> None:
    """Every finding says who says so."""
    document = to_json(sample.danger())
    document["findings"][0]["sources"] = []
    assert not Draft202012Validator(schema()).is_valid(document)


def test_fields_may_be_added() -> None:
    """Readers of /1 must live with fields they do not know, at every level."""
    document = to_json(sample.danger())
    for place in (document, document["parts"][0], document["findings"][0], document["findings"][0]["reason"]):
        place["added_later"] = True
    Draft202012Validator(schema()).validate(document)


def test_every_field_is_in_the_schema() -> None:
    """No field reaches a reader undocumented."""
    assert set() == set(fields_of(to_json(sample.danger()))) - set(property_names(schema()))


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (Outcome, ("outcome",)),
        (FindingKind, ("finding", "properties", "kind")),
        (Severity, ("finding", "properties", "severity")),
    ],
)
def test_the_schema_knows_every_value(values: type[Outcome], place: tuple[str, ...]) -> None:
    """The words of the contract are those of the program, in the same order."""
    found: Any = schema()["$defs"]
    for step in place:
        found = found[step]
    assert [value.value for value in values] == found["enum"]


def test_no_field_is_about_a_person() -> None:
    """No property of the schema is about who wrote, posted, shared or thinks what."""
    words = {word for name in property_names(schema()) for word in re.split(r"[^a-z]+", name.lower())}
    assert set() == words & (PERSONS | {word + "s" for word in PERSONS})


def property_names(document: Any) -> Iterator[str]:
    """The name of every property that a schema describes, at any depth."""
    if isinstance(document, dict):
        yield from document.get("properties", {})
        for value in document.values():
            yield from property_names(value)
    elif isinstance(document, list):
        for value in document:
            yield from property_names(value)


def fields_of(document: Any) -> Iterator[str]:
    """The name of every field of a report, at any depth; the values of a reason are the check's own."""
    if isinstance(document, dict):
        yield from document
        for name, value in document.items():
            yield from fields_of(value if name != "values" else None)
    elif isinstance(document, list):
        for value in document:
            yield from fields_of(value)


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("\ud800", r"\ud800"),
        ("\x9b31m", r"\u009b31m"),
        ("\x1b[2J", r"\u001b[2J"),
        ("\u202e", r"\u202e"),
        ("\u2028", r"\u2028"),
        ("Tiếng Việt 🇻🇳", "Tiếng Việt 🇻🇳"),
    ],
)
def test_what_would_break_a_line_or_a_terminal_is_escaped(raw: str, escaped: str) -> None:
    """Lone surrogates, controls and direction marks stand as escapes; Vietnamese and emoji stay readable."""
    assert f'{{"text": "{escaped}"}}' == encode({"text": raw})


def test_infinity_is_spelled_out() -> None:
    """JSON has no infinity, so a value without bounds becomes a word instead of an error."""
    endless = sample.finding("p0", reason("sample.said", words="x", amount=float("inf")))
    document = json.loads(dumps(sample.report("x", (), (endless,))))
    spelled_out = {"words": "x", "amount": "inf"}
    assert spelled_out == document["findings"][0]["reason"]["values"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (Part("p1", PartKind.PHONE, "0900", 0, 4, PhoneNumber("+84900000000", "mobile")), "+84900000000"),
        (Part("p1", PartKind.BANK_ACCOUNT, "0123", 0, 4, BankAccount("0123", "Mẫu")), "0123"),
        (Part("p1", PartKind.EMAIL, "a@b.vn", 0, 6, EmailAddress("a@b.vn", parse_domain("b.vn"))), "a@b.vn"),
        (Part("p1", PartKind.LINK, "b.vn", 0, 4, sample.link("b.vn")), "b.vn"),
        (Part("p1", PartKind.AMOUNT, "2tr", 0, 3, Amount(2_000_000, "VND")), "2000000 VND"),
        (Part("p1", PartKind.AMOUNT, "$9.5", 0, 4, Amount(9.5, "USD")), "9.5 USD"),
        (Part("p1", PartKind.AMOUNT, "9e99", 0, 4, Amount(float("inf"), "USD")), "inf USD"),
        (sample.whole("x"), None),
    ],
)
def test_canonical_values(part: Part, value: str | None) -> None:
    """Each kind of part says what it comes to, however it was written."""
    assert value == canonical_value(part)
