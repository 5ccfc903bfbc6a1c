"""What is stored of a shared result: the report with everything taken out that the asker did not choose to share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from enum import StrEnum
from typing import Any

from kiemtin.evidence import (
    Advice,
    DataVersions,
    Finding,
    FindingKind,
    Language,
    Outcome,
    Reason,
    Report,
    Severity,
    Skip,
    Source,
)
from kiemtin.evidence.values import Meant
from kiemtin.formats.view import ReportView, view
from kiemtin.items import Amount, BankAccount, EmailAddress, Item, Link, Part, PartKind, PhoneNumber, ScannedCode
from kiemtin.items.values import Detail

SCHEMA_ID = "kiemtin-shared/1"

WITHHELD = "…"
"""What stands where words of the message would."""


class Shows(StrEnum):
    """How much others see; each choice holds the one before it."""

    RESULT = "result"
    """The outcome and the reasons, without a word of the message."""
    DOMAINS = "domains"
    """And the names of the sites that its links lead to."""
    MESSAGE = "message"
    """And the message itself."""


KNOWN_TO_ALL = frozenset({"name", "official", "publisher", "claim", "rating", "day"})
"""Values of reasons that come from the register or from published fact-checks, never from the message."""

OF_PICTURES = frozenset({"scanned-code", "picture-origin", "known-picture"})
"""Checks whose reasons say what a picture holds, where ``name`` is a network or whoever is paid, ``day`` when it was
taken, and a number an amount: all of it counts as words of the message."""

ABOUT_DOMAINS = frozenset({"domain", "host"})
"""Values that name a site."""

BLANK: dict[PartKind, Detail | None] = {
    PartKind.MESSAGE: None,
    PartKind.LINK: Link("", "", None),
    PartKind.PHONE: PhoneNumber("", ""),
    PartKind.BANK_ACCOUNT: BankAccount("", None),
    PartKind.EMAIL: EmailAddress("", None),
    PartKind.AMOUNT: Amount(0, ""),
    PartKind.PICTURE: None,
    PartKind.CODE: ScannedCode(""),
}
"""What parts come to is not stored: nobody is shown it."""


def to_document(report: Report, shows: Shows) -> dict[str, Any]:
    """``report`` as plain data with no more in it than ``shows``."""
    whole = shows is Shows.MESSAGE
    about = {finding.part for finding in report.findings} | {skip.part for skip in report.skipped} | {"p0"}
    kept = [
        [part.id, part.kind.value, part.start if whole else 0, part.end if whole else 0, outcome.value]
        for part, outcome in zip(report.parts, report.part_outcomes, strict=True)
        if part.id in about
    ]
    return {
        "schema": SCHEMA_ID,
        "shows": shows.value,
        "outcome": report.outcome.value,
        "text": report.item.text if whole else "",
        "parts": kept,
        "findings": [_finding(finding, shows) for finding in report.findings],
        "skipped": [[skip.check, skip.part, _reason(skip.reason, shows)] for skip in report.skipped],
        # Advice holds confirmed numbers and domains of organisations, and nothing of the message.
        "advice": [[one.when, _whole(one.reason), _sources(one.sources)] for one in report.advice],
        "data": asdict(report.data),
    }


def shared_view(document: dict[str, Any], language: Language) -> ReportView:
    """What others see, in ``language``; raises ``KeyError`` or ``ValueError`` for a document of another edition."""
    shown = view(report_of(document), language)
    if Shows(document["shows"]) is not Shows.RESULT:
        return shown
    # Without the forged name there is nothing to put beside the official one.
    return replace(shown, findings=tuple(replace(finding, comparison=()) for finding in shown.findings))


def shows_message(document: dict[str, Any]) -> bool:
    """Whether the message itself was shared."""
    return bool(document["shows"] == Shows.MESSAGE)


def _finding(finding: Finding, shows: Shows) -> dict[str, Any]:
    return {
        "check": finding.check,
        "part": finding.part,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "reason": _reason(finding.reason, shows, of_picture=finding.check in OF_PICTURES),
        "sources": _sources(finding.sources),
        "organisation": asdict(finding.organisation) if finding.organisation else None,
        "technique": finding.technique,
        "marks": [list(mark) for mark in finding.marks] if shows is Shows.MESSAGE else [],
    }


def _whole(reason: Reason) -> list[Any]:
    return [reason.id, [list(value) for value in reason.values]]


def _reason(reason: Reason, shows: Shows, *, of_picture: bool = False) -> list[Any]:
    """The reason with words of the message replaced; a value nobody has thought of counts as one."""
    if shows is Shows.MESSAGE:
        return _whole(reason)
    told = {*(() if of_picture else KNOWN_TO_ALL), *(ABOUT_DOMAINS if shows is Shows.DOMAINS else ())}

    def is_told(name: str, value: object) -> bool:
        return name in told or (isinstance(value, int) and not of_picture)

    values = [[name, value if is_told(name, value) else WITHHELD] for name, value in reason.values]
    return [reason.id, values]


def _sources(sources: Iterable[Source]) -> list[dict[str, str | None]]:
    return [asdict(source) for source in sources]


def report_of(document: dict[str, Any]) -> Report:
    """The report as far as it is stored; raises ``KeyError`` or ``ValueError`` for a document of another edition."""
    if document["schema"] != SCHEMA_ID:
        raise ValueError(document["schema"])
    text = document["text"]
    return Report(
        item=Item(text),
        outcome=Outcome(document["outcome"]),
        parts=tuple(
            Part(name, PartKind(kind), text[start:end], start, end, BLANK[PartKind(kind)])
            for name, kind, start, end, _ in document["parts"]
        ),
        part_outcomes=tuple(Outcome(outcome) for *_, outcome in document["parts"]),
        findings=tuple(map(_read_finding, document["findings"])),
        skipped=tuple(Skip(check, part, _read_reason(given)) for check, part, given in document["skipped"]),
        advice=tuple(
            Advice(when, _read_reason(given), _read_sources(sources)) for when, given, sources in document["advice"]
        ),
        data=DataVersions(**document["data"]),
    )


def _read_finding(given: dict[str, Any]) -> Finding:
    return Finding(
        check=given["check"],
        part=given["part"],
        kind=FindingKind(given["kind"]),
        severity=Severity(given["severity"]),
        confidence=given["confidence"],
        reason=_read_reason(given["reason"]),
        sources=_read_sources(given["sources"]),
        organisation=Meant(**given["organisation"]) if given["organisation"] else None,
        technique=given["technique"],
        marks=tuple((start, end) for start, end in given["marks"]),
    )


def _read_reason(given: list[Any]) -> Reason:
    return Reason(given[0], tuple((name, value) for name, value in given[1]))


def _read_sources(given: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(**source) for source in given)
