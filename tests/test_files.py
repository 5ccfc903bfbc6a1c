"""Files written whole or not at all, and read within limits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused, TooLarge
from kiemtin.files import default_home, read_whole, write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The folder is made, the content is there, and nothing else is left beside it."""
    path = tmp_path / "new" / "data.json"
    write_whole(path, b"one")
    write_whole(path, b"two")

    assert (b"two", ["data.json"]) == (path.read_bytes(), [one.name for one in path.parent.iterdir()])


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails at the last moment leaves the old content and no litter."""
    path = tmp_path / "data.json"
    write_whole(path, b"old")

    def fail(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutOfReach):
        write_whole(path, b"new")

    assert (b"old", ["data.json"]) == (path.read_bytes(), [one.name for one in tmp_path.iterdir()])


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    """A file at the limit is read, one byte more is refused."""
    path = tmp_path / "data"
    path.write_bytes(b"12345")

    assert b"12345" == read_whole(path, 5)
    with pytest.raises(TooLarge):
        read_whole(path, 4)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A folder, a missing file and an impossible name are errors of ours; a pipe is never waited for."""
    with pytest.raises(Refused):
        read_whole(tmp_path, 5)
    for name in (tmp_path / "none", Path("a\0b")):
        with pytest.raises(OutOfReach):
            read_whole(name, 5)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(Refused):
            read_whole(tmp_path / "pipe", 5)


def test_the_home_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``KIEMTIN_HOME`` wins over the platform's folder."""
    monkeypatch.setenv("KIEMTIN_HOME", str(tmp_path))
    assert tmp_path == default_home()
    monkeypatch.delenv("KIEMTIN_HOME")
    assert "kiemtin" == default_home().name
