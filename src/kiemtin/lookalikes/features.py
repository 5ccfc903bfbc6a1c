"""Stage 2, first half: what speaks for and against imitation, in features that know no organisation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kiemtin.domains import DomainName
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import Candidate, label_letters
from kiemtin.lookalikes.letters import EDGE, Letters, plain
from kiemtin.lookalikes.words import Explained, cheap_endings, explain
from kiemtin.organisations.lint import ordinary_words

COMMON_ENDINGS = frozenset(["com", "net", "org", "info"])

VOWELS = frozenset("aeiouy")
USUAL_VOWELS = 0.4
"""Their share in ordinary writing, where there are no letters to count."""

MAX_EXTRA_LETTERS = 6
"""Letters beside a name that may belong to the same everyday word."""


ADDRESS_GOES_ON = ("vn-", "com-", "com.vn", "vn.", "com.", "net.vn", "gov.vn", "gov-vn", "gov.", "org.")
"""What follows the label of an address."""


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
    pieces = letters_around(candidate, domain, second)
    around = sum(map(explain, pieces), start=Explained())
    values = _likeness(candidate) | _position(candidate) | _words(candidate, around, index) | _ending(candidate, domain)
    values |= _usual(candidate, index) | _seams(candidate, domain, index.letters) | _sizes(candidate, domain)
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
    group = group_of(candidate)
    values |= {"is_typo": float(group == "typo"), "is_weak": float(group == "weak")}
    return Features(group, values, pieces, around)


def group_of(candidate: Candidate) -> str:
    """Which kind of likeness it is to the weights: ``strong``, ``typo`` or ``weak``."""
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
        "ending_odds": ending_odds().get(domain.suffix, 0.0),
    }


@lru_cache(maxsize=1)
def ending_odds() -> dict[str, float]:
    """Of public suffixes: how much oftener impersonations end so than popular names with a likeness, in log-odds.

    Counted by ``tools/train_lookalikes.py``; a suffix that is not there is met as often among both, or too seldom.
    """
    lines = files("kiemtin.lookalikes").joinpath("data/endings.tsv").read_text("utf-8").splitlines()
    return {suffix: float(odds) for suffix, odds in (line.split("\t") for line in lines if not line.startswith("#"))}


def _usual(candidate: Candidate, index: AliasIndex) -> dict[str, float]:
    """How surprising the name's own letters are: what is met by chance is no sign."""
    text, label = candidate.name.text, candidate.label
    usual = index.letters.usual(text)
    starts = label[candidate.start - 1 : candidate.start] in ("", "-")
    ends = label[candidate.end : candidate.end + 1] in ("", "-")
    here = (usual.whole if ends else usual.at_start) if starts else usual.at_end if ends else usual.anywhere
    return {
        "surprise_anywhere": usual.anywhere,
        "surprise_at_start": usual.at_start,
        "surprise_at_end": usual.at_end,
        "surprise_whole": usual.whole,
        "surprise_here": here,
        "surprise_per_letter": usual.anywhere / len(text),
        "ordinary_word": float(text in ordinary_words()),
        "in_ordinary_words": math.log1p(within_ordinary_words(text)),
    }


def _seams(candidate: Candidate, domain: DomainName, letters: Letters) -> dict[str, float]:
    """How surprising the letters beside the name are, and whether they go on where it ends as one word does."""
    label, start, end = plain(label_letters(candidate.label)), candidate.start, candidate.end
    read = letters.surprises(label + EDGE, EDGE)
    left, right = label[:start].rpartition("-")[2], label[end:].partition("-")[0]
    usual = letters.usual(candidate.name.text)
    beside = read[:start] + read[end:-1]
    words = [word for word in (*label[:start].split("-"), *label[end:].split("-")) if word]
    alone = [sum(letters.surprises(word + EDGE, EDGE)) / (len(word) + 1) for word in words]
    registered = plain(label_letters(domain.label))
    whole = letters.surprises(registered + EDGE, EDGE) if candidate.depth else read
    return {
        "surprise_first": read[start],
        "surprise_read": sum(read[start:end]) - usual.anywhere,
        "surprise_next": sum(read[end : end + 3]) / 3,
        "seam_before": sum(read[start:end]) - usual.at_start if left else 0.0,
        "seam_after": sum(read[end : end + len(right)]) - sum(letters.surprises(right, EDGE)) if right else 0.0,
        "surprise_beside": sum(beside) / len(beside) if beside else 0.0,
        "surprise_most": max(beside, default=0.0),
        "surprise_of_words": sum(alone) / len(alone) if alone else 0.0,
        "surprise_of_label": sum(read) / len(read),
        "surprise_registered": sum(whole) / len(whole),
    }


def _sizes(candidate: Candidate, domain: DomainName) -> dict[str, float]:
    """How many letters stand where."""
    beside = [
        letter for letter in candidate.label[: candidate.start] + candidate.label[candidate.end :] if letter.isalpha()
    ]
    vowels = sum(letter in VOWELS for letter in beside)
    return {
        "letters_before": float(candidate.start),
        "letters_after": float(len(candidate.label) - candidate.end),
        "letters_registered": float(len(domain.label)),
        "labels_before": float(len(domain.subdomains)),
        "depth": float(candidate.depth),
        "vowels": vowels / len(beside) if beside else USUAL_VOWELS,
        "digits_registered": sum(map(str.isdigit, domain.label)) / len(domain.label),
        "dot_com": float(domain.suffix == "com"),
        "country": float(len(domain.suffix.rpartition(".")[2]) == 2),
        "dots_in_ending": float(domain.suffix.count(".")),
        "letters_of_ending": float(len(domain.suffix.rpartition(".")[2])),
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


@lru_cache(maxsize=1)
def _all_ordinary_words() -> str:
    return "\n".join(sorted(ordinary_words()))


@lru_cache(maxsize=4096)
def within_ordinary_words(text: str) -> int:
    """How often ``text`` stands inside everyday words."""
    return _all_ordinary_words().count(text)


def letters_around(candidate: Candidate, domain: DomainName, second: Sequence[Candidate] = ()) -> tuple[str, ...]:
    """The letters around the name in its own label, and the registered label where the name stands in a subdomain.

    Other names of the same organisation, ``second``, are left out.
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
    return follows.startswith(ADDRESS_GOES_ON)
