"""Counts how usual letters are in popular domain names; writes ``src/kiemtin/lookalikes/data/letters.tsv.gz``.

Run as ``python tools/count_letters.py DATA``, where DATA holds ``popular_dev.tsv.gz``. Interpolated counts of runs of
up to five letters; long runs that few labels share are left out, so that no rare name can be read from the table.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kiemtin.domains import parse_domain
from kiemtin.lookalikes.letters import EDGE, MAX_BEFORE, MOST, STEPS, SYMBOLS, ZERO, Letters, plain

TARGET = Path(__file__).parent.parent / "src/kiemtin/lookalikes/data/letters.tsv.gz"
SIZE = len(SYMBOLS)
TRUST = 10.0
"""Times a run must be met before its own counts weigh as much as those of the shorter run."""
RARE_LETTERS = 3
"""Runs longer than this are kept only where enough labels share them."""
FEWEST_IN_MILLION = 40
FEWEST_BEFORE_IN_MILLION = 200
"""Of a million labels, how many must share a run of four or five letters, and what stands before the last of five."""
NOT_COUNTED = ("www", "xn--")


def labels_of(names: Iterable[str]) -> list[str]:
    """The labels of ``names`` without their public suffix, in the symbols of the table."""
    found = []
    for name in names:
        domain = parse_domain(name)
        if domain is not None and domain.label:
            found += [label for label in (*domain.subdomains, domain.label) if not label.startswith(NOT_COUNTED)]
    return [plain(label) for label in found]


def half(name: str) -> int:
    """0 or 1 by the registrable domain of ``name``: names of one owner come into the same half."""
    domain = parse_domain(name)
    owner = (domain.registrable or domain.ascii) if domain is not None else name
    return hashlib.blake2b(owner.encode(), digest_size=4).digest()[0] & 1


def count(labels: list[str]) -> dict[str, str]:
    """The rows of the table: a run of letters, and the surprise of each symbol after it."""
    codes, starts = _codes(labels)
    million = len(labels) / 1e6
    rows: dict[str, str] = {}
    lower = np.full((1, SIZE), 1 / SIZE)
    for before in range(MAX_BEFORE + 1):
        counted = _runs(codes, starts, before + 1).reshape(-1, SIZE).astype(float)
        total = counted.sum(axis=1)
        if before >= RARE_LETTERS:
            counted[counted < FEWEST_IN_MILLION * million] = 0
        fewest = FEWEST_BEFORE_IN_MILLION * million if before > RARE_LETTERS else 1
        trusted = np.where(total >= fewest, 1 / (total + TRUST), 0)
        shorter = np.tile(lower, (len(counted) // len(lower), 1))
        lower = trusted[:, None] * counted + (1 - trusted * counted.sum(axis=1))[:, None] * shorter
        kept = np.flatnonzero((total >= fewest) & (counted.sum(axis=1) > 0))
        written = np.clip(np.round(-np.log2(lower[kept]) * STEPS), 0, MOST - ZERO).astype(np.uint8) + ZERO
        rows |= {_run(int(number), before): line.tobytes().decode() for number, line in zip(kept, written, strict=True)}
    return rows


def _codes(labels: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """All labels between edges as one row of numbers, and of which label each of them is."""
    joined = EDGE + (EDGE + EDGE).join(labels) + EDGE
    number = np.zeros(128, np.int64)
    number[[ord(symbol) for symbol in SYMBOLS]] = np.arange(SIZE)
    sizes = np.array([len(label) + 2 for label in labels])
    return number[np.frombuffer(joined.encode("ascii"), np.uint8)], np.repeat(np.arange(len(labels)), sizes)


def _runs(codes: np.ndarray, label: np.ndarray, size: int) -> np.ndarray:
    """How often each run of ``size`` symbols stands inside a label; the edge it begins with is not counted alone."""
    last = len(codes) - size + 1
    runs = np.zeros(last, np.int64)
    for place in range(size):
        runs = runs * SIZE + codes[place : last + place]
    inside = label[:last] == label[size - 1 :]
    if size == 1:
        inside &= np.r_[False, label[1:] == label[:-1]]
    return np.bincount(runs[inside], minlength=SIZE**size)


def _run(number: int, size: int) -> str:
    return "".join(SYMBOLS[number // SIZE**place % SIZE] for place in range(size - 1, -1, -1))


def popular(data: Path) -> list[str]:
    """The popular names, without the line that heads them."""
    with gzip.open(data / "popular_dev.tsv.gz", "rt", encoding="utf-8") as file:
        return [line.strip() for line in file][1:]


def other_halves(data: Path) -> tuple[Letters, Letters]:
    """Two tables; the first is counted on names of half 1, for names of half 0, and the other way round."""
    names = popular(data)
    halves = [half(name) for name in names]
    first, second = ([n for n, h in zip(names, halves, strict=True) if h == other] for other in (1, 0))
    return Letters(count(labels_of(first))), Letters(count(labels_of(second)))


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    rows = count(labels_of(popular(parser.parse_args().data)))
    head = f"# letters before\tquarters of a bit of surprise, from ! on, of each of {SYMBOLS} after them\n"
    lines = head + "".join(f"{run}\t{line}\n" for run, line in sorted(rows.items()))
    TARGET.write_bytes(gzip.compress(lines.encode("ascii"), mtime=0))
    print(len(rows), "runs,", math.ceil(TARGET.stat().st_size / 1024), "KiB")


if __name__ == "__main__":
    main()
