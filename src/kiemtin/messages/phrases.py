"""The small language that patterns are written in, and the tree that finds thousands of phrases in one pass.

A phrase is words with their diacritics, in order:

* ``nhấn|bấm`` one of several words; ``{chuyển khoản|chuyển tiền}`` one of several phrases; ``(mã số)`` may be missing;
* ``*`` up to two words in between, ``**`` up to six; neither goes past the end of a sentence;
* ``<link>``, ``<phone>``, ``<account>``, ``<email>``, ``<money>``, ``<number>``, ``<organisation>``;
* ``^`` the message begins here; ``,`` a comma, colon, bracket or full stop follows here.

A word in the message matches with its diacritics, or without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable

TOKEN = re.compile(r"\{[^{}]*\}|\([^()]*\)|\S+")
TYPES = ("link", "phone", "account", "email", "money", "number", "code", "organisation")
GAPS = {"*": 2, "**": 6}
MAX_GAPS = 3
"""Gaps in one phrase; each adds places to look at."""

SHORTEST_ALONE = 5
"""A syllable of so few letters says too little to be a phrase by itself."""

SKIP, END = "?", "="

Node = dict[str, Any]
"""Plain word → {word as spelt → node}; ``<type>``, ``*``, ``**``, ``^``, ``,`` → node; ``=`` → signals.

Nodes are numbered; a graph is the list of them and begins at the first. While phrases are added, an edge may lead to
several nodes and ``?`` to a node without any word.
"""


class Graph:
    """Phrases under construction: those that share an alternative share what follows it."""

    def __init__(self) -> None:
        self.nodes: list[Node] = [{}]

    def add(self, phrase: str, signal: str, *, short: bool = False) -> None:
        """Add every sequence that ``phrase`` stands for; raises ``ValueError`` for one that cannot be matched.

        ``short`` allows a phrase of one short syllable, for signals that mean little by themselves.
        """
        elements = TOKEN.findall(phrase)
        _require_matchable(elements, phrase)
        if not short:
            _require_meaning(elements, phrase)
        at = 0
        for element in elements:
            after = self._node()
            for option in _choices(element):
                self._chain(at, option, after)
            at = after
        ends = self.nodes[at].setdefault(END, [])
        if signal not in ends:
            ends.append(signal)

    def merged(self) -> list[Node]:
        """The graph with one node behind each edge, so that a search follows all phrases at once.

        The subset construction (Rabin and Scott, 1959): a merged node stands for all nodes that the same words reach.
        There are no loops, so it ends.
        """
        states = [self._reachable([0])]
        numbers = {states[0]: 0}

        def number(targets: set[int]) -> int:
            reached = self._reachable(targets)
            if reached not in numbers:
                numbers[reached] = len(states)
                states.append(reached)
            return numbers[reached]

        merged: list[Node] = []
        for state in states:  # grows while it is read
            node: Node = {edge: number(targets) for edge, targets in sorted(self._edges(state).items())}
            for plain, spellings in sorted(self._words(state).items()):
                node[plain] = {spelling: number(targets) for spelling, targets in sorted(spellings.items())}
            ends = sorted({signal for at in state for signal in self.nodes[at].get(END, ())})
            merged.append(node | ({END: ends} if ends else {}))
        return merged

    def _reachable(self, nodes: Iterable[int]) -> frozenset[int]:
        """``nodes`` and all that no word separates from them."""
        found, waiting = set(nodes), list(nodes)
        while waiting:
            for below in self.nodes[waiting.pop()].get(SKIP, ()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return frozenset(found)

    def _edges(self, state: frozenset[int]) -> dict[str, set[int]]:
        """Where things, gaps and signs lead from ``state``."""
        edges: dict[str, set[int]] = {}
        for at in state:
            for edge, below in self.nodes[at].items():
                if edge[0] in "<*^,":
                    edges.setdefault(edge, set()).update(below)
        return edges

    def _words(self, state: frozenset[int]) -> dict[str, dict[str, set[int]]]:
        """Where words lead from ``state``."""
        words: dict[str, dict[str, set[int]]] = {}
        for at in state:
            for plain, spellings in self.nodes[at].items():
                if plain[0] not in "<*^,?=":
                    for spelling, below in spellings.items():
                        words.setdefault(plain, {}).setdefault(spelling, set()).update(below)
        return words

    def _node(self) -> int:
        self.nodes.append({})
        return len(self.nodes) - 1

    def _chain(self, at: int, words: tuple[str, ...], after: int) -> None:
        """Lead from ``at`` over ``words`` to ``after``."""
        if not words:
            self.nodes[at].setdefault(SKIP, []).append(after)
        for place, word in enumerate(words):
            to = after if place == len(words) - 1 else self._node()
            node = self.nodes[at]
            if word[0] in "<*^,":
                node.setdefault(word, []).append(to)
            else:
                node.setdefault(fold_word(word), {}).setdefault(word.lower(), []).append(to)
            at = to


def _choices(element: str) -> Iterator[tuple[str, ...]]:
    if element[0] == "(":
        yield ()
    if element[0] in "{(":
        for option in element[1:-1].split("|"):
            yield tuple(option.split())
    elif element[0] == "<" or element in GAPS or element in "^,":
        yield (element,)
    else:
        for option in element.split("|"):
            yield (option,)


def _require_matchable(elements: list[str], phrase: str) -> None:
    if not elements or elements[0][0] in "*(" or elements[-1][0] in "*(":
        raise ValueError(f"a phrase begins and ends with something that must be there: {phrase}")
    if sum(max(sum(word in GAPS for word in option) for option in _choices(e)) for e in elements) > MAX_GAPS:
        raise ValueError(f"more than {MAX_GAPS} gaps: {phrase}")
    for option in (words for element in elements for words in _choices(element)):
        for word in option:
            if word[0] == "<" and word[1:-1] not in TYPES:
                raise ValueError(f"unknown type {word}: {phrase}")
            if word[0] not in "<*^," and not fold_word(word).isalnum():
                raise ValueError(f"{word!r} is no word: {phrase}")


def _require_meaning(elements: list[str], phrase: str) -> None:
    if len(elements) == 1:
        for option in _choices(elements[0]):
            if len(option) == 1 and len(option[0]) <= SHORTEST_ALONE and is_syllable(fold_word(option[0])):
                raise ValueError(f"{option[0]!r} alone means too many things without diacritics: {phrase}")


def vocabulary(nodes: list[Node]) -> frozenset[str]:
    """All plain words of a graph."""
    return frozenset(key for node in nodes for key in node if key[0] not in "<*^,?=")
