"""Count how usual words are in everyday messages, and how much more usual there than in written Vietnamese.

Usage: ``python tools/count_usual_words.py ../shared/data/text/vtb.txt``, which writes
``src/kiemtin/factchecks/data/usual_words.tsv`` from ``corpus/messages`` and the sentences of UD_Vietnamese-VTB.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kiemtin.factchecks.terms import words_of

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src/kiemtin/factchecks/data/usual_words.tsv"

RARE = 5.0
"""The logarithm of how rarely a word stands in messages from which on it says all that it says."""

FEWEST = 4
"""Times a word stands in both together: rarer ones say nothing of the manner."""

MOST_LEANING = 3.0

HEADER = """\
# How usual words are in messages: the folded word, what it says about a claim there (0 nothing, 1 all), and how much
# rather it stands in a message than in written Vietnamese (logarithm of the ratio).
# Made by tools/count_usual_words.py from corpus/messages (Apache-2.0) and UD_Vietnamese-VTB (CC BY-SA 4.0, by the
# authors of the treebank); this table is itself under CC BY-SA 4.0.
"""


def main(written: Path) -> None:
    """Write the table."""
    messages = [words_of(text) for text in _messages()]
    sentences = [words_of(line) for line in written.read_text("utf-8").splitlines()]
    stands_in = Counter(word for words in messages for word in set(words))
    here, there = _counts(messages), _counts(sentences)
    rows = []
    for word in sorted(here.keys() | there.keys()):
        says = min(1.0, math.log(len(messages) / stands_in[word]) / RARE) if stands_in[word] else 1.0
        enough = here[word] + there[word] >= FEWEST
        leaning = _leaning(here[word] / here.total(), there[word] / there.total(), 1 / there.total()) if enough else 0.0
        if says < 1 or leaning:
            rows.append(f"{word}\t{says:.2f}\t{leaning:.1f}\n")
    TABLE.write_text(HEADER + "".join(rows), "utf-8")


def _messages() -> Iterable[str]:
    for name in ("genuine", "scams", "speech"):
        for line in (ROOT / f"corpus/messages/{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)["text"]


def _counts(texts: list[list[str]]) -> Counter[str]:
    return Counter(word for words in texts for word in words)


def _leaning(here: float, there: float, least: float) -> float:
    ratio = math.log((here + least / 2) / (there + least / 2))
    return max(-MOST_LEANING, min(MOST_LEANING, ratio))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
