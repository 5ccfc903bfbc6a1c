"""How long the wording of one message takes, warm: our engine, a whole check, and a peer that explains nothing.

Run as ``python benchmarks/messages.py [FILE.jsonl]`` (``corpus/messages/*.jsonl`` by default). The peer, where
scikit-learn is installed, is character TF-IDF with logistic regression, the usual baseline for SMS spam; each message
is passed alone, as a reader would. All take turns on the same messages; figures are medians of milliseconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kiemtin import Kiemtin
from kiemtin.messages import SignalFinder, bundled_patterns
from kiemtin.organisations.lint import ordinary_words

CORPUS = Path(__file__).parent.parent / "corpus/messages"
SMS_CHARACTERS = 640
"""Four SMS sent as one: longer messages are letters and posts."""


def messages(files: list[Path]) -> list[tuple[str, int]]:
    """The texts of SMS length with their label."""
    rows = [(path.stem, json.loads(line)["text"]) for path in files for line in path.read_text("utf-8").splitlines()]
    return [(text, int(name == "scams")) for name, text in rows if len(text) <= SMS_CHARACTERS]


def peer(examples: list[tuple[str, int]]) -> Iterator[tuple[str, Callable[[str], object]]]:
    """Character TF-IDF with logistic regression; nothing where scikit-learn is not installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError:
        return
    model = make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)), LogisticRegression(max_iter=1000))
    model.fit([text for text, _ in examples], [label for _, label in examples])
    yield "scikit-learn TF-IDF", lambda text: model.predict_proba([text])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(CORPUS.glob("*.jsonl")))
    examples = messages(parser.parse_args().files)
    program, finder = Kiemtin(), SignalFinder(bundled_patterns(), ordinary_words())
    things = {text: program.things(text) for text, _ in examples}
    runners = {
        "signals": lambda text: finder.read(text, *things[text]),
        "whole check": program.check,
        **dict(peer(examples)),
    }
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for text, _ in examples:
        for run in runners.values():
            run(text)
    for text, _ in examples:
        for name, run in runners.items():
            started = time.perf_counter()
            run(text)
            taken[name].append((time.perf_counter() - started) * 1000)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{len(examples)} messages, median milliseconds each, warm")
    for name, median in medians.items():
        print(f"{name:20} {median:7.3f}   × signals {median / medians['signals']:5.2f}")


if __name__ == "__main__":
    main()
