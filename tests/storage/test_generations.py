"""Generations of an index: put in place in one step, named after what is in them, tidied away."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach
from kiemtin.storage import CURRENT, INDEX
from kiemtin.storage.generations import current_generation, read_meta, replace_generation, write_meta


def _filled(place: Path, content: bytes) -> None:
    (place / "array").write_bytes(content)
    write_meta(place, {"layout": 1})


def test_a_generation_is_named_after_its_content(tmp_path: Path) -> None:
    """The same again has the same name, and another another; only the one in use stays."""
    first = replace_generation(tmp_path, lambda place: _filled(place, b"a"))
    again = replace_generation(tmp_path, lambda place: _filled(place, b"a"))
    other = replace_generation(tmp_path, lambda place: _filled(place, b"b"))
    assert (True, True) == (first == again, first != other)
    assert other == current_generation(tmp_path)
    assert {CURRENT, other.name} == {one.name for one in (tmp_path / INDEX).iterdir()}
    assert {"layout": 1} == read_meta(other)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("x"), KeyboardInterrupt()])
def test_what_fails_leaves_the_one_in_use(tmp_path: Path, error: BaseException) -> None:
    """Nothing half-made is left, whatever went wrong; a full disk is out of reach."""
    before = replace_generation(tmp_path, lambda place: _filled(place, b"a"))

    def fail(place: Path) -> None:
        _filled(place, b"b")
        raise error

    with pytest.raises(OutOfReach if isinstance(error, OSError) else type(error)):
        replace_generation(tmp_path, fail)
    assert before == current_generation(tmp_path)
    assert {CURRENT, before.name} == {one.name for one in (tmp_path / INDEX).iterdir()}


def test_what_was_left_by_a_process_that_died_is_removed(tmp_path: Path) -> None:
    """By the next one that makes a generation."""
    (tmp_path / INDEX / ".building-dead").mkdir(parents=True)
    place = replace_generation(tmp_path, lambda place: _filled(place, b"a"))
    assert {CURRENT, place.name} == {one.name for one in (tmp_path / INDEX).iterdir()}


def test_a_pointer_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever stands in the file, a folder below the index is meant."""
    (tmp_path / INDEX).mkdir()
    (tmp_path / INDEX / CURRENT).write_text("../../etc", "utf-8")
    assert tmp_path / INDEX / "etc" == current_generation(tmp_path)
