"""What the format alone cannot refuse: aliases that are ordinary words, clashes between entries, doubtful facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from kiemtin.domains import Suffixes, bundled_suffixes, parse_domain
from kiemtin.organisations.format import Problem
from kiemtin.organisations.values import Organisation, Strength
from kiemtin.text.fold import fold_word

MIN_STRONG_LENGTH = 4
"""A strong alias shorter than this turns up inside too many honest names."""


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Frequent Vietnamese and English words, folded to ASCII letters (the file names its source and licence)."""
    lines = files("kiemtin.organisations").joinpath("data/ordinary_words.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def lint(organisations: Iterable[Organisation], suffixes: Suffixes | None = None) -> tuple[Problem, ...]:
    """Every problem of entries that are well-formed; none means the register may be used.

    Domains are read by ``suffixes``, the bundled public suffix list where none is given.
    """
    entries = tuple(organisations)
    return tuple(problem for entry in entries for problem in _entry(entry, suffixes)) + tuple(_clashes(entries))


def _entry(one: Organisation, suffixes: Suffixes | None) -> Iterator[Problem]:
    yield from _twice(one)
    for alias in one.aliases:
        if alias.strength is Strength.STRONG:
            yield from _strong_alias(one, alias.value)
    for fact in one.domains + one.tenants:
        if parse_domain(fact.value, suffixes) is None:
            yield Problem(f"{one.id}.domains", "register.not-a-domain", (("value", fact.value),))
        elif (suffixes or bundled_suffixes()).is_registry(fact.value):
            # It would make every domain under it official: the worst that a register can say.
            yield Problem(f"{one.id}.domains", "register.public-suffix", (("value", fact.value),))
    if not one.aliases:
        yield Problem(one.id, "register.no-alias")


def _twice(one: Organisation) -> Iterator[Problem]:
    """An alias listed twice, perhaps once strong and once weak: which one counts would be chance."""
    counts = Counter(alias.value for alias in one.aliases)
    for value in sorted(value for value, count in counts.items() if count > 1):
        yield Problem(f"{one.id}.aliases", "register.alias-twice", (("value", value),))


def _strong_alias(one: Organisation, value: str) -> Iterator[Problem]:
    folded = fold_word(value).replace("-", "")
    if folded in ordinary_words():
        yield Problem(f"{one.id}.aliases", "register.ordinary-word", (("value", value),))
    elif len(folded) < MIN_STRONG_LENGTH:
        yield Problem(f"{one.id}.aliases", "register.too-short", (("value", value), ("limit", MIN_STRONG_LENGTH)))


def _clashes(entries: tuple[Organisation, ...]) -> Iterator[Problem]:
    """A strong alias or a domain belongs to one organisation, else a report could name the wrong one."""
    owners: dict[str, str] = {}
    for one in entries:
        strong = {alias.value for alias in one.aliases if alias.strength is Strength.STRONG}
        for value in sorted(strong | {fact.value for fact in one.domains}):
            other = owners.setdefault(value, one.id)
            if other != one.id:
                yield Problem(one.id, "register.clash", (("value", value), ("other", other)))
