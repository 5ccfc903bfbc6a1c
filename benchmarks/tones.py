"""Tone restoration against pyvi, on the same texts in the same run: ``python benchmarks/tones.py ../shared/data``.

Needs ``pyvi``. Accuracy is the share of Vietnamese syllables restored as they were written (the place of the tone in
``hoà``/``hòa`` counts as equal); time is wall time for a text of the set.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from kiemtin.text.fold import fold_word
from kiemtin.text.syllables import is_syllable
from kiemtin.text.tones import restore, spelt

WORD = re.compile(r"[^\W\d_]+")
PEER_TEXTS = 300
"""Texts of a set that the peer is given: it is slow."""


def bare(text: str) -> str:
    """``text`` without diacritics, capitals kept."""
    apart = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(character for character in apart if unicodedata.category(character) != "Mn")


def is_accented(text: str) -> bool:
    """Whether at least half of the syllables have diacritics."""
    words = [word for word in WORD.findall(text) if is_syllable(fold_word(word))]
    return 2 * sum(not word.isascii() for word in words) >= max(len(words), 3)


def read_sets(shared: Path) -> dict[str, list[str]]:
    """The texts of each set, accented as they were written."""
    with gzip.open(shared / "claims/news_vi/docs.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with (shared / "messages/sms_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["content"] for row in csv.DictReader(file) if row["label"] == "0"]
    rumours = (shared / "claims/rumours_vi/queries_dev.jsonl").read_text("utf-8").splitlines()
    sets = {
        "news": [f"{one['title']}\n{one['text']}" for one in articles],
        "rumours": [json.loads(line)["text"] for line in rumours],
        "messages": rows,
        "VTB, every fifth (in training)": (shared / "text/vtb.txt").read_text("utf-8").splitlines()[::5],
    }
    return {
        name: [unicodedata.normalize("NFC", text) for text in texts if is_accented(text)]
        for name, texts in sets.items()
    }


def measured(restorer: Callable[[str], str], texts: list[str]) -> str:
    """Accuracy, syllables and milliseconds for a text."""
    right = total = 0
    plain = [bare(text) for text in texts]
    started = time.perf_counter()
    restored = [restorer(text) for text in plain]
    seconds = time.perf_counter() - started
    for text, result in zip(texts, restored, strict=True):
        for word, other in zip(WORD.findall(text), WORD.findall(result), strict=True):
            if is_syllable(fold_word(word)):
                total += 1
                right += spelt(word) == spelt(other)
    return f"{right / total:.4f} of {total:,} syllables, {1000 * seconds / len(texts):.2f} ms a text"


def peer(add_accents: Callable[[str], str]) -> Callable[[str], str]:
    """The peer, line by line; a line that it fails on stays plain."""

    def line_restored(line: str) -> str:
        try:
            return add_accents(line)
        except Exception:  # noqa: BLE001 - whatever it raises, the line counts as not restored
            return line

    return lambda text: "\n".join(map(line_restored, text.split("\n")))


def loading() -> float:
    """Milliseconds to import the module and read the model, in a new process."""
    code = (
        "import time; import kiemtin.text.fold; started = time.perf_counter(); from kiemtin.text import tones; "
        "tones.restore('xin chao'); print(1000 * (time.perf_counter() - started))"
    )
    runs = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout for _ in range(5)]
    return min(map(float, runs))


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    from pyvi import ViUtils

    restore("xin chao")
    print(f"loading: {loading():.0f} ms")
    for name, texts in read_sets(parser.parse_args().shared).items():
        print(f"{name}: {len(texts)} texts")
        print(f"  kiemtin  {measured(restore, texts)}")
        print(f"  kiemtin  {measured(restore, texts[:PEER_TEXTS])} (the first {PEER_TEXTS} at most)")
        print(f"  pyvi     {measured(peer(ViUtils.add_accents), texts[:PEER_TEXTS])}")


if __name__ == "__main__":
    main()
