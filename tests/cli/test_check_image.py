"""``kiemtin check --image`` as a process."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

from kiemtin.pictures.limits import MAX_PICTURES
from tests.cli.running import kiemtin, printed, said
from tests.pictures.drawing import png, saved, two_colours

FORGED = "https://vietcombank-xacthuc.top"


def picture(folder: Path, name: str = "a.png") -> str:
    """A picture without text."""
    path = folder / name
    path.write_bytes(saved(two_colours(), "PNG"))
    return str(path)


def test_pictures_come_alone_with_a_text_and_from_standard_input(tmp_path: Path) -> None:
    """Each is a part with its box; the text is checked as ever."""
    data = saved(Image.new("L", (90, 30), 200), "JPEG")
    given = ["check", "--image", picture(tmp_path), "-i", "-", FORGED, "--json"]
    result = kiemtin(*given, home=tmp_path, given=data)
    parts = json.loads(result.stdout)["parts"]

    assert 1 == result.returncode
    assert ["message", "link", "picture", "picture"] == [part["kind"] for part in parts]
    assert [("0", [0, 0, 60, 40]), ("1", [0, 0, 90, 30])] == [(part["image"], part["box"]) for part in parts[2:]]


def test_several_pictures_follow_one_option(tmp_path: Path) -> None:
    """Each word that ends as pictures do is one, also where its name has a space or there is no such file."""
    several = [picture(tmp_path, name) for name in ("a.png", "hai ba.PNG", "c.jpg")]
    result = kiemtin("check", "--image", *several, FORGED, "--json", home=tmp_path)
    missing = kiemtin("check", "--image", several[0], "none.png", home=tmp_path)
    told = kiemtin("check", "--image", several[0], f"xem {FORGED}/anh cua toi.png", "--json", home=tmp_path)

    kinds = [part["kind"] for part in json.loads(result.stdout)["parts"]]
    assert ["message", "link", "picture", "picture", "picture"] == kinds
    assert (3, True) == (missing.returncode, "none.png" in said(missing))
    assert ["message", "link", "picture"] == [part["kind"] for part in json.loads(told.stdout)["parts"]]


def test_a_page_shows_the_picture_and_none_of_its_metadata(tmp_path: Path) -> None:
    """What the page holds is made anew from the pixels."""
    exif = Image.Exif()
    exif[0x010E] = "secret-description"
    path = tmp_path / "a.jpg"
    path.write_bytes(saved(two_colours(), "JPEG", exif=exif))
    result = kiemtin("check", "--image", str(path), "--html", str(tmp_path / "r.html"), home=tmp_path)
    page = (tmp_path / "r.html").read_text("utf-8")

    assert 0 == result.returncode
    assert 'href="data:image/jpeg;base64,' in page
    assert b"secret-description" not in page.encode()


def test_hostile_files_are_refused_in_words(tmp_path: Path) -> None:
    """A bomb, a wrong suffix and a file that is not there: exit codes 2, 2 and 3, and no traceback."""
    bomb, page = tmp_path / "b.png", tmp_path / "p.jpg"
    bomb.write_bytes(png(20_000, 14_000, bytes(1000)))
    page.write_text("<html>")
    results = [kiemtin("check", "--image", str(one), home=tmp_path) for one in (bomb, page, tmp_path / "none.png")]

    assert [2, 2, 3] == [one.returncode for one in results]
    assert ["20000 × 14000" in said(results[0]), "p.jpg" in said(results[1])] == [True, True]


def test_wrong_use_is_said(tmp_path: Path) -> None:
    """Two things on standard input, a file beside a picture, too many pictures, and a picture as a text."""
    path = picture(tmp_path)
    wrong = (
        ["--image", "-", "-"],
        ["--image", path, "--file", path],
        ["--image", path] * (MAX_PICTURES + 1),
        [path],
    )
    results = [kiemtin("check", *one, home=tmp_path) for one in wrong]

    assert [2] * 4 == [one.returncode for one in results]
    assert "--image" in said(results[3])
    assert "" == printed(results[3])
