"""The table of hashes: the same answers as comparing every one, whatever is in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kiemtin.pictures.hashes import TOGETHER, WIDEST, HashTable
from kiemtin.pictures.pdq import NEAR

Words = NDArray[np.uint64]
Found = list[tuple[int, int, int]]


def _everything(words: Words, queries: Words, radius: int) -> Found:
    """The answers by comparing each with each: question, row, bits; in the order of a table's."""
    distances = np.bitwise_count(queries[:, None] ^ words[None]).sum(axis=2, dtype=np.int64)
    found = [(int(d), int(q), int(r)) for (q, r), d in np.ndenumerate(distances) if d <= radius]
    return [(query, row, distance) for distance, query, row in sorted(found)]


def _asked(table: HashTable, queries: Words, radius: int) -> Found:
    hits = table.near(queries, radius)
    return list(zip(hits.queries.tolist(), hits.rows.tolist(), hits.distances.tolist(), strict=True))


def _random(generator: np.random.Generator, count: int) -> Words:
    return generator.integers(0, 2**64, (count, 4), dtype=np.uint64)


def _changed(generator: np.random.Generator, word: Words, bits: int) -> Words:
    """A hash with so many bits changed."""
    flipped = np.zeros(256, np.uint8)
    flipped[generator.choice(256, bits, replace=False)] = 1
    return np.asarray(word ^ np.packbits(flipped).view(np.uint64))


def _table(words: Words) -> HashTable:
    return HashTable.of(np.arange(len(words), dtype=np.int64), words)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(0, 400),
    radius=st.sampled_from([0, 1, 15, 30, NEAR, 32, WIDEST, WIDEST + 1, 90]),
    alike=st.sampled_from([0, 5, 31, 60]),
)
def test_the_answers_are_those_of_comparing_all(seed: int, size: int, radius: int, alike: int) -> None:
    """Random hashes, families of near ones and many of the same: nothing is missed, nothing added, nothing twice."""
    generator = np.random.default_rng(seed)
    words = _random(generator, size)
    for row in range(0, size, 3):
        words[row] = _changed(generator, words[row // 2], min(256, int(generator.integers(0, alike + 1))))
    questions = [
        _changed(generator, words[int(row)], int(bits))
        for row, bits in zip(
            generator.integers(0, max(size, 1), 6 if size else 0), generator.integers(0, 48, 6), strict=False
        )
    ]
    queries = np.stack([*questions, *_random(generator, 2)])

    assert _everything(words, queries, radius) == _asked(_table(words), queries, radius)


@pytest.mark.parametrize(("bits", "found"), [(NEAR, [0]), (NEAR + 1, [])])
@pytest.mark.parametrize("seed", range(5))
def test_the_threshold_is_exact(bits: int, found: list[int], seed: int) -> None:
    """A hash that differs in as many bits as are allowed is found among 20,000; one bit more is not."""
    generator = np.random.default_rng(seed)
    words = _random(generator, 20_000)
    query = _changed(generator, words[0], bits)

    assert found == _table(words).near(query[None]).rows.tolist()


def test_bits_spread_over_all_chunks_are_found() -> None:
    """The worst case of the pigeonhole: one or two bits changed in every chunk of 16."""
    generator = np.random.default_rng(8)
    words = _random(generator, 20_000)
    places = [chunk * 16 + bit for chunk in range(16) for bit in ((3,) if chunk == 7 else (2, 11))]
    flipped = np.zeros(256, np.uint8)
    flipped[places] = 1
    query = words[5] ^ np.packbits(flipped, bitorder="little").view(np.uint64)

    assert [(0, 5, NEAR)] == _asked(_table(words), query[None], NEAR)


def test_a_collection_of_one_picture_many_times_is_searched_too() -> None:
    """Ten thousand equal hashes leave no chunk that tells them apart: then all are compared."""
    words = np.tile(_random(np.random.default_rng(2), 1), (10_000, 1))
    hits = _table(words).near(words[:1])

    assert list(range(10_000)) == hits.rows.tolist()
    assert {0} == set(hits.distances.tolist())


def test_many_questions_at_once_are_as_many_one_by_one() -> None:
    """Questions are looked up in groups; each keeps its own number."""
    generator = np.random.default_rng(4)
    words = _random(generator, 500)
    queries = words[generator.integers(0, 500, TOGETHER + 3)]

    assert _everything(words, queries, NEAR) == _asked(_table(words), queries, NEAR)


def test_an_empty_table_and_no_question_find_nothing() -> None:
    """Neither is an error."""
    nothing = np.zeros((0, 4), np.uint64)
    some = _random(np.random.default_rng(1), 3)

    assert [0, 0, 0] == [
        len(_table(nothing).near(some)),
        len(_table(some).near(nothing)),
        len(_table(some).near(some, -1)),
    ]


def test_a_table_is_opened_as_it_was_saved(tmp_path: Path) -> None:
    """Mapped from its files it answers as in memory, and holds the numbers it was given."""
    words = _random(np.random.default_rng(6), 300)
    table = HashTable.of(np.arange(300, dtype=np.int64) * 7, words)
    table.save(tmp_path)
    opened = HashTable.open(tmp_path)

    assert _asked(table, words[:9], NEAR) == _asked(opened, words[:9], NEAR)
    assert table.numbers.tolist() == opened.numbers.tolist()
    assert not opened.words.flags.writeable
