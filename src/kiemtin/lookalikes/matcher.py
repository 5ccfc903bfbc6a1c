"""The engine's front door: a register compiled once, and one question asked of each domain name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from kiemtin.domains import DomainName, Suffixes, parse_domain
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import CLEAR, Candidate, candidates, resolve
from kiemtin.lookalikes.features import Features, features
from kiemtin.lookalikes.score import probability
from kiemtin.lookalikes.speech import Spoken, is_speech, speech
from kiemtin.lookalikes.values import Match, Technique, Verdict
from kiemtin.lookalikes.words import cheap_endings, word_classes
from kiemtin.organisations import Fact, Register

RESERVED_ENDINGS = frozenset({"gov.vn"})
"""Endings under which only state bodies can register: ``dichvucong.hanoi.gov.vn`` is a city's own portal."""

SUSPICIOUS = 0.4
"""From this probability on a name is said to imitate; below, only that it carries the name (``docs/lookalikes.md``)."""

OFFICIAL_ADDRESS_SHOWN = 0.97
"""The least for a host that begins with an organisation's whole address and ends elsewhere: made to be misread."""

MANY_UNEXPLAINED = 4
"""Letters beside a name that no list explains: whoever they are, nothing says that they pose as it."""

ONE_WORD_IS_ENOUGH = 0.95
"""From this probability on, one everyday word beside a name (``neo``) does not yet make it somebody talking."""

CHANCE = 0.35
"""The most that a weak alias can reach among letters nothing explains: alone it is never enough."""

MIN_UNEXPLAINED = 3


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    seen: Features
    score: float
    speech: bool


class Matcher:
    """Finds the organisation that a domain name imitates or carries; knows nothing of messages or reports."""

    def __init__(self, register: Register, suffixes: Suffixes | None = None) -> None:
        self._register = register
        self._suffixes = suffixes
        self._index = AliasIndex(register, suffixes)

    def match(self, domain: DomainName | str, named: Collection[str] = ()) -> Match | None:
        """The likeliest organisation behind the letters of ``domain``, or ``None`` where there is no likeness.

        ``named`` are ids of organisations that the message around the link speaks for. An organisation's own domain,
        and that of a tenant who carries the name by right, is no likeness.
        """
        name = parse_domain(domain, self._suffixes) if isinstance(domain, str) else domain
        if name is None or not name.label or self._is_known(name):
            return None
        found = resolve(list(candidates(name, self._index)))
        judged = [self._judge(one, name, found, named) for one in found]
        if not judged:
            return None
        best = max(judged, key=lambda one: (one.score, len(one.candidate.name.text)))
        return self._match(name, best) if best.score >= SUSPICIOUS or _carries(best.candidate) else None

    def _is_known(self, name: DomainName) -> bool:
        if name.suffix in RESERVED_ENDINGS:
            return True
        for host in (name.ascii, name.shown):
            owner = self._register.owner_of(host)
            if (owner is not None and not _is_let(name, owner[1])) or self._register.tenant(host):
                return True
        return False

    def _judge(self, one: Candidate, name: DomainName, found: list[Candidate], named: Collection[str]) -> _Judged:
        seen = features(one, name, found, self._index)
        by_message = one.name.organisation in named
        score = probability(seen, named=by_message)
        if one.kind == "weak" and not by_message and _is_chance(one, seen):
            score = min(score, CHANCE)
        if self._shows_official_address(one, name):
            return _Judged(one, seen, max(score, OFFICIAL_ADDRESS_SHOWN), speech=False)
        spoken = sum(map(speech, seen.pieces), start=_ending_says(name.suffix))
        misread = _made_to_be_misread(one, seen)
        no_purpose = not (by_message or misread or spoken.lures) and _shows_no_purpose(seen)
        return _Judged(one, seen, score, no_purpose or _speaks(spoken, score, misread=misread))

    def _shows_official_address(self, one: Candidate, name: DomainName) -> bool:
        """Whether the host begins with the organisation's whole own address: ``shb.com.vn-kps.top``."""
        organisation = self._register.get(one.name.organisation)
        ahead = name.shown.removeprefix("www.")
        return organisation is not None and any(
            ahead.startswith((f"{fact.value}-", f"{fact.value}.")) for fact in organisation.domains
        )

    def _holds_shorter_name(self, one: Candidate) -> bool:
        """``bidv-smartbanking``: the hyphen stands between the name and a word, not inside the name."""
        letters = one.label[one.start : one.end].split("-")
        organisation = self._register.get(one.name.organisation)
        return organisation is not None and any(alias.value in letters for alias in organisation.aliases)

    def _match(self, name: DomainName, best: _Judged) -> Match:
        one = best.candidate
        organisation = self._register.get(one.name.organisation)
        official = organisation.main_domain if organisation else None
        start = one.offset + one.start
        return Match(
            domain=name.shown,
            organisation=one.name.organisation,
            verdict=Verdict.IMPERSONATES if best.score >= SUSPICIOUS and not best.speech else Verdict.BEARS_NAME,
            technique=technique(one, best.seen, holds_shorter_name=self._holds_shorter_name(one)),
            score=best.score,
            matched=one.label[one.start : one.end],
            alias=one.name.text,
            start=start,
            end=start + one.end - one.start,
            official=official.value if official else None,
        )


def _made_to_be_misread(one: Candidate, seen: Features) -> bool:
    """Fans and newspapers spell the name right and leave the address alone: no ``b1dv-hoidap``, ``bidv.vn-tintuc``."""
    return one.kind in ("typo", "shape") or seen.values.get("subdomain_ends_official", 0) > 0


def _is_let(name: DomainName, fact: Fact) -> bool:
    """``techcombank-xacthuc.s3.amazonaws.com``: a name that its owner lets anybody register under its own."""
    return fact.user_content and not f".{fact.value}".endswith(f".{name.registrable}")


@lru_cache(maxsize=1024)
def _ending_says(suffix: str) -> Spoken:
    """``.sucks`` and ``.fans`` speak too; that an ending is sold as ``.shop`` or ``.lol`` says nothing yet."""
    speaking = [label for label in suffix.split(".") if label in word_classes() and label not in cheap_endings()]
    said = sum(map(speech, speaking), start=Spoken())
    return replace(said, lures=0)


def _speaks(spoken: Spoken, score: float, *, misread: bool) -> bool:
    """Whether the words around a name talk about it: the likelier the imitation, the more of them it takes."""
    if not is_speech(spoken) or (misread and not spoken.critics):
        return False
    return spoken.critics + spoken.known > 0 or spoken.talk > 1 or score < ONE_WORD_IS_ENOUGH


def _shows_no_purpose(seen: Features) -> bool:
    """``vietinbank-retirees.org``: many letters we do not know, and nothing that offers, asks or hides."""
    signs = seen.around.lures + seen.around.digits + seen.values["second_name"] + seen.values["cheap_ending"]
    return not signs and seen.around.unexplained >= MANY_UNEXPLAINED


def _is_chance(one: Candidate, seen: Features) -> bool:
    """``momo`` in ``momoiro``, ``acb`` in ``macbook``: other letters beside it, and no sign of purpose in the name."""
    signs = seen.around.lures + seen.around.digits + seen.around.places + seen.values["second_name"]
    return not signs and (seen.around.unexplained >= MIN_UNEXPLAINED or seen.values["inside"] > 0)


def _carries(one: Candidate) -> bool:
    """Whether the name's letters really stand there, and not merely letters that could be read like it."""
    return one.kind in CLEAR


def technique(one: Candidate, seen: Features, *, holds_shorter_name: bool) -> Technique:
    """The field's name for what was done."""
    if one.kind in ("shape", "typo") and not one.label[one.start : one.end].isascii():
        return Technique.HOMOGRAPH
    if one.kind == "shape":
        return Technique.DIGIT_SWAP
    if one.kind == "typo":
        return Technique.TYPOSQUAT
    if one.depth:
        fake = seen.values["subdomain_ends_official"] > 0
        return Technique.FAKE_TLD if fake else Technique.BRAND_IN_SUBDOMAIN
    if one.kind == "hyphen":
        return Technique.COMBOSQUAT if holds_shorter_name else Technique.HYPHENATION
    if one.end - one.start == len(one.label):
        return Technique.TLD_SWAP
    return Technique.ABBREVIATION if one.kind == "weak" else Technique.COMBOSQUAT
