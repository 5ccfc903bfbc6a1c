"""Places in pictures, in every rendering."""

from __future__ import annotations

import io
import json
import re

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from kiemtin.app import Kiemtin
from kiemtin.evidence import Report
from kiemtin.formats.html import to_html
from kiemtin.formats.json import dumps, schema
from kiemtin.formats.places import in_short, place_of
from kiemtin.formats.terminal import render_terminal
from kiemtin.items import Box, receive_pictures
from kiemtin.items.pictures import SeenPicture
from kiemtin.items.values import Spot

TEXT = "Vietcombank: xac thuc tai https://vietcombank-xacthuc.top/vn"
LINK = Box(260, 900, 340, 24)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A forged link in the lower middle of a picture, below a harmless text."""
    at = TEXT.index("https")
    spots = (Spot(0, at - 1, Box(20, 900, 230, 24), 0), Spot(at, len(TEXT), LINK, 0))
    seen = SeenPicture(860, 1000, text=TEXT, spots=spots, preview=b"\xff\xd8\xff jpeg")
    return Kiemtin(tmp_path_factory.mktemp("home")).check(receive_pictures([seen], "Nhìn này <b>"))


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box(0, 0, 10, 10), "top-left"),
        (Box(45, 45, 10, 10), "middle-centre"),
        (Box(90, 90, 10, 10), "bottom-right"),
        (Box(5, 40, 90, 10), "middle"),
        (Box(0, 0, 100, 100), "whole"),
    ],
)
def test_a_place_is_said_in_words(box: Box, expected: str) -> None:
    """The ninth that the middle of a box is in; the row alone for a wide one."""
    assert expected == place_of(box, 100, 100)


def test_numbers_are_written_in_short() -> None:
    """Runs of findings take little room in a picture."""
    assert "1,3–5,9" == in_short((1, 3, 4, 5, 9))


def test_json_points_at_boxes(report: Report) -> None:
    """Parts and findings of a picture carry the picture and boxes instead of spans, and keep the schema."""
    document = json.loads(dumps(report))
    Draft202012Validator(schema()).validate(document)
    link = next(part for part in document["parts"] if part["kind"] == "link")
    finding = next(one for one in document["findings"] if one["check"] == "lookalike-domain")

    assert [{"id": "0", "width": 860, "height": 1000, "scale": 1.0}] == document["images"]
    assert ("0", [LINK.x, LINK.y, LINK.width, LINK.height]) == (link["image"], link["box"])
    assert {"start", "end"}.isdisjoint(link)
    assert (link["id"], [], [link["box"]]) == (finding["part"], finding["marks"], finding["boxes"])


def test_the_terminal_says_where(report: Report) -> None:
    """Text and picture stand apart, and a finding names its place in plain words."""
    out = io.StringIO()
    render_terminal(report, "en", Console(file=out, width=90))
    page = out.getvalue()

    assert "Picture 1 (860 × 1000 pixels)" in page
    assert "In picture 1: bottom centre" in page
    assert page.index("Nhìn này") < page.index("Picture 1") < page.index("https://vietcombank-xacthuc.top")


def test_the_page_draws_numbered_frames(report: Report) -> None:
    """The picture is held by the page, each frame leads to its finding, and nothing is fetched or run."""
    page = to_html(report, "vi")
    frame = re.search(
        r'<a class="danger" href="#finding-1"[^>]*>\s*<rect class="around" x="20" y="900" width="580"', page
    )

    assert frame is not None
    assert "img-src data:; base-uri" in page
    assert 'href="data:image/jpeg;base64,/9j/' in page
    assert "<b>" not in page.partition("<style>")[0] + page.partition("</style>")[2].partition("legend")[0]


def test_a_text_alone_has_nothing_of_pictures(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reports about texts are what they were: no field, no style, no permission more."""
    report = Kiemtin(tmp_path_factory.mktemp("home")).check(TEXT)
    document = json.loads(dumps(report))

    assert "images" not in document
    assert not any({"image", "boxes"} & one.keys() for one in (*document["parts"], *document["findings"]))
    assert "img-src" not in to_html(report, "vi")
    assert ".shown" not in to_html(report, "vi")
