"""An index that grew is the one made anew, whatever came and went, and survives whatever stops it."""

from __future__ import annotations

import dataclasses
import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.pictures import index as index_module
from kiemtin.pictures.candidates import CandidateIndex, build
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.features import Features, from_bytes
from kiemtin.pictures.growing import joined, without
from kiemtin.pictures.index import Growing, open_index, update_index
from kiemtin.pictures.known import NewPicture
from kiemtin.storage import INDEX
from tests.pictures.known import known

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def pictures() -> list[NewPicture]:
    """Eight known pictures."""
    return [known(seed) for seed in range(8)]


@pytest.fixture(scope="module")
def features(pictures: list[NewPicture]) -> list[Features]:
    """What they are known by."""
    return [from_bytes(one.features) for one in pictures]


def _same(one: CandidateIndex, other: CandidateIndex) -> bool:
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one)]
    return all(np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype for a, b in pairs)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 8), st.sets(st.integers(0, 7)))
def test_whatever_came_and_went_the_arrays_are_the_same(features: list[Features], cut: int, gone: set[int]) -> None:
    """However the pictures were divided, and whichever of the first part went away again."""
    bits = build(features).bits
    kept = np.array([number not in gone for number in range(cut)], np.bool_)
    grown = joined(without(build(features[:cut], bits), kept), build(features[cut:], bits))
    stayed = [one for number, one in enumerate(features) if number >= cut or number not in gone]
    assert _same(build(stayed, bits), grown)


def test_words_of_different_lengths_do_not_go_together(features: list[Features]) -> None:
    """An index that outgrew its words is made anew."""
    with pytest.raises(ValueError, match="lengths"):
        joined(build(features[:1], 22), build(features[1:], 23))


def test_a_picture_more_is_not_a_rebuild(
    tmp_path: Path, pictures: list[NewPicture], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is new is read, and only it; the files are those of a rebuild, to the byte."""
    read: list[bytes] = []

    def reading(data: bytes) -> Features:
        read.append(data)
        return from_bytes(data)

    with Collection(tmp_path) as collection:
        for one in pictures[:6]:
            collection.add(one, NOW)
        update_index(collection)
        monkeypatch.setattr(index_module, "from_bytes", reading)
        collection.add(pictures[6], NOW)
        collection.remove([2])
        update_index(collection)
        assert [pictures[6].features] == read
        grown = _files(tmp_path)
        update_index(collection, anew=True)
        assert grown == _files(tmp_path)


def test_where_most_is_new_all_is_made_anew(tmp_path: Path, pictures: list[NewPicture]) -> None:
    """One picture, then five more: growing would only sort them twice."""
    with Collection(tmp_path) as collection:
        collection.add(pictures[0], NOW)
        base = update_index(collection)
        for one in pictures[1:6]:
            collection.add(one, NOW)
        there = np.asarray(collection.numbers(), np.int64)
        assert Growing(collection, base, there, index_module.no_progress).grown() is None
        assert 6 == len(update_index(collection).numbers)


def test_a_question_does_not_wait_for_whoever_writes(tmp_path: Path, pictures: list[NewPicture]) -> None:
    """While another process adds and indexes, the index in use answers."""
    with Collection(tmp_path) as collection, Collection(tmp_path) as other:
        collection.add(pictures[0], NOW)
        update_index(collection)
        collection.add(pictures[1], NOW)
        with other.writing():
            assert 1 == len(open_index(collection).numbers)
        assert 2 == len(open_index(collection).numbers)


def _files(folder: Path) -> dict[str, bytes]:
    home = folder / INDEX
    return {one.relative_to(home).as_posix(): one.read_bytes() for one in home.rglob("*") if one.is_file()}


def _in_use(folder: Path) -> dict[str, bytes]:
    """The files of the index in use: whoever was killed while tidying leaves an older one until the next is made."""
    files = _files(folder)
    return {name: data for name, data in files.items() if name.startswith(files["current"].decode())}


ADD_FOR_EVER = """
import datetime, itertools, sys
from dataclasses import replace
from pathlib import Path
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.index import update_index
from tests.pictures.known import known

now, one = datetime.datetime.now(datetime.UTC), known(1)
with Collection(Path(sys.argv[1])) as collection:
    print("ready", flush=True)
    for number in itertools.count():
        collection.add(replace(one, path=f"{sys.argv[2]}-{number}.png"), now)
        update_index(collection)
"""


def test_a_kill_at_any_moment_leaves_a_collection_that_can_be_searched(tmp_path: Path) -> None:
    """The index in use opens, grows on, and is the one that a rebuild makes."""
    for number, pause in enumerate((0.0, 0.15, 0.4)):
        command = [sys.executable, "-c", ADD_FOR_EVER, str(tmp_path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"}) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.kill()
        with Collection(tmp_path) as collection:
            index = open_index(collection)
            assert (len(collection), collection.changes) == (len(index.numbers), index.meta.changes)
            grown = _in_use(tmp_path)
            update_index(collection, anew=True)
            assert grown == _in_use(tmp_path)
