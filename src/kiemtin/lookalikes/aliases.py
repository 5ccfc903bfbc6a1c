"""The register compiled for matching: done once, shared by every name that is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.domains import parse_domain
from kiemtin.lookalikes.shapes import skeleton
from kiemtin.lookalikes.typos import MIN_LENGTH_ONE_SLIP, TypoIndex
from kiemtin.organisations import Organisation, Register, Strength

MIN_LABEL_AS_ALIAS = 6
"""A registered label this long stands for its organisation even where the register does not list it as an alias."""


@dataclass(frozen=True, slots=True)
class Name:
    """One word that stands for an organisation, with what matching needs of it."""

    text: str
    organisation: str
    strong: bool
    shape: str


class AliasIndex:
    """All names of a register: by text, by skeleton, by typo, and the labels of official domains."""

    def __init__(self, register: Register) -> None:
        names = {name.text: name for one in register for name in _names(one)}
        strong = {text: name for text, name in names.items() if name.strong}
        self.names = names
        self.strong = tuple(sorted(strong.values(), key=lambda name: -len(name.text)))
        self.weak = tuple(sorted((n for n in names.values() if not n.strong), key=lambda name: -len(name.text)))
        self.typos = TypoIndex(text for text in strong if len(text) >= MIN_LENGTH_ONE_SLIP)
        self.official_labels = _official_labels(register)
        self.vietnamese = frozenset(one.id for one in register if _is_vietnamese(one))
        self.words = {one.id: frozenset(one.words) for one in register}


def _names(one: Organisation) -> Iterable[Name]:
    stated = {}
    for alias in one.aliases:
        text = alias.value.replace("-", "")
        stated[text] = Name(text, one.id, alias.strength is Strength.STRONG, skeleton(text).text)
    return stated.values()


def _official_labels(register: Register) -> dict[str, str]:
    labels: dict[str, str] = {}
    for one in register:
        for fact in one.domains:
            domain = parse_domain(fact.value)
            if domain is not None and not domain.subdomains and len(domain.label) >= MIN_LABEL_AS_ALIAS:
                labels.setdefault(domain.label, one.id)
    return labels


def _is_vietnamese(one: Organisation) -> bool:
    return bool(one.domains) and one.domains[0].value.endswith(".vn")
