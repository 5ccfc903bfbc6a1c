"""Values that cannot be wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from kiemtin.evidence import (
    DataVersions,
    Finding,
    FindingKind,
    Outcome,
    Report,
    Severity,
    Source,
    catalogue,
    reason,
    render,
)
from kiemtin.items import extract, receive_text

SOURCE = Source("Trang mẫu", "Tổ chức Mẫu", "https://mau.example/")
VERSIONS = DataVersions("0", "0", None, "0", None)


def _finding(**changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "check": "mau",
        "part": "p0",
        "kind": FindingKind.CONTEXT,
        "severity": Severity.LOW,
        "confidence": 0.5,
        "reason": reason("hidden.invisible", count=1, names="U+200B"),
        "sources": (SOURCE,),
    }
    return Finding(**(fields | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"confidence": -0.01},
        {"confidence": 1.01},
        {"confidence": float("nan")},
        {"sources": ()},
        {"kind": FindingKind.PUBLISHED, "sources": ()},
        {"kind": FindingKind.OFFICIAL},
        {"marks": ((3, 3),)},
        {"marks": ((5, 3),)},
        {"marks": ((-1, 3),)},
    ],
)
def test_an_invalid_finding_cannot_be_built(changes: dict[str, Any]) -> None:
    """No finding without a source, no official one without an organisation, no impossible number or mark."""
    with pytest.raises(ValueError, match=r"mau|confidence"):
        _finding(**changes)


@pytest.mark.parametrize("confidence", [0, 1, 0.5])
def test_the_limits_of_confidence_belong_to_it(confidence: float) -> None:
    """0 and 1 are probabilities."""
    assert confidence == _finding(confidence=confidence).confidence


def test_findings_are_frozen() -> None:
    """Evidence does not change after the fact."""
    with pytest.raises(FrozenInstanceError):
        _finding().part = "p1"  # type: ignore[misc]


def _report(**changes: Any) -> Report:
    item = receive_text("Chào bạn")
    parts = extract(item).parts
    fields: dict[str, Any] = {
        "item": item,
        "outcome": Outcome.UNSETTLED,
        "parts": parts,
        "part_outcomes": (Outcome.UNSETTLED,) * len(parts),
        "findings": (),
        "skipped": (),
        "advice": (),
        "data": VERSIONS,
    }
    return Report(**(fields | changes))


@pytest.mark.parametrize("changes", [{"part_outcomes": ()}, {"findings": (_finding(part="p9"),)}])
def test_an_inconsistent_report_cannot_be_built(changes: dict[str, Any]) -> None:
    """Each part has one outcome, and each finding a part."""
    with pytest.raises(ValueError, match="part"):
        _report(**changes)


def test_a_part_is_found_by_its_id() -> None:
    """An unknown id is an error, not another part."""
    assert "Chào bạn" == _report().part("p0").text
    with pytest.raises(KeyError):
        _report().part("p1")


def test_equal_input_gives_equal_values() -> None:
    """Reports can be compared and stored."""
    assert _report() == _report()


def test_there_is_no_outcome_safe() -> None:
    """Silence is never good news."""
    assert ["danger", "caution", "published", "official", "unsettled"] == [str(outcome) for outcome in Outcome]


@pytest.mark.parametrize("text", ["{name}", "{0}", "%s", "{", "}", "[red]", "{domain.__class__}"])
def test_a_value_is_never_read_as_a_format(text: str) -> None:
    """What a stranger wrote is shown as it is."""
    shown = render("official.domain", {"domain": text, "name": "Mẫu"}, "vi")
    assert shown.startswith(text)


def test_both_languages_have_the_same_messages() -> None:
    """Whatever is said in one language can be said in the other."""
    assert set(catalogue("vi")) == set(catalogue("en"))
