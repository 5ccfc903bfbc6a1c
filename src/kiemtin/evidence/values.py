"""Findings, skips, advice and the report: frozen values; an invalid one cannot be built."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from kiemtin.evidence.messages import Language, render
from kiemtin.items import Item, Overlap, Part

Value = str | int | float


class FindingKind(StrEnum):
    """What a finding tells; the axis of meaning."""

    DANGER_SIGN = "danger_sign"
    OFFICIAL = "official"
    PUBLISHED = "published"
    CONTEXT = "context"


class Severity(StrEnum):
    """How bad it would be if the finding is right; apart from how sure it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Outcome(StrEnum):
    """What a part or an item comes to, strongest first. There is no "safe"."""

    DANGER = "danger"
    CAUTION = "caution"
    PUBLISHED = "published"
    OFFICIAL = "official"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Reason:
    """A message id with its values; the texts live in the catalogues."""

    id: str
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, language: Language) -> str:
        """The reason in words."""
        return render(self.id, dict(self.values), language)


def reason(message_id: str, **values: Value) -> Reason:
    """A ``Reason`` written the short way."""
    return Reason(message_id, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; ``url`` and ``retrieved`` (ISO date) only where they were seen.

    ``note`` says how it was seen: ``stored copy`` for a page read from an archive.
    """

    title: str
    publisher: str
    url: str | None = None
    retrieved: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """The organisation a finding is about; ``confirmed`` says whether the fact used about it was seen at its source."""

    id: str
    name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence: what was seen, in which part, why it matters, and who says so.

    ``confidence`` is the probability (0..1) that the finding is right; each check's page says on which data it was
    calibrated. ``marks`` are the exact letters it is about, as spans of the item's text; ``overlap`` is what of the
    picture a known one shows as well.
    """

    check: str
    part: str
    kind: FindingKind
    severity: Severity
    confidence: float
    reason: Reason
    sources: tuple[Source, ...]
    organisation: Meant | None = None
    technique: str | None = None
    marks: tuple[tuple[int, int], ...] = ()
    overlap: Overlap | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        if not self.sources:
            raise ValueError(f"a finding of {self.check} without a source")
        if any(not 0 <= start < end for start, end in self.marks):
            raise ValueError(f"an empty mark in a finding of {self.check}")
        if self.kind is FindingKind.OFFICIAL and self.organisation is None:
            raise ValueError(f"an official finding of {self.check} without an organisation")


@dataclass(frozen=True, slots=True)
class Skip:
    """What could not be checked, and why; ``part`` is ``None`` where it concerns the whole item."""

    check: str
    part: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, with who advises it. ``when`` is ``now``, or ``already`` for the one who already did it."""

    when: Literal["now", "already"]
    reason: Reason
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class DataVersions:
    """The editions of all data a report was made with, so that it can be reproduced."""

    kiemtin: str
    organisations: str
    patterns: str | None
    suffixes: str
    factchecks: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer: outcome, parts with theirs, findings strongest first, what was skipped, and what to do."""

    item: Item
    outcome: Outcome
    parts: tuple[Part, ...]
    part_outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]
    advice: tuple[Advice, ...]
    data: DataVersions

    def __post_init__(self) -> None:
        if len(self.parts) != len(self.part_outcomes):
            raise ValueError("each part has one outcome")
        known = {part.id for part in self.parts}
        if any(finding.part not in known for finding in self.findings):
            raise ValueError("a finding about a part that is not in the report")

    def part(self, part_id: str) -> Part:
        """The part with this id; raises ``KeyError``."""
        return {part.id: part for part in self.parts}[part_id]
