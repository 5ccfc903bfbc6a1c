"""Findings, what they come to, and the words for them."""

from kiemtin.evidence.advice import Contact, advise
from kiemtin.evidence.conclude import conclude, conclude_part, order
from kiemtin.evidence.messages import LANGUAGES, Language, catalogue, language_of_locale, render
from kiemtin.evidence.values import (
    Advice,
    DataVersions,
    Finding,
    FindingKind,
    Meant,
    Outcome,
    Reason,
    Report,
    Severity,
    Skip,
    Source,
    reason,
)

__all__ = [
    "LANGUAGES",
    "Advice",
    "Contact",
    "DataVersions",
    "Finding",
    "FindingKind",
    "Language",
    "Meant",
    "Outcome",
    "Reason",
    "Report",
    "Severity",
    "Skip",
    "Source",
    "advise",
    "catalogue",
    "conclude",
    "conclude_part",
    "language_of_locale",
    "order",
    "reason",
    "render",
]
