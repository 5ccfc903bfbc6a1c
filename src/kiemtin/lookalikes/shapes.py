"""Skeletons: names reduced to what they look like, so that ``b1dv`` and ``rnbbank`` meet ``bidv`` and ``mbbank``."""

from __future__ import annotations

from dataclasses import dataclass

from kiemtin.text.fold import fold

SHAPES = {
    "0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s",
    "7": "t", "8": "b", "9": "g", "q": "g", "6": "b", "2": "z",
}  # fmt: skip
"""One letter stands for all that look alike: UTS #39's idea, with the digits that scammers use for letters."""

PAIRS = {"rn": "m", "vv": "w", "cl": "d", "nn": "m"}
"""Two letters that look like one in a small sans-serif font."""

SINGLE = str.maketrans(SHAPES)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """``text[i]`` stands for ``original[starts[i]:starts[i + 1]]``."""

    text: str
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that ``text[start:end]`` stands for."""
        return self.starts[start], self.starts[end]


def skeleton(name: str) -> Skeleton:
    """The skeleton of a name in lower case; linear."""
    if name.isascii() and not any(pair in name for pair in PAIRS):
        return Skeleton(name.translate(SINGLE), tuple(range(len(name) + 1)))
    folded = fold(name)
    text, pieces, starts, index = folded.text, [], [], 0
    while index < len(text):
        pair = PAIRS.get(text[index : index + 2])
        pieces.append(pair or SHAPES.get(text[index], text[index]))
        starts.append(folded.origins[index])
        index += 2 if pair else 1
    return Skeleton("".join(pieces), (*starts, len(name)))
