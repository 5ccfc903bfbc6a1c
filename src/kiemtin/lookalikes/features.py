"""Stage 2, first half: what speaks for and against imitation, in features that know no organisation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kiemtin.domains import DomainName
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import Candidate, label_letters
from kiemtin.lookalikes.words import Explained, cheap_endings, explain
from kiemtin.organisations.lint import ordinary_words

COMMON_ENDINGS = frozenset(["com", "net", "org", "info"])

MAX_EXTRA_LETTERS = 6
"""Letters beside a name that may belong to the same everyday word."""


@dataclass(frozen=True, slots=True)
class Features:
    """What stage 2 weighs: ``group`` picks the weights, ``values`` are numbers of about 0 to 3.

    ``pieces`` are the letters around the name, ``around`` what known words make of them.
    """

    group: str
    values: dict[str, float]
    pieces: tuple[str, ...]
    around: Explained


def features(candidate: Candidate, domain: DomainName, others: Sequence[Candidate], index: AliasIndex) -> Features:
    """The features of one candidate; ``others`` are all candidates of the same host, itself included."""
    second = [o for o in others if o.name.organisation == candidate.name.organisation and _apart(o, candidate)]
    pieces = _pieces(candidate, domain, second)
    around = sum(map(explain, pieces), start=Explained())
    values = _likeness(candidate) | _position(candidate) | _words(candidate, around, index) | _ending(candidate, domain)
    values["second_name"] = float(bool(second))
    if candidate.name.organisation in index.vietnamese:
        values |= {
            "vietnamese": 1.0,
            "vietnamese_common": values["common_ending"],
            "vietnamese_vn": values["vn_ending"],
        }
    else:
        values["foreign_lure_vi"] = float(around.lures_vi > 0)
    if candidate.depth:
        values["subdomain"] = 1.0
        values["subdomain_ends_official"] = float(_poses_as_address(candidate, domain))
        values["subdomain_first"] = float(candidate.offset == 0)
    return Features(_group(candidate), values, pieces, around)


def _group(candidate: Candidate) -> str:
    if candidate.kind == "weak":
        return "weak"
    return "typo" if candidate.kind == "typo" else "strong"


def _likeness(candidate: Candidate) -> dict[str, float]:
    length = len(candidate.name.text)
    return {
        "shape": float(candidate.kind == "shape"),
        "hyphen": float(candidate.kind == "hyphen"),
        "not_ascii": float(not candidate.label[candidate.start : candidate.end].isascii()),
        "alias_length": min(length, 14) / 7,
        "slip_cost": candidate.cost,
        "slip_share": 10 * candidate.cost / length,
        "first_letter_kept": float(candidate.label[candidate.start] == candidate.name.text[0]),
    }


def _position(candidate: Candidate) -> dict[str, float]:
    label, start, end = candidate.label, candidate.start, candidate.end
    before, after = label[start - 1 : start], label[end : end + 1]
    starts, ends = before in ("", "-"), after in ("", "-")
    return {
        "whole_label": float(end - start == len(label)),
        "own_token": float(starts and ends and end - start < len(label)),
        "at_start": float(start == 0),
        "at_end": float(end == len(label)),
        "inside": float(not starts and not ends),
        "digit_after": float(after.isdigit()),
        "digit_before": float(before.isdigit()),
        "vn_beside": float(label[end:].lstrip("-").startswith("vn") or label[:start].rstrip("-").endswith("vn")),
        "share": (end - start) / len(label),
    }


def _words(candidate: Candidate, around: Explained, index: AliasIndex) -> dict[str, float]:
    rest = candidate.label[: candidate.start] + "-" + candidate.label[candidate.end :]
    own = sum(word in rest for word in index.words.get(candidate.name.organisation, ()))
    rest_length = max(1, len(candidate.label) - (candidate.end - candidate.start))
    return {
        "lures_vi": min(around.lures_vi, 3) / 1.5,
        "lures_en": min(around.lures_en, 3) / 1.5,
        "any_lure": float(around.lures > 0),
        "own_words": float(own > 0),
        "within_ordinary_word": float(_within_ordinary_word(candidate)),
        "places": float(around.places > 0),
        "topics": float(around.topics > 0),
        "digits": min(around.digits, 4) / 2,
        "unexplained": math.log1p(around.unexplained),
        "unexplained_few": float(0 < around.unexplained <= 2),
        "unexplained_share": around.unexplained / rest_length,
        "hyphens": min(candidate.label.count("-"), 3) / 1.5,
    }


def _ending(candidate: Candidate, domain: DomainName) -> dict[str, float]:
    top = domain.suffix.rpartition(".")[2]
    foreign = len(top) == 2 and top != "vn" and top not in cheap_endings()
    whole = candidate.end - candidate.start == len(candidate.label)
    return {
        "cheap_ending": float(top in cheap_endings()),
        "common_ending": float(domain.suffix in COMMON_ENDINGS),
        "vn_ending": float(top == "vn"),
        "state_ending": float(domain.suffix.startswith(("gov.", "edu.", "ac.")) or domain.suffix in ("gov", "edu")),
        "foreign_ending": float(foreign),
        "whole_foreign": float(whole and foreign),
        "whole_common": float(whole and domain.suffix in COMMON_ENDINGS),
        "hosted": float(domain.suffix.count(".") > 0 and top != "vn" and len(top) > 2),
    }


def _within_ordinary_word(candidate: Candidate) -> bool:
    """``lotte`` in ``lottery``: letters beside the name make an everyday word of it."""
    if candidate.kind not in ("weak", "exact"):
        return False
    label, start, end = candidate.label, candidate.start, candidate.end
    for first in range(max(0, start - MAX_EXTRA_LETTERS), start + 1):
        for last in range(end, min(len(label), end + MAX_EXTRA_LETTERS) + 1):
            if last - first > end - start and label[first:last] in ordinary_words():
                return True
    return False


def _pieces(candidate: Candidate, domain: DomainName, second: Sequence[Candidate]) -> tuple[str, ...]:
    """The letters around the name in its own label, and the registered label where the name stands in a subdomain.

    Other names of the same organisation are left out.
    """
    letters = list(label_letters(candidate.label))
    for taken in (candidate, *second):
        if taken.depth == candidate.depth:
            letters[taken.start : taken.end] = " " * (taken.end - taken.start)
    pieces = tuple("".join(letters).split())
    if candidate.depth and not any(o.depth == 0 for o in second):
        return (*pieces, label_letters(domain.label))
    return pieces


def _apart(one: Candidate, other: Candidate) -> bool:
    return one.depth != other.depth or one.end <= other.start or other.end <= one.start


def _poses_as_address(candidate: Candidate, domain: DomainName) -> bool:
    """``shb.com.vn-kps.top``, ``techcombank.vn-pl.top``: the host begins like the organisation's own address."""
    if candidate.end != len(candidate.label):
        return False
    follows = domain.shown[candidate.offset + len(candidate.label) + 1 :]
    return follows.startswith(("vn-", "com-", "com.vn", "vn.", "com.", "net.vn", "gov.vn", "gov-vn", "gov.", "org."))
