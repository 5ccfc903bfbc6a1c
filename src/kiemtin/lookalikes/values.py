"""What the lookalike engine returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Technique(StrEnum):
    """How a name imitates another; the field's standard terms."""

    HOMOGRAPH = "homograph"
    DIGIT_SWAP = "digit-swap"
    TYPOSQUAT = "typosquat"
    COMBOSQUAT = "combosquat"
    ABBREVIATION = "abbreviation"
    HYPHENATION = "hyphenation"
    TLD_SWAP = "tld-swap"
    BRAND_IN_SUBDOMAIN = "brand-in-subdomain"
    FAKE_TLD = "fake-tld"


class Verdict(StrEnum):
    """What carrying the name amounts to. Naming is not impersonating."""

    IMPERSONATES = "impersonates"
    BEARS_NAME = "bears-name"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Match:
    """A domain name that carries an organisation's name, or letters that read like it.

    ``score`` is the probability that it imitates the organisation, whatever the verdict. ``matched`` are the letters
    of the domain in question (``shown[start:end]``), ``alias`` is the word they read like, ``official`` the
    organisation's own domain to set beside it.
    """

    domain: str
    organisation: str
    verdict: Verdict
    technique: Technique
    score: float
    matched: str
    alias: str
    start: int
    end: int
    official: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What bulk screening says of one name; as ``Match``, and for official names too.

    ``technique`` is ``None`` where nothing imitates; ``score`` is the probability of imitation, whatever the verdict.
    """

    verdict: Verdict
    organisation: str
    technique: Technique | None
    score: float
    matched: str
    official: str | None
