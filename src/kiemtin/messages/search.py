"""Finds every phrase of a graph in a message, in one pass and bounded time."""

from __future__ import annotations

from typing import NamedTuple

from kiemtin.messages.message import Message
from kiemtin.messages.phrases import END, GAPS, Node
from kiemtin.text.accents import may_stand_for


class Hit(NamedTuple):
    """A signal found from word ``first`` to word ``last``, both included."""

    signal: str
    first: int
    last: int


def find(nodes: list[Node], message: Message) -> list[Hit]:
    """Every hit, in order of place; one for each signal and first word. Linear: phrases and gaps are bounded."""
    hits: list[Hit] = []
    root = nodes[0]
    begin = root.get("^")
    walk = _Walk(nodes, message)
    for first, word in enumerate(message.words):
        opens = first == 0 or (first == 1 and message.words[0].plain in OPENERS)
        if not (opens or word.plain in root or message.kinds[first] or first in message.names):
            continue
        walk.begin()
        walk.start(root, first)
        if opens and begin is not None:
            walk.follow(nodes[begin], first, True)
        hits.extend([Hit(signal, first, last) for signal, last in walk.found.items()])
    return hits


ALSO = {"code": ("code", "number"), "short": ("phone", "code", "number")}
"""What else a thing counts as."""

BEHIND_COLON = frozenset(["link", "phone", "short", "account", "email", "code"])
"""What follows the words for it behind a colon or a comma (``LH: 0912…``)."""

OPENERS = frozenset(["tb", "qc", "thong", "live", "sms", "ld"])
"""What stands before the sender's name: ``(TB)``."""


class _Walk:
    """Walks through the graph; ``found`` notes where phrases end, the longest for each signal.

    ``seen`` are the places behind gaps that were looked at: however many gaps, each is looked at once.
    """

    def __init__(self, nodes: list[Node], message: Message) -> None:
        self.nodes = nodes
        self.plain = [word.plain for word in message.words]
        self.written = [word.written for word in message.words]
        self.bare = _bare(message) if _is_accented(message) else frozenset()
        self.pause = [word.pause for word in message.words]
        self.kinds = message.kinds
        self.names = message.names
        self.size = len(message.words)
        self.begin()

    def begin(self) -> None:
        """Forget what was found: a walk from another word begins."""
        self.found: dict[str, int] = {}
        self.seen: set[tuple[int, int]] = set()

    def start(self, root: Node, at: int) -> None:
        """Follow the root from word ``at``: no phrase ends there, and none begins with a gap."""
        spelt = root.get(self.plain[at])
        if spelt is not None:
            self._word(spelt, at)
        kind = self.kinds[at]
        if kind is not None:
            self._thing(root, at, kind)
        if at in self.names and "<organisation>" in root:
            self.follow(self.nodes[root["<organisation>"]], self.names[at][0], False)

    def follow(self, node: Node, at: int, free: bool) -> None:
        """Follow ``node`` from word ``at`` on; ``free`` where a comma may stand before that word."""
        ends = node.get(END)
        if ends is not None:
            for signal in ends:
                self.found[signal] = max(self.found.get(signal, 0), at - 1)
        last = at == self.size
        paused = at > 0 and (last or self.pause[at - 1] > 0)
        if paused and "," in node:
            self.follow(self.nodes[node[","]], at, True)
        if last:
            return
        if free or not paused:
            spelt = node.get(self.plain[at])
            if spelt is not None:
                self._word(spelt, at)
        kind = self.kinds[at]
        if kind is not None and (free or not paused or kind in BEHIND_COLON):
            self._thing(node, at, kind)
        if "<organisation>" in node and at in self.names:
            self.follow(self.nodes[node["<organisation>"]], self.names[at][0], False)
        if "*" in node:
            self._over_gap(node["*"], at, GAPS["*"])
        if "**" in node:
            self._over_gap(node["**"], at, GAPS["**"])

    def _word(self, spelt: dict[str, int], at: int) -> None:
        written, bare = self.written[at], at in self.bare
        for spelling, below in spelt.items():
            if spelling.isascii() if bare else written is None or may_stand_for(written, spelling):
                self.follow(self.nodes[below], at + 1, False)

    def _thing(self, node: Node, at: int, kind: str) -> None:
        for one in ALSO.get(kind, (kind,)):
            below = node.get(f"<{one}>")
            if below is not None:
                self.follow(self.nodes[below], at + 1, False)

    def _over_gap(self, below: int, at: int, widest: int) -> None:
        """Go on behind a gap: at each place up to ``widest`` words on, within the sentence."""
        if at and self.pause[at - 1] == SENTENCE:
            return
        node, seen, plain, kinds = self.nodes[below], self.seen, self.plain, self.kinds
        comma = "," in node
        for after in range(at, min(at + widest + 1, self.size)):
            if plain[after] in node or kinds[after] or comma or after in self.names:
                place = (below, after)
                if place not in seen:
                    seen.add(place)
                    self.follow(node, after, True)
            if self.pause[after] == SENTENCE:
                return


ACCENTED, MIN_ACCENTED = 0.5, 6
"""Share of words with diacritics, and how many, from which on a writer uses them: ``trung`` is then no ``trúng``."""


def _is_accented(message: Message) -> bool:
    accented = sum(word.written is not None for word in message.words)
    return accented >= max(MIN_ACCENTED, ACCENTED * len(message.words))


def _bare(message: Message) -> frozenset[int]:
    """The words that stand there just as they read, letter by letter and without a mark."""
    return frozenset(
        at
        for at, word in enumerate(message.words)
        if word.written is None and message.text[word.start : word.end].lower() == word.plain
    )


SENTENCE = 2
"""The pause at the end of a sentence (``Word.pause``)."""
