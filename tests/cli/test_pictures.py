"""``kiemtin pictures``, as a user or a script runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tests.cli.running import kiemtin, printed, said
from tests.pictures.known import ANSWER, png, saved, scene


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _framed(seed: int) -> Any:
    """The scene on a larger white page."""
    page = np.full((700, 500, 3), 255, np.uint8)
    page[200:500, 50:450] = scene(seed)
    return page


def test_a_picture_that_was_added_is_found(tmp_path: Path) -> None:
    """Added, then searched: itself, mirrored and in a frame, with the place; another picture and no picture beside."""
    added = [str(saved(tmp_path, f"{seed}.png", scene(seed))) for seed in (1, 2)]
    assert 0 == kiemtin("pictures", "add", *added, "--answer", ANSWER, home=tmp_path).returncode
    asked = [
        added[0],
        str(saved(tmp_path, "guong.png", np.ascontiguousarray(scene(1)[:, ::-1]))),
        str(saved(tmp_path, "khung.png", _framed(2))),
        str(saved(tmp_path, "khac.png", scene(9))),
        str(tmp_path / "khong-co.png"),
    ]
    result = kiemtin("pictures", "search", *asked, "--json", home=tmp_path)
    lines = _lines(printed(result))

    assert asked == [line["file"] for line in lines]
    assert [[added[0]], [added[0]], [added[1]], [], []] == [
        [one["picture"] for one in line["results"] if one["match"] == "contains"] for line in lines
    ]
    first = lines[0]["results"][0]
    assert ([0, 0, 400, 300], ANSWER) == (first["box"], first["answer"])
    box = lines[2]["results"][0]["box"]
    assert all(abs(found - right) <= 4 for found, right in zip(box, (50, 200, 400, 300), strict=True))
    assert ("missing.file", 0) == (lines[4]["error"]["id"], result.returncode)


def test_paths_are_kept_as_they_were_typed(tmp_path: Path) -> None:
    """Neither tidied nor made absolute, in ``add`` and in ``search``; of a folder, what was typed and the rest."""
    folder = tmp_path / "anh"
    folder.mkdir()
    saved(folder, "một.png", scene(3))
    (folder / "ghi-chu.txt").write_text("không phải ảnh", "utf-8")
    given = f"{tmp_path}/./anh/"
    added = kiemtin("pictures", "add", given, "--answer", ANSWER, "--json", home=tmp_path)
    assert {"new": 1, "unchanged": 0, "left_out": 1, "problems": []}.items() <= json.loads(printed(added)).items()
    (line,) = _lines(printed(kiemtin("pictures", "search", f"{given}một.png", "--json", home=tmp_path)))
    assert (f"{given}một.png", f"{given}một.png") == (line["file"], line["results"][0]["picture"])


def test_adding_again_and_adding_what_is_no_picture(tmp_path: Path) -> None:
    """What is there already is counted; what cannot be opened is named and sets the exit code; the rest is added."""
    good = str(saved(tmp_path, "a.png", scene(4)))
    bad = tmp_path / "b.png"
    bad.write_text("không phải ảnh", "utf-8")
    kiemtin("pictures", "add", good, "--answer", ANSWER, home=tmp_path)
    result = kiemtin("pictures", "add", good, str(bad), "--answer", ANSWER, home=tmp_path)

    assert 2 == result.returncode
    assert "b.png" in said(result)
    assert "0 ảnh mới, 1 ảnh đã có sẵn" in said(result)


def test_a_picture_is_listed_and_removed(tmp_path: Path) -> None:
    """By the path as it was typed, or by its number; then it is found no more."""
    paths = [str(saved(tmp_path, f"{seed}.png", scene(seed))) for seed in (5, 6)]
    kiemtin("pictures", "add", *paths, "--answer", ANSWER, home=tmp_path)
    listed = json.loads(printed(kiemtin("pictures", "list", "--json", home=tmp_path)))
    assert (2, paths[::-1]) == (listed["total"], [one["picture"] for one in listed["pictures"]])
    assert 0 == kiemtin("pictures", "remove", paths[0], "2", home=tmp_path).returncode
    (line,) = _lines(printed(kiemtin("pictures", "search", paths[0], "--json", home=tmp_path)))
    assert [] == line["results"]
    again = kiemtin("pictures", "remove", paths[0], home=tmp_path)
    assert 2 == again.returncode


def test_removing_by_answer_asks_first(tmp_path: Path) -> None:
    """A script has to say that it is sure."""
    path = str(saved(tmp_path, "a.png", scene(7)))
    kiemtin("pictures", "add", path, "--answer", ANSWER, home=tmp_path)
    assert 2 == kiemtin("pictures", "remove", "--answer", ANSWER, home=tmp_path).returncode
    assert 0 == kiemtin("pictures", "remove", "--answer", ANSWER, "--yes", home=tmp_path).returncode
    assert 0 == json.loads(printed(kiemtin("pictures", "list", "--json", home=tmp_path)))["total"]


def test_a_picture_comes_from_standard_input(tmp_path: Path) -> None:
    """``-`` is looked at like a file; people read where the known picture lies."""
    path = str(saved(tmp_path, "a.png", scene(8)))
    kiemtin("pictures", "add", path, "--answer", ANSWER, "--collection", str(tmp_path / "bo"), home=tmp_path)
    result = kiemtin(
        "pictures", "search", "-", "--collection", str(tmp_path / "bo"), home=tmp_path, given=png(scene(8))
    )
    text = printed(result)
    assert 0 == result.returncode
    assert "Có chứa ảnh này" in text
    assert ANSWER in text


def test_what_is_wrong_is_said_before_anything_is_done(tmp_path: Path) -> None:
    """No answer, a bad answer, a bad limit, nothing to remove, no collection: each has its exit code and a sentence."""
    path = str(saved(tmp_path, "a.png", scene(1)))
    cases = {
        ("add", path): 2,
        ("add", path, "--answer", "abc"): 2,
        ("search", path, "--limit", "0"): 2,
        ("remove",): 2,
        ("search", path): 3,
        ("rebuild",): 3,
        ("list", "--collection", str(tmp_path / "khong")): 3,
    }
    results = {case: kiemtin("pictures", *case, home=tmp_path) for case in cases}
    assert cases == {case: result.returncode for case, result in results.items()}
    assert [] == [case for case, result in results.items() if not said(result).strip()]
