"""``kiemtin factchecks`` as a user runs it."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiemtin.factchecks.vectors import bundled_encoder
from tests.cli.running import kiemtin, printed, said
from tests.factchecks.reviews import CLAIMS

PAGE = """<!doctype html><title>Kiểm chứng</title><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "ClaimReview", "url": "https://kiem-chung.example/nuoc",
 "claimReviewed": "Nước máy pha thuốc mê phát tán khắp thành phố", "datePublished": "2025-02-03",
 "author": {"@type": "Organization", "name": "Kiểm Chứng Mẫu"},
 "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nguyễn Văn Ví Dụ"},
   "appearance": [{"@type": "CreativeWork", "url": "https://tin-don.example/bai/9?utm_source=zalo"}]},
 "reviewRating": {"@type": "Rating", "alternateName": "Bịa đặt", "ratingValue": "1", "worstRating": "1",
   "bestRating": "5"}}]}
</script>"""


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """The fictional claims as native lines."""
    path = tmp_path / "mau.jsonl"
    rows = [
        {"id": f"mau-{number}", "claim": claim, "title": None, "url": f"https://kiem-chung.example/{number}",
         "publisher": "Kiểm Chứng Mẫu", "rating": "Sai", "published": None, "lang": "vi"}
        for number, claim in enumerate(CLAIMS)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def run(home: Path, *arguments: str, given: bytes = b"", code: int = 0) -> str:
    """What ``kiemtin factchecks`` printed, over the collection in ``home``."""
    result = kiemtin("factchecks", *arguments, "--collection", str(home / "c"), home=home, given=given)
    assert code == result.returncode, said(result)
    return printed(result) if not code else said(result)


def test_imported_reviews_are_found_listed_shown_and_exported(tmp_path: Path, lines: Path) -> None:
    """From import to export the same lines, without a trace of the machine."""
    run(tmp_path, "import", str(lines))
    found = json.loads(run(tmp_path, "search", "vo dap thuy dien suoi mo", "--json", "--no-semantic"))["results"]
    assert {"id", "url", "claim", "publisher", "rating", "score", "match", "trusted"} <= found[0].keys()
    assert ("mau-1", "same", False) == (found[0]["id"], found[0]["match"], found[0]["trusted"])
    assert 12 == json.loads(run(tmp_path, "list", "--json"))["total"]
    assert CLAIMS[1] in run(tmp_path, "show", "mau-1")
    exported = [json.loads(line) for line in run(tmp_path, "export").splitlines()]
    given = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert given == [{**one, "title": None, "published": None} for one in exported]
    run(tmp_path, "export", "--output", str(tmp_path / "out.jsonl"))
    assert exported == [json.loads(line) for line in tmp_path.joinpath("out.jsonl").read_text("utf-8").splitlines()]


def test_a_batch_gives_one_line_for_each_line_in_order(tmp_path: Path, lines: Path) -> None:
    """Bad lines are errors of their own, and results may be empty."""
    run(tmp_path, "import", str(lines))
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"id": "a", "text": "gạo nhựa"}\nnot json\n{"id": 7, "text": "zzzz"}\n{"id": "x"}\n', "utf-8")
    rows = [
        json.loads(line)
        for line in run(tmp_path, "search", "--batch", str(queries), "--limit", "3", "--no-semantic").splitlines()
    ]
    assert ["a", None, 7, "x"] == [row["id"] for row in rows]
    assert 3 >= len(rows[0]["results"]) > 0
    assert "mau-6" == rows[0]["results"][0]["id"]
    assert [False, True, False, True] == ["error" in row for row in rows]
    assert [] == rows[2]["results"]


def test_importing_again_changes_nothing_and_a_correction_is_taken(tmp_path: Path, lines: Path) -> None:
    """Counts say what happened."""
    first = json.loads(run(tmp_path, "import", str(lines), "--json"))["sources"][0]
    assert (12, 0, 0) == (first["new"], first["updated"], first["unchanged"])
    lines.write_text(lines.read_text("utf-8").replace("Sai", "Đúng một phần", 1).replace('"Sai"', '"Đúng"', 1), "utf-8")
    second = json.loads(run(tmp_path, "import", str(lines), "--json"))["sources"][0]
    assert (0, 12) == (second["new"], second["updated"] + second["unchanged"])
    assert second["updated"] > 0


def test_a_page_brings_its_review_and_no_person(tmp_path: Path) -> None:
    """The rating keeps its words and scale, the cited link is found by its hash, and nobody's name is anywhere."""
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    run(tmp_path, "import", str(page), "--trust")
    found = json.loads(run(tmp_path, "search", "xem http://tin-don.example/bai/9 nè", "--json", "--no-semantic"))[
        "results"
    ]
    assert ("Bịa đặt", True, True) == (found[0]["rating"], found[0]["trusted"], found[0]["cites"])
    assert "1 đến 5" in run(tmp_path, "show", found[0]["id"])
    kept = b"".join(path.read_bytes() for path in tmp_path.joinpath("c").rglob("*") if path.is_file())
    for trace in ("Nguyễn Văn Ví Dụ", "tin-don.example", "nguyen van vi du"):
        assert trace.encode() not in kept
    assert "tin-don" not in run(tmp_path, "export") + run(tmp_path, "list", "--json")


def test_publishers_are_trusted_only_when_the_user_says_so(tmp_path: Path, lines: Path) -> None:
    """What an untrusted publisher says is shown as such, until it is trusted, and again when it no longer is."""
    run(tmp_path, "import", str(lines))
    assert "chưa chọn tin" in run(tmp_path, "search", CLAIMS[0])
    run(tmp_path, "publishers", "--trust", "Kiểm Chứng Mẫu")
    assert "chưa chọn tin" not in run(tmp_path, "search", CLAIMS[0])
    (one,) = json.loads(run(tmp_path, "publishers", "--distrust", "Kiểm Chứng Mẫu", "--json"))["publishers"]
    assert {"publisher": "Kiểm Chứng Mẫu", "feed": "mau.jsonl", "reviews": 12, "trusted": False} == one
    assert "không có nơi công bố" in run(tmp_path, "publishers", "--trust", "Ai Đó", code=2).lower()


def test_what_is_removed_is_found_no_more(tmp_path: Path, lines: Path) -> None:
    """One by id, all of a publisher only after asking; the index follows."""
    run(tmp_path, "import", str(lines))
    run(tmp_path, "remove", "mau-1")
    found = json.loads(run(tmp_path, "search", CLAIMS[1], "--json", "--no-semantic"))["results"]
    assert "mau-1" not in {one["id"] for one in found}
    assert "--yes" in run(tmp_path, "remove", "--publisher", "Kiểm Chứng Mẫu", code=2)
    run(tmp_path, "remove", "--publisher", "Kiểm Chứng Mẫu", "--yes")
    assert 0 == json.loads(run(tmp_path, "list", "--json"))["total"]
    assert "mau-1" in run(tmp_path, "remove", "mau-1", code=2)


def test_a_rebuild_finds_the_same(tmp_path: Path, lines: Path) -> None:
    """The index is derived: made anew it gives the same results."""
    run(tmp_path, "import", str(lines))
    before = run(tmp_path, "search", CLAIMS[4], "--json", "--no-semantic")
    run(tmp_path, "rebuild", "--no-semantic")
    assert before == run(tmp_path, "search", CLAIMS[4], "--json", "--no-semantic")


def test_sources_that_cannot_be_read_are_named_and_the_others_taken(tmp_path: Path, lines: Path) -> None:
    """A missing file is exit code 3, a broken line is named with its number, and what was good is kept."""
    with lines.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    message = run(tmp_path, "import", str(tmp_path / "none.jsonl"), str(lines), code=3)
    assert "none.jsonl" in message
    assert "mau.jsonl:13" in message
    assert 12 == json.loads(run(tmp_path, "list", "--json"))["total"]


def test_columns_of_a_table_are_named_by_the_user(tmp_path: Path) -> None:
    """A spreadsheet with its own headings is taken once it is said which is which."""
    table = tmp_path / "bang.csv"
    table.write_text("Nội dung,Kết luận\nUống giấm chữa gãy xương,Sai\n", "utf-8")
    columns = ("--column", "claim=Nội dung", "--column", "rating=Kết luận", "--publisher", "Báo Ví Dụ")
    run(tmp_path, "import", str(table), *columns)
    (one,) = json.loads(run(tmp_path, "list", "--json"))["reviews"]
    assert ("Uống giấm chữa gãy xương", "Sai", "Báo Ví Dụ") == (one["claim"], one["rating"], one["publisher"])
    assert "--column" in run(tmp_path, "import", str(table), "--column", "claim", code=2)


@pytest.fixture
def server() -> Iterator[str]:
    """A real server on this machine with one page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/kiem-chung"
        running.shutdown()


def test_an_address_the_user_names_is_fetched_and_remembered_as_the_feed(tmp_path: Path, server: str) -> None:
    """The page behind an address is imported like a file; the feed is the address."""
    run(tmp_path, "import", server)
    (one,) = json.loads(run(tmp_path, "publishers", "--json"))["publishers"]
    assert ("Kiểm Chứng Mẫu", server) == (one["publisher"], one["feed"])


@pytest.mark.parametrize(
    "arguments",
    [("search",), ("search", "x", "--batch", "y"), ("search", "x", "--limit", "0"), ("show", "none"), ("remove",)],
)
def test_wrong_use_is_exit_code_2_with_what_to_do(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Each mistake is named in plain words."""
    run(tmp_path, "list")
    assert run(tmp_path, *arguments, code=2).strip()


def test_without_a_collection_of_ones_own_the_starter_is_searched(tmp_path: Path) -> None:
    """One command on a fresh machine finds an advisory, in the words of whoever asks, and makes no folder."""
    result = kiemtin("factchecks", "search", "cong an goi bao cai vneid qua link", home=tmp_path, LC_ALL="en_GB.UTF-8")
    assert "VNeID" in printed(result)
    assert "Kiểm Tin (theo" in printed(result)
    assert [] == list(tmp_path.iterdir())


def test_check_shows_what_was_published_about_a_message(tmp_path: Path, lines: Path) -> None:
    """A claim that a trusted publisher rated comes out as published, with the rating as theirs."""
    result = kiemtin("factchecks", "import", str(lines), "--trust", home=tmp_path)
    assert 0 == result.returncode
    report = json.loads(
        printed(kiemtin("check", "vo dap thuy dien suoi mo, ca xa phai so tan trong dem", "--json", home=tmp_path))
    )
    finding = next(one for one in report["findings"] if one["check"] == "published-claims")
    assert ("published", "published") == (report["outcome"], finding["kind"])
    assert "Kiểm Chứng Mẫu" in finding["reason"]["text"]["vi"]
    assert "+1" in report["data"]["factchecks"]


def test_meanings_are_prepared_by_the_search_that_compares_them(tmp_path: Path, lines: Path) -> None:
    """An import waits for no encoder; the first search by meaning makes the vectors, and the next finds them there."""
    if bundled_encoder() is None:
        pytest.skip("the extra semantic is not installed")
    run(tmp_path, "import", str(lines))
    vectors = tmp_path / "c" / "vectors.bin"
    run(tmp_path, "search", CLAIMS[0], "--no-semantic")
    assert not vectors.exists()
    run(tmp_path, "search", CLAIMS[0])
    size = vectors.stat().st_size
    assert size > 0
    queries = tmp_path / "q.jsonl"
    queries.write_text(json.dumps({"id": 1, "text": "uong do chua voi nuoc soi thi khoi u ac tinh"}) + "\n", "utf-8")
    found = json.loads(run(tmp_path, "search", "--batch", str(queries)))["results"]
    assert "mau-0" == found[0]["id"]
    assert size == vectors.stat().st_size
