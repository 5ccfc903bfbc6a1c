"""Places in pictures, in every rendering."""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from kiemtin.app import Kiemtin
from kiemtin.evidence import Report, render
from kiemtin.formats.html import to_html
from kiemtin.formats.json import dumps, schema
from kiemtin.formats.places import in_short, pictures_of, place_of
from kiemtin.formats.terminal import render_terminal
from kiemtin.formats.view import number_findings
from kiemtin.items import Box, Overlap, receive_pictures
from kiemtin.items.pictures import SeenPicture
from kiemtin.items.values import Spot
from kiemtin.pictures.found import Found, Method, Relation
from kiemtin.pictures.known import Known

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
        r'<a class="danger" href="#finding-1"[^>]*>\s*<rect class="around" x="8" y="892" width="604"', page
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


WHEN = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
OUTLINE, KNOWN_OUTLINE = ((0, 600), (860, 600), (860, 1000), (0, 1000)), ((0, 0), (400, 0), (400, 180), (0, 180))


def _seen_before(tmp_path: Path, *matches: Relation, preview: bytes | None = b"\xff\xd8\xff known") -> Report:
    overlap = Overlap(OUTLINE, KNOWN_OUTLINE, 400, 300, preview)
    found = tuple(
        Found(
            Known(number, f"{number}.jpg", "https://example.org/tra-loi/1", "00", 400, 300, WHEN),
            match,
            Method.FEATURES,
            0.9,
            Box(0, 600, 860, 400),
            overlap=overlap,
        )
        for number, match in enumerate(matches)
    )
    seen = SeenPicture(860, 1000, preview=b"\xff\xd8\xff jpeg" if preview else None, known=found)
    return Kiemtin(tmp_path).check(receive_pictures([seen]))


def test_a_known_picture_stands_beside_the_one_asked_about(tmp_path: Path) -> None:
    """Both are in the page, what they share is drawn on both, and words say where for whoever sees neither."""
    page = to_html(_seen_before(tmp_path, Relation.CONTAINS), "en")

    assert '<image id="shown-1"' in page
    assert 1 == page.count('<use href="#shown-1"/>')
    assert 1 == page.count('href="data:image/jpeg;base64,/9j/IGtub3du"')
    assert [
        'class="around" d="M0 600 L860 600 L860 1000 L0 1000Z"',
        'class="around" d="M0 0 L400 0 L400 180 L0 180Z"',
    ] == (re.findall(r'class="around" d="[^"]*"', page))
    assert "Picture 1, which you gave, what is alike: bottom. That part is outlined and left bright." in page
    assert "The picture that has an answer, what is alike: top" in page
    assert "In picture 1: bottom" in page
    assert "We are very sure it is the same picture" in page
    assert "style=" not in page


def test_what_may_be_related_is_said_so_below_the_pair(tmp_path: Path) -> None:
    """It is never said to be the same."""
    page = to_html(_seen_before(tmp_path, Relation.POSSIBLY_RELATED), "en")
    same, perhaps = (render(f"report.pair.{which}", {}, "en") for which in ("same", "perhaps"))
    assert (False, True) == (same in page, perhaps in page)


def test_pictures_with_one_answer_are_all_shown(tmp_path: Path) -> None:
    """Two known pictures with one answer are one finding with two pairs."""
    page = to_html(_seen_before(tmp_path, Relation.CONTAINS, Relation.CONTAINS), "vi")
    assert (2, 1) == (page.count('<use href="#shown-1"/>'), page.count('<li id="finding-1"'))


def test_without_copies_there_is_no_pair(tmp_path: Path) -> None:
    """The terminal says in words where the known picture lies, and in which part of it."""
    report = _seen_before(tmp_path, Relation.CONTAINS, preview=None)
    out = io.StringIO()
    render_terminal(report, "en", Console(file=out, width=90))

    assert "<use" not in to_html(report, "en")
    assert "In picture 1: bottom" in out.getvalue()
    assert "The picture that has an answer, what is alike: top" in out.getvalue()


def test_json_gives_the_shared_area_in_both_pictures(tmp_path: Path) -> None:
    """Corners in pixels of each, within the schema."""
    document = json.loads(dumps(_seen_before(tmp_path, Relation.CONTAINS)))
    Draft202012Validator(schema()).validate(document)
    finding = next(one for one in document["findings"] if one["check"] == "known-picture")

    assert [[0, 600, 860, 400]] == finding["boxes"]
    assert [list(corner) for corner in OUTLINE] == finding["overlap"]["outline"]
    known = {"width": 400, "height": 300, "outline": [list(corner) for corner in KNOWN_OUTLINE]}
    assert known == finding["overlap"]["known"]


def test_a_frame_leaves_room_around_its_words(report: Report) -> None:
    """On the smallest phone a line on the edge of the frame touches no letter, and the numbers cover none."""
    (picture,) = pictures_of(report, number_findings(report.findings))
    words = [spot.box for spot in report.item.pictures[0].spots]
    for frame in picture.boxes[1:]:
        assert frame.box.x < words[0].x or frame.box.x < words[1].x
        assert frame.box.y <= words[0].y - 2 * 860 // 270
    for frame in picture.boxes:
        assert not [word for word in words if _share_pixels(frame.sign, word)]


def _share_pixels(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    return across > 0 and min(one.bottom, other.bottom) - max(one.y, other.y) > 0
