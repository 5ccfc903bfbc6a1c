"""Stage 1: which names a domain may be carrying, where in it, and by which kind of likeness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kiemtin.domains import DomainName
from kiemtin.lookalikes.aliases import AliasIndex, Name
from kiemtin.lookalikes.shapes import skeleton
from kiemtin.lookalikes.typos import Slip
from kiemtin.organisations.lint import ordinary_words
from kiemtin.text.fold import fold_character

MAX_LABELS = 12
"""Labels looked at, counted from the registered one outwards; real names have at most five."""

RUN = re.compile(r"[^-]+")

MAX_LENGTH_AT_EDGE = 3
"""Letters of a weak name that counts at the edge of a word alone: in the middle of other letters they are chance."""

MIN_LENGTH_IN_DIGITS = 4
"""Letters of a weak name that is recognised when written with digits."""

DIGITS = str.maketrans("0134578", "oleastb")
"""Digits read as the letters they look like; a misspelling may hold both tricks (``b0dv``)."""


CLEAR = frozenset({"exact", "shape", "hyphen"})
"""Kinds of likeness in which every letter of the name stands there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name found in ``label[start:end]``; ``kind`` is how: ``exact``, ``shape``, ``hyphen``, ``typo`` or ``weak``.

    ``offset`` is where the label stands in the whole host, ``depth`` 0 for the registered label, 1 and up for the
    subdomains before it; ``cost`` is the price of the slips (0 unless ``typo``).
    """

    name: Name
    kind: str
    label: str
    offset: int
    depth: int
    start: int
    end: int
    cost: float = 0.0


def candidates(domain: DomainName, index: AliasIndex) -> Iterator[Candidate]:
    """Every name that ``domain`` may be carrying, also misspelt; linear in its length."""
    for label, offset, depth in _labels(domain):
        found = list(_in_label(label, offset, depth, index))
        yield from found
        if not any(one.kind in CLEAR and one.name.strong for one in found):
            yield from _typos(label, offset, depth, index)


def resolve(found: list[Candidate]) -> list[Candidate]:
    """``found`` without names that only stand inside the letters of a longer one, or beside a stronger one."""
    clear = [one for one in found if one.kind in CLEAR]
    return [one for one in found if not any(_eclipses(other, one) for other in clear if other is not one)]


def _eclipses(clear: Candidate, other: Candidate) -> bool:
    overlap = clear.depth == other.depth and clear.start < other.end and other.start < clear.end
    longer = clear.end - clear.start > other.end - other.start
    if overlap and (longer or other.kind not in CLEAR):
        return True
    same = clear.name.organisation == other.name.organisation
    return not same and ((other.kind == "weak" and other.start != 0) or other.kind == "typo")


def _labels(domain: DomainName) -> Iterator[tuple[str, int, int]]:
    labels = [*domain.subdomains, domain.label]
    offset = sum(len(label) + 1 for label in labels)
    for depth, label in enumerate(reversed(labels[-MAX_LABELS:])):
        offset -= len(label) + 1
        yield label, offset, depth


def _in_label(label: str, offset: int, depth: int, index: AliasIndex) -> Iterator[Candidate]:
    shape = skeleton(label)
    joined, origins = _without_hyphens(label)
    folded = label_letters(label)
    exact, shapes = index.strong_texts.places(folded), index.strong_shapes.places(shape.text)
    hyphened = index.strong_texts.places(joined) if "-" in label else {}
    for name in index.strong_met(exact, shapes, hyphened) if exact or shapes or hyphened else ():
        start = exact.get(name.text, -1)
        if start >= 0 and label[start : start + len(name.text)] == name.text:
            yield Candidate(name, "exact", label, offset, depth, start, start + len(name.text))
        elif name.shape in shapes:
            hit = shapes[name.shape]
            yield Candidate(name, "shape", label, offset, depth, *shape.span(hit, hit + len(name.shape)))
        elif name.text in hyphened:
            hit = hyphened[name.text]
            start, end = origins[hit], origins[hit + len(name.text) - 1] + 1
            if _at_edge_of_word(label, start, end):
                yield Candidate(name, "hyphen", label, offset, depth, start, end)
    yield from _weak(label, offset, depth, index)
    yield from _weak_in_digits(label, offset, depth, index)


def _at_edge_of_word(label: str, start: int, end: int) -> bool:
    """Not ``bao-viet`` in ``thuebao-viettel``: the name begins or ends where a word does."""
    return label[start - 1 : start] in ("", "-") or label[end : end + 1] in ("", "-")


def _weak(label: str, offset: int, depth: int, index: AliasIndex) -> Iterator[Candidate]:
    places = index.weak_texts.places(label)
    for name in index.ranked(places) if places else ():
        start = places[name.text]
        while start >= 0:
            end = start + len(name.text)
            counts = len(name.text) > MAX_LENGTH_AT_EDGE or _at_edge(label, start, end)
            if counts:
                yield Candidate(name, "weak", label, offset, depth, start, end)
            start = label.find(name.text, end if counts else start + 1)


def _at_edge(label: str, start: int, end: int) -> bool:
    """Whether a word begins or ends there, or a digit stands beside."""
    before, after = label[start - 1 : start], label[end : end + 1]
    return not (before.isalpha() and after.isalpha())


def _weak_in_digits(label: str, offset: int, depth: int, index: AliasIndex) -> Iterator[Candidate]:
    """``m0mo``, ``app1e``: a whole word that spells a weak name with digits; nobody writes so but to deceive."""
    for run in RUN.finditer(label):
        word = run.group()
        if len(word) >= MIN_LENGTH_IN_DIGITS and any(map(str.isdigit, word)) and not word.isdigit():
            name = index.weak_by_shape.get(skeleton(word).text)
            if name is not None and name.text != word:
                yield Candidate(name, "shape", label, offset, depth, *run.span())


def _typos(label: str, offset: int, depth: int, index: AliasIndex) -> Iterator[Candidate]:
    folded = label_letters(label)
    best: dict[str, Slip] = {}
    runs = [run.span() for run in RUN.finditer(folded) if run.group() not in ordinary_words()]
    for slip in index.typos.slips(folded.translate(DIGITS), runs):
        word = folded[slip.start : slip.end]
        if word in index.names or word in ordinary_words() or _takes_half_a_word(slip, runs):
            continue
        known = best.get(slip.word)
        if known is None or slip.cost < known.cost:
            best[slip.word] = slip
    for slip in best.values():
        yield Candidate(index.names[slip.word], "typo", label, offset, depth, slip.start, slip.end, slip.cost)


def _takes_half_a_word(slip: Slip, runs: list[tuple[int, int]]) -> bool:
    """``amazon-wa`` in ``amazon-warehouse``, ``shoppe`` in ``shopper``: part of an everyday word, or of the next one.

    ``runs`` are the spans of the label's words that are not everyday ones.
    """
    within = any(first <= slip.start and slip.end <= last for first, last in runs)
    whole = slip.start in {first for first, _ in runs} and slip.end in {last for _, last in runs}
    return not within and not whole


def label_letters(label: str) -> str:
    """``label`` folded letter by letter, so that positions stay: a letter that folds to none or two is kept."""
    if label.isascii():
        return label
    return "".join(plain if len(plain := fold_character(letter)) == 1 else letter for letter in label)


def _without_hyphens(label: str) -> tuple[str, list[int]]:
    kept = [(index, letter) for index, letter in enumerate(label) if letter != "-"]
    return "".join(letter for _, letter in kept), [index for index, _ in kept]
