"""The JSON contract ``kiemtin-report/1``: what other programs read. Fields may be added, never changed or removed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from typing import Any, assert_never

from kiemtin.evidence import LANGUAGES, Advice, Finding, Outcome, Reason, Report, Skip, Source
from kiemtin.formats.entries import overlap_data
from kiemtin.formats.places import boxes_of_finding
from kiemtin.items import Amount, BankAccount, Box, EmailAddress, Link, Part, PhoneNumber, ScannedCode

SCHEMA_ID = "kiemtin-report/1"

MUST_BE_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Lone surrogates (no UTF-8 exists for them), and what would end a line or steer a terminal or an editor."""


def dumps(report: Report) -> str:
    """``report`` as one line of JSON, safe to write as UTF-8 and to print, whatever stood in the item."""
    return encode(to_json(report))


def encode(document: dict[str, Any]) -> str:
    """One line of JSON with readable Vietnamese; what is unsafe on a line or a terminal stands as an escape."""
    line = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return MUST_BE_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) that every report keeps."""
    document: dict[str, Any] = json.loads(files("kiemtin.formats").joinpath("report.schema.json").read_text("utf-8"))
    return document


def to_json(report: Report) -> dict[str, Any]:
    """``report`` as plain data, in the order of the contract; spans are code points of the item's text."""
    return {
        "schema": SCHEMA_ID,
        "outcome": report.outcome.value,
        **({"images": list(_images(report))} if report.item.pictures else {}),
        "parts": [_part(part, outcome) for part, outcome in zip(report.parts, report.part_outcomes, strict=True)],
        "findings": [_finding(finding) | _boxes(finding, report) for finding in report.findings],
        "skipped": [_skip(skip) for skip in report.skipped],
        "advice": [_advice(advice) for advice in report.advice],
        "data": asdict(report.data),
    }


def _part(part: Part, outcome: Outcome) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind.value,
        "text": part.text,
        **_place(part),
        "outcome": outcome.value,
        "value": canonical_value(part),
    }


def _place(part: Part) -> dict[str, Any]:
    if part.image is None or part.box is None:
        return {"start": part.start, "end": part.end}
    return {"image": str(part.image), "box": _box(part.box)}


def _images(report: Report) -> Iterator[dict[str, Any]]:
    """Each picture by the name that parts call it by: its place among the pictures, from 0."""
    for number, picture in enumerate(report.item.pictures):
        yield {
            "id": str(number),
            "width": picture.width,
            "height": picture.height,
            "scale": round(picture.scale, 4),
        }


def _boxes(finding: Finding, report: Report) -> dict[str, Any]:
    """Where in its picture a finding points at, a box per line; its marks are no places of a text anybody has."""
    image = report.part(finding.part).image
    if image is None:
        return {}
    boxes = boxes_of_finding(report, finding)
    overlap = {"overlap": overlap_data(finding.overlap)} if finding.overlap is not None else {}
    return {"marks": [], "image": str(image), "boxes": [_box(box) for box in boxes], **overlap}


def _box(box: Box) -> list[int]:
    return [box.x, box.y, box.width, box.height]


def canonical_value(part: Part) -> str | None:
    """What the part comes to, however it was written: an address, a number, ``2000000 VND``; ``None`` for a message."""
    match part.detail:
        case Link(url=value) | PhoneNumber(number=value) | BankAccount(number=value) | EmailAddress(address=value):
            return value
        case Amount(value=amount, currency=currency):
            return f"{amount:.15g} {currency}" if amount % 1 else f"{amount:.0f} {currency}"
        case None | ScannedCode():
            return None
        case _:
            assert_never(part.detail)


def _finding(finding: Finding) -> dict[str, Any]:
    meant = finding.organisation
    return {
        "check": finding.check,
        "part": finding.part,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "organisation": meant.id if meant else None,
        "organisation_name": meant.name if meant else None,
        "organisation_confirmed": meant.confirmed if meant else None,
        "technique": finding.technique,
        "marks": [list(mark) for mark in finding.marks],
        "reason": _reason(finding.reason),
        "sources": [_source(source) for source in finding.sources],
    }


def _skip(skip: Skip) -> dict[str, Any]:
    return {"check": skip.check, "part": skip.part, "reason": _reason(skip.reason)}


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "id": advice.reason.id,
        "when": advice.when,
        "text": _texts(advice.reason),
        "values": _values(advice.reason),
        "sources": [_source(source) for source in advice.sources],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"id": reason.id, "text": _texts(reason), "values": _values(reason)}


def _texts(reason: Reason) -> dict[str, str]:
    return {language: reason.text(language) for language in LANGUAGES}


def _values(reason: Reason) -> dict[str, str | int | float]:
    # JSON has no infinity and no NaN; a reader still deserves to see what was there.
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in reason.values
    }


def _source(source: Source) -> dict[str, str | None]:
    return asdict(source)
