"""The register compiled for matching: done once, shared by every name that is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.domains import Suffixes, parse_domain
from kiemtin.lookalikes.letters import Letters, letters
from kiemtin.lookalikes.shapes import skeleton
from kiemtin.lookalikes.typos import MIN_LENGTH_ONE_SLIP, TypoIndex
from kiemtin.organisations import Organisation, Register, Strength

MIN_LABEL_AS_ALIAS = 6
"""A registered label this long stands for its organisation even where the register does not list it as an alias."""


MIN_ALIAS = 2
"""Letters of a name that can be looked for; one letter stands in every other domain."""

FIRST_LETTERS = 3
"""Letters by which words are looked up; fewer would meet too many."""


@dataclass(frozen=True, slots=True)
class Name:
    """One word that stands for an organisation, with what matching needs of it."""

    text: str
    organisation: str
    strong: bool
    shape: str


class WordFinder:
    """Finds which of many words stand in a text, by their first letters: the text is read once, not once per word."""

    def __init__(self, words: Iterable[str]) -> None:
        distinct = set(words)
        self._size = min(FIRST_LETTERS, *map(len, distinct)) if distinct else FIRST_LETTERS
        self._by_start: dict[str, list[str]] = {}
        for word in distinct:
            self._by_start.setdefault(word[: self._size], []).append(word)

    def places(self, text: str) -> dict[str, int]:
        """Every word that stands in ``text``, with its first place."""
        found: dict[str, int] = {}
        for place in range(len(text) - self._size + 1):
            for word in self._by_start.get(text[place : place + self._size], ()):
                if word not in found and text.startswith(word, place):
                    found[word] = place
        return found


class AliasIndex:
    """All names of a register: by text, by skeleton, by typo, and the labels of official domains."""

    def __init__(self, register: Register, suffixes: Suffixes | None = None, table: Letters | None = None) -> None:
        """How usual letters are says the bundled table, or ``table``."""
        self._letters = table
        names = {name.text: name for one in register for name in _names(one)}
        strong = {text: name for text, name in names.items() if name.strong}
        self.names = names
        self.strong = tuple(sorted(strong.values(), key=lambda name: -len(name.text)))
        self.weak = tuple(sorted((n for n in names.values() if not n.strong), key=lambda name: -len(name.text)))
        self._rank = {name.text: rank for rank, name in enumerate((*self.strong, *self.weak))}
        self._strong_by_shape: dict[str, list[str]] = {}
        for name in self.strong:
            self._strong_by_shape.setdefault(name.shape, []).append(name.text)
        self.strong_texts = WordFinder(name.text for name in self.strong)
        self.strong_shapes = WordFinder(name.shape for name in self.strong)
        self.weak_texts = WordFinder(name.text for name in self.weak)
        self.typos = TypoIndex(text for text in strong if len(text) >= MIN_LENGTH_ONE_SLIP)
        self.official_labels = _official_labels(register, suffixes)
        self.vietnamese = frozenset(one.id for one in register if _is_vietnamese(one))
        self.weak_by_shape = {name.shape: name for name in self.weak}
        self.words = {one.id: frozenset(one.words) for one in register}

    @property
    def letters(self) -> Letters:
        """How usual letters are, among them those of the names."""
        return self._letters or letters()

    def ranked(self, texts: Iterable[str]) -> list[Name]:
        """The names of these texts, the longest first."""
        return [self.names[text] for text in sorted(set(texts), key=self._rank.__getitem__)]

    def strong_met(self, exact: Iterable[str], shapes: Iterable[str], hyphened: Iterable[str]) -> list[Name]:
        """The strong names met letter by letter, by their skeletons or between hyphens, the longest first."""
        by_shape = (text for shape in shapes for text in self._strong_by_shape[shape])
        return self.ranked((*exact, *by_shape, *hyphened))


def _names(one: Organisation) -> Iterable[Name]:
    stated = {}
    for alias in one.aliases:
        text = alias.value.replace("-", "")
        if len(text) >= MIN_ALIAS:
            stated[text] = Name(text, one.id, alias.strength is Strength.STRONG, skeleton(text).text)
    return stated.values()


def _official_labels(register: Register, suffixes: Suffixes | None) -> dict[str, str]:
    labels: dict[str, str] = {}
    for one in register:
        for fact in one.domains:
            domain = parse_domain(fact.value, suffixes)
            if domain is not None and not domain.subdomains and len(domain.label) >= MIN_LABEL_AS_ALIAS:
                labels.setdefault(domain.label, one.id)
    return labels


def _is_vietnamese(one: Organisation) -> bool:
    return bool(one.domains) and one.domains[0].value.endswith(".vn")
