"""Looking an organisation up by what somebody knows of it: a name, an alias, an id, a domain, a confirmed number."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from kiemtin.organisations.values import Organisation, Register, national_number
from kiemtin.text.fold import fold

MAX_QUERY = 200
"""Characters of a query that are read."""

MIN_INSIDE = 3
"""Letters from which on a query may stand in the middle of a name."""

MIN_LIKENESS = 0.75
"""How alike a name must be that is offered where nothing was found (``difflib``: 1 is the same)."""

REMEMBERED = 16_384
"""Names of the register whose folded words are kept in memory: about ten for each organisation."""

WORD = re.compile(r"[a-z0-9]+")


class Fit(IntEnum):
    """How a query fits, best first."""

    ID = 0
    EXACT = 1
    OWN_ADDRESS = 2
    START = 3
    WORDS = 4
    INSIDE = 5
    ALIKE = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """An organisation that a query fits."""

    organisation: Organisation
    fit: Fit


def search(register: Register, query: str) -> tuple[Hit, ...]:
    """The organisations that ``query`` fits, best first, with or without diacritics; an unconfirmed number fits none.

    Where nothing fits, names that are merely alike: somebody may have mistyped.
    """
    asked = _Query(query[:MAX_QUERY])
    if not asked.joined:
        return ()
    fits = ((one, asked.fit(one, register)) for one in register)
    hits = [Hit(one, fit) for one, fit in fits if fit is not None]
    return tuple(sorted(hits, key=lambda hit: (hit.fit, len(hit.organisation.id)))) or tuple(_alike(register, asked))


def near_ids(register: Register, organisation_id: str, limit: int = 3) -> tuple[str, ...]:
    """Ids of organisations that somebody may have meant by ``organisation_id``."""
    return tuple(hit.organisation.id for hit in search(register, organisation_id)[:limit])


class _Query:
    def __init__(self, text: str) -> None:
        folded = fold(text).text
        self.words = WORD.findall(folded)
        self.joined = "".join(self.words)
        self.host = (folded.partition("://")[2] or folded).partition("/")[0].strip()
        self.number = national_number(text.strip()) if self.joined.isdigit() else ""

    def fit(self, one: Organisation, register: Register) -> Fit | None:
        if self.joined == _joined(one.id):
            return Fit.ID
        keys = _keys(one)
        if self.joined in keys or self._is_hotline(one):
            return Fit.EXACT
        owner = register.owner_of(self.host) if "." in self.host else None
        if owner is not None and owner[0].id == one.id:
            return Fit.OWN_ADDRESS
        if any(key.startswith(self.joined) for key in keys):
            return Fit.START
        named = _words(f"{one.name_vi} {one.name_en}")
        if all(word in named for word in self.words):
            return Fit.WORDS
        inside = len(self.joined) >= MIN_INSIDE and any(self.joined in key for key in _long_keys(one))
        return Fit.INSIDE if inside else None

    def _is_hotline(self, one: Organisation) -> bool:
        confirmed = (hotline.value for hotline in one.hotlines if hotline.confirmed)
        return bool(self.number) and any(national_number(value) == self.number for value in confirmed)


def _keys(one: Organisation) -> set[str]:
    """The words that stand for an organisation, letters and digits only."""
    return {_joined(word) for word in (one.id, one.short, *(alias.value for alias in one.aliases))}


def _long_keys(one: Organisation) -> Iterator[str]:
    yield from _keys(one)
    yield from (_joined(name) for name in (one.name_vi, one.name_en))
    yield from (_joined(domain.value) for domain in one.domains)


# Words of the register alone come here, never a query: a server that searches all day folds each of them once.
@lru_cache(maxsize=REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(name).text))


def _joined(word: str) -> str:
    return "".join(_words(word))


def _alike(register: Register, asked: _Query) -> Iterator[Hit]:
    by_key = {key: one for one in register for key in _keys(one)}
    seen: set[str] = set()
    for key in difflib.get_close_matches(asked.joined, list(by_key), n=5, cutoff=MIN_LIKENESS):
        if by_key[key].id not in seen:
            seen.add(by_key[key].id)
            yield Hit(by_key[key], Fit.ALIKE)
