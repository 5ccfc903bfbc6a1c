"""What was compiled is kept, and never used for another edition of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.lookalikes.compiled import jit


def test_another_edition_is_compiled_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its folder is named after all the sources, for one function is made a part of others."""
    package = tmp_path / "lookalikes/compiled"
    package.mkdir(parents=True)
    source = tmp_path / "lookalikes/words.py"
    folders = set()
    monkeypatch.setattr(jit, "__file__", str(package / "jit.py"))
    for text in ("A = 1\n", "A = 2\n", "A = 1\n"):
        source.write_text(text)
        folders.add(jit._folder.__wrapped__())
    assert 2 == len(folders)
    assert {package / "__pycache__"} == {folder.parent for folder in folders}


def test_without_a_place_beside_the_source_it_is_the_users_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And where that cannot be either, nothing is kept."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(jit, "__file__", str(tmp_path / "file/compiled/jit.py"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = jit._folder.__wrapped__()
    assert folder is not None
    assert tmp_path / "cache/kiemtin" == folder.parent
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert jit._folder.__wrapped__() is None
