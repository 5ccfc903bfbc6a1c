"""PDQ beside its peers: time per picture, and every hash within 31 bits among a million, in eight orientations.

Run as ``python benchmarks/pdq.py``; imagehash and threatexchange (with faiss) are measured where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kiemtin.pictures.hashes import HashTable
from kiemtin.pictures.pdq import NEAR, pdq, pdq_all

QUESTIONS = 50


def cpu(function: Callable[[], Any], times: int) -> float:
    """Median milliseconds of computing for one call."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        function()
        taken.append((time.process_time() - start) * 1000)
    return float(np.median(taken))


def questions(words: Any, generator: np.random.Generator) -> list[Any]:
    """Eight hashes each, one of which differs from a stored one in up to 31 bits."""
    asked = []
    for _ in range(QUESTIONS):
        hashes = generator.integers(0, 2**64, (8, 4), dtype=np.uint64)
        bits = np.zeros(256, np.uint8)
        bits[generator.choice(256, int(generator.integers(0, NEAR + 1)), replace=False)] = 1
        hashes[3] = words[generator.integers(len(words))] ^ np.packbits(bits).view(np.uint64)
        asked.append(hashes)
    return asked


def brute(words: Any, hashes: Any) -> list[tuple[int, int]]:
    """The peer: NumPy's own popcount over every hash."""
    found = []
    for index, query in enumerate(hashes):
        distances = np.bitwise_count(words ^ query).sum(axis=1)
        found += [(index, int(row)) for row in np.flatnonzero(distances <= NEAR)]
    return found


def measure_search(count: int) -> None:
    """Search among ``count`` hashes: ours from a mapped file, and each with each; the answers must be the same."""
    generator = np.random.default_rng(7)
    words = generator.integers(0, 2**64, (count, 4), dtype=np.uint64)
    asked = questions(words, generator)
    start = time.process_time()
    table = HashTable.of(np.arange(count, dtype=np.int64), words)
    print(f"table of {count:,} hashes made in {time.process_time() - start:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        table.save(Path(folder))
        opened = HashTable.open(Path(folder))
        for one in asked[:3]:
            hits = opened.near(one)
            ours = sorted(zip(hits.queries.tolist(), hits.rows.tolist(), strict=True))
            print("same answers" if ours == sorted(brute(words, one)) else "OTHER ANSWERS")
        rest = iter(asked * 4)
        ours_ms = cpu(lambda: opened.near(next(rest)), 2 * QUESTIONS)
    few = iter(asked)
    brute_ms = cpu(lambda: brute(words, next(few)), 5)
    brute_told = f"NumPy brute force {brute_ms:.0f} ms ({brute_ms / ours_ms:.0f} x)"
    print(f"8 orientations, radius {NEAR}: {ours_ms:.2f} ms; {brute_told}")
    if importlib.util.find_spec("faiss") is not None:
        _measure_faiss(words, asked)


def _measure_faiss(words: Any, asked: list[Any]) -> None:
    """What threatexchange searches with: faiss's flat binary index."""
    import faiss  # type: ignore[import-not-found,unused-ignore]

    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(words.view(np.uint8).reshape(len(words), 32))
    few = iter(asked)
    taken = cpu(lambda: index.range_search(next(few).view(np.uint8).reshape(8, 32), NEAR + 1), 5)
    print(f"faiss, flat, as threatexchange uses it: {taken:.0f} ms")


def measure_hashing() -> None:
    """Time of one picture of a megapixel."""
    pixels = np.random.default_rng(1).integers(0, 256, (1000, 1000, 3), dtype=np.uint8)
    one, eight = cpu(lambda: pdq(pixels), 15), cpu(lambda: pdq_all(pixels), 15)
    print(f"pdq of 1 megapixel: {one:.1f} ms; 8 orientations {eight:.1f} ms")
    if importlib.util.find_spec("imagehash") is not None:
        import imagehash
        from PIL import Image

        picture = Image.fromarray(pixels)
        theirs = cpu(lambda: imagehash.phash(picture, hash_size=16), 15)
        print(f"imagehash.phash of the same: {theirs:.1f} ms, 1 orientation")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hashes", type=int, default=1_000_000)
    measure_hashing()
    measure_search(parser.parse_args().hashes)
