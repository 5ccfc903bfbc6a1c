"""The language model behind :mod:`kiemtin.text.tones`: how likely a syllable is after the two before it.

A back-off model over syllables in lower case, as sorted arrays. Costs are negative logarithms of probabilities in whole
units, so that sums are exact and the same on every machine. The file is written by ``tools/train_tones.py``.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

MAGIC: Final = b"KTTONES1"
HEADER: Final = struct.Struct("<8s4I")
"""The magic bytes, the size of the word list in bytes, and the numbers of words, pairs and triples."""

BREAK, NUMBER, FOREIGN = "|", "0", "?"
"""What stands in the model for punctuation, for numbers, and for everything that is not a syllable it knows."""

RARE: Final = 84
"""How much more than the most frequent form of a plain word a form may cost (6 nats): a rarer one is never restored."""


@dataclass(frozen=True, slots=True)
class ToneModel:
    """Words are numbers; the followers of word ``w`` stand from ``pairs_from[w]`` to ``pairs_from[w + 1]``, sorted."""

    candidates: dict[str, range]
    """The syllables that lose their diacritics to a word, the most frequent first, without the rare ones."""
    words: Sequence[str]
    numbers: dict[str, int]
    costs: Sequence[int]
    capital_costs: Sequence[int]
    """What a capital at the start of the word costs inside a sentence, and what the lack of one costs."""
    small_costs: Sequence[int]
    back_off: Sequence[int]
    pairs_from: Sequence[int]
    pair_words: Sequence[int]
    pair_costs: Sequence[int]
    pair_back_off: Sequence[int]
    triples_from: Sequence[int]
    triple_words: Sequence[int]
    triple_costs: Sequence[int]


@lru_cache(maxsize=1)
def bundled_model() -> ToneModel:
    """The model in the package."""
    return read_model(files("kiemtin.text").joinpath("data/tones.bin").read_bytes())


def read_model(content: bytes) -> ToneModel:
    """The model in the bytes of a file; raises ``ValueError`` where they are something else."""
    if len(content) < HEADER.size or content[: len(MAGIC)] != MAGIC:
        raise ValueError("not a tone model")
    _, size, word_count, pair_count, triple_count = HEADER.unpack_from(content)
    candidates, words = _word_list(content[HEADER.size : HEADER.size + size].decode("utf-8"))
    at = HEADER.size + size
    view = memoryview(content)
    columns: list[array[int]] = []
    for kind, length in (
        *(("H", word_count), ("B", word_count), ("B", word_count), ("B", word_count), ("I", word_count + 1)),
        *(("H", pair_count), ("B", pair_count), ("B", pair_count), ("I", pair_count + 1)),
        *(("H", triple_count), ("B", triple_count)),
    ):
        column = array(kind)
        column.frombytes(view[at : at + length * column.itemsize])
        if sys.byteorder == "big":
            column.byteswap()
        at += length * column.itemsize
        columns.append(column)
    if at != len(content) or len(words) != word_count:
        raise ValueError("a damaged tone model")
    costs = columns[0]
    usual = {
        plain: range(forms.start, 1 + max(form for form in forms if costs[form] <= costs[forms.start] + RARE))
        for plain, forms in candidates.items()
    }
    return ToneModel(usual, words, {word: number for number, word in enumerate(words)}, *columns)


def _word_list(text: str) -> tuple[dict[str, range], list[str]]:
    """One line for each plain form: the form, then the syllables written so, the most frequent first."""
    candidates: dict[str, range] = {}
    words: list[str] = []
    for line in text.splitlines():
        plain, *forms = line.split(" ")
        candidates[plain] = range(len(words), len(words) + len(forms))
        words.extend(forms)
    return candidates, words
