"""The engine's front door: a register compiled once, and one question asked of each domain name."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kiemtin.domains import DomainName, Suffixes, parse_domain
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import CLEAR, Candidate, candidates, resolve
from kiemtin.lookalikes.features import Features, features, group_of, letters_around
from kiemtin.lookalikes.score import probability
from kiemtin.lookalikes.speech import Spoken, is_speech, speech
from kiemtin.lookalikes.values import Assessment, Match, Technique, Verdict
from kiemtin.lookalikes.words import Explained, cheap_endings, word_classes
from kiemtin.organisations import Fact, Organisation, Register

if TYPE_CHECKING:
    from pyarrow import Table

    from kiemtin.lookalikes.columns import OneByOne
    from kiemtin.lookalikes.table import TableMatcher

MOST_MET = 1_024
"""Names whose match is kept."""

RESERVED_ENDINGS = frozenset({"gov.vn"})
"""Endings under which only state bodies can register: ``dichvucong.hanoi.gov.vn`` is a city's own portal."""

SUSPICIOUS = 0.4
"""From this probability on a name is said to imitate; below, only that it carries the name (``docs/lookalikes.md``)."""

OFFICIAL_ADDRESS_SHOWN = 0.97
"""The least for a host that begins with an organisation's whole address and ends elsewhere: made to be misread."""

MANY_UNEXPLAINED = 4
"""Letters beside a name that no list explains: whoever they are, nothing says that they pose as it."""

ONE_WORD_IS_ENOUGH = 0.995
"""From this probability on, one everyday word beside a name (``neo``) does not yet make it somebody talking."""

CHANCE = 0.35
"""The most that a weak alias can reach among letters nothing explains: alone it is never enough."""

MIN_UNEXPLAINED = 3


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    seen: Features
    score: float
    shows_address: bool = False
    by_message: bool = False

    def impersonates(self, suffix: str) -> bool:
        """Whether it is likely enough, and the words around the name do not merely talk about it."""
        if self.score < SUSPICIOUS or self.shows_address:
            return self.score >= SUSPICIOUS
        spoken = sum(map(speech, self.seen.pieces), start=_ending_says(suffix))
        misread = _made_to_be_misread(self.candidate, self.seen)
        spoken_for = self.by_message and self.candidate.kind != "weak"
        no_purpose = not (spoken_for or misread or spoken.lures) and _shows_no_purpose(self.seen)
        return not no_purpose and not _speaks(spoken, self.score, misread=misread)


@dataclass(frozen=True, slots=True)
class Found:
    """A likeness that the compiled engine found and weighed; ``start`` and ``end`` count from the host's beginning."""

    alias: str
    kind: str
    depth: int
    start: int
    end: int
    poses: bool
    score: float
    around: Explained


class Matcher:
    """Finds the organisation that a domain name imitates or carries; knows nothing of messages or reports."""

    def __init__(
        self, register: Register, suffixes: Suffixes | None = None, *, only: Collection[str] | None = None
    ) -> None:
        """``only`` these organisations (ids) are looked for; whose a domain is, the whole register says."""
        self._register = register
        self._suffixes = suffixes
        self._only = only
        sought = [one for one in register if only is None or one.id in only]
        self._index = AliasIndex(Register(tuple(sought), register.version), suffixes)
        self._met: dict[tuple[DomainName, frozenset[str]], Match | None] = {}

    def match(self, domain: DomainName | str, named: Collection[str] = ()) -> Match | None:
        """The likeliest organisation behind the letters of ``domain``, or ``None`` where there is no likeness.

        ``named`` are ids of organisations that the message around the link speaks for. An organisation's own domain,
        and that of a tenant who carries the name by right, is no likeness.
        """
        name = parse_domain(domain, self._suffixes) if isinstance(domain, str) else domain
        if name is None or not name.label:
            return None
        asked = name, frozenset(named)
        with contextlib.suppress(KeyError):
            return self._met[asked]
        if len(self._met) >= MOST_MET:
            self._met.clear()
        match = self._met[asked] = self._likeliest(*asked)
        return match

    def forget(self) -> None:
        """Forget the names that were met: of what goes round, each is asked about many times."""
        self._met.clear()

    def _likeliest(self, name: DomainName, named: frozenset[str]) -> Match | None:
        if self._is_known(name):
            return None
        best = self._best(name, named)
        if best is None or (best.score < SUSPICIOUS and not _carries(best.candidate)):
            return None
        return self._match(name, best)

    def assess(self, domain: str) -> Assessment | None:
        """Whatever ``domain`` may be carrying, however unlikely, and whose it is where the register knows.

        ``None`` where nothing in it resembles a name.
        """
        name = parse_domain(domain, self._suffixes)
        if name is None or not name.label:
            return None
        known = self._known(name)
        if known is not None:
            organisation, verdict = known
            if self._only is not None and organisation.id not in self._only:
                return None
            official = organisation.main_domain
            address = official.value if official else None
            return Assessment(verdict, organisation.id, None, 0.0, name.registrable, address)
        best = None if name.suffix in RESERVED_ENDINGS else self._best(name)
        if best is None:
            return None
        return _assessment(self._match(name, best))

    def confirm(self, domain: str, found: Found) -> Assessment | None:
        """What ``assess`` says of a name that is known to hold one likeness, ``found``, and no other."""
        name = parse_domain(domain, self._suffixes)
        if name is None:
            return None
        label = [*name.subdomains, name.label][-1 - found.depth]
        offset = sum(len(before) + 1 for before in name.subdomains[: len(name.subdomains) - found.depth])
        span = (found.start - offset, found.end - offset)
        one = Candidate(self._index.names[found.alias], found.kind, label, offset, found.depth, *span)
        cheap = name.suffix.rpartition(".")[2] in cheap_endings()
        values = {"subdomain_ends_official": float(found.poses), "second_name": 0.0, "cheap_ending": float(cheap)}
        seen = Features(group_of(one), values, letters_around(one, name), found.around)
        return _assessment(self._match(name, _Judged(one, seen, found.score)))

    def match_table(self, table: Table) -> Table:
        """Every name of an Arrow table that resembles one in the register, with what ``assess`` says of it.

        ``table`` holds the names in its column ``domain``, or in its first column of text. The result has the columns
        ``domain, verdict, organisation, technique, score, matched, official``, in the order of ``table``, each
        ``domain`` as it was given. A function of its argument alone: it may run on many parts at once. Needs the extra
        ``bulk``, and one or two minutes to compile, once in an installation; raises ``ValueError`` for a table without
        a column of text.
        """
        return self.tables.match(table)

    def match_each(self, table: Table) -> Table:
        """The same rows as ``match_table``, name by name with nothing to compile: for some thousands of names."""
        from kiemtin.lookalikes.columns import OneByOne

        return OneByOne(self).match(table)

    @cached_property
    def tables(self) -> TableMatcher | OneByOne:
        """The engine's bulk face, made when first asked for."""
        from kiemtin.lookalikes.columns import OneByOne

        if find_spec("numba") is None:  # Intel Macs have no wheel of it
            return OneByOne(self)
        from kiemtin.lookalikes.table import TableMatcher

        return TableMatcher(self, self._index, self._register, self._suffixes)

    def _best(self, name: DomainName, named: Collection[str] = ()) -> _Judged | None:
        found = resolve(list(candidates(name, self._index)))
        judged = [self._judge(one, name, found, named) for one in found]
        return max(judged, key=lambda one: (one.score, len(one.candidate.name.text))) if judged else None

    def _is_known(self, name: DomainName) -> bool:
        return name.suffix in RESERVED_ENDINGS or self._known(name) is not None

    def _known(self, name: DomainName) -> tuple[Organisation, Verdict] | None:
        """Whose name it is, or who tolerates that somebody else carries it."""
        for host in {name.ascii, name.shown}:
            owner = self._register.owner_of(host)
            if owner is not None and not _is_let(name, owner[1]):
                return owner[0], Verdict.OFFICIAL
            tenant = self._register.tenant(host)
            if tenant is not None:
                return tenant[0], Verdict.BEARS_NAME
        return None

    def _judge(self, one: Candidate, name: DomainName, found: list[Candidate], named: Collection[str]) -> _Judged:
        seen = features(one, name, found, self._index)
        by_message = one.name.organisation in named
        score = probability(seen, named=by_message)
        if one.kind == "weak" and not by_message and _is_chance(one, seen):
            score = min(score, CHANCE)
        if self._shows_official_address(one, name):
            return _Judged(one, seen, max(score, OFFICIAL_ADDRESS_SHOWN), shows_address=True, by_message=by_message)
        return _Judged(one, seen, score, by_message=by_message)

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
            verdict=Verdict.IMPERSONATES if best.impersonates(name.suffix) else Verdict.BEARS_NAME,
            technique=technique(one, best.seen, holds_shorter_name=self._holds_shorter_name(one)),
            score=best.score,
            matched=one.label[one.start : one.end],
            alias=one.name.text,
            start=start,
            end=start + one.end - one.start,
            official=official.value if official else None,
        )


def _assessment(match: Match) -> Assessment:
    return Assessment(match.verdict, match.organisation, match.technique, match.score, match.matched, match.official)


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
