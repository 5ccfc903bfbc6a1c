"""Pages, feeds, the log and matching of a real desk, on SQLite and PostgreSQL."""

from __future__ import annotations

import hashlib
import html
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kiemtin.answers.file_list import LIST, list_of
from kiemtin.answers.page_reading import faults_in
from kiemtin.desk.rendering import say
from tests.answers.made import CONTENT, FIRST, IN_ENGLISH, MENDED, WITHDRAWN
from tests.cli.running import kiemtin
from tests.desk.questions.sending import RUMOUR
from tests.desk.running import TIMEOUT, Desk, django_says, serving

LINK = (
    "from kiemtin.desk.questions.models import Group; from kiemtin.desk.questions.working import link_answer; "
    f"link_answer([Group.objects.get().pk], {FIRST.answer!r}, None)"
)
"""The one group of messages that were sent is answered by the first answer."""

SAID = {"publisher": "127.0.0.1", "day": "2026-11-22", "claim": CONTENT.claim, "rating": "Sai"}

ATOM = "{http://www.w3.org/2005/Atom}"

PUBLIC = (
    "/answers",
    "/en/answers",
    f"/answers/{FIRST.slug}",
    "/nguyen-tac",
    "/feed.atom",
    "/feed.json",
    "/claimreview.json",
    "/sitemap.xml",
    "/answers/dump.jsonl",
    "/log/checkpoint",
    "/log/tile/0/000.p/2",
    "/log/tile/entries/000.p/2",
    "/log/records/0.json",
)


def publish(home: Path, names: str) -> None:
    """Log records of ``tests.answers.made`` by their names, as the desk's own services do."""
    code = (
        f"from tests.answers import made; from kiemtin.desk.answers.log import append; append(lambda size: [{names}])"
    )
    django_says(home, code)


@pytest.fixture(scope="module", name="open_desk")
def _open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over SQLite on which one answer in each language was published."""
    home = tmp_path_factory.mktemp("published") / "home"
    with serving(home, KIEMTIN_PUBLISHER="Tổ kiểm chứng mẫu") as running:
        publish(home, "made.FIRST, made.IN_ENGLISH")
        yield running


def eventually(there: Callable[[], bool]) -> bool:
    """Whether it came to be, within a time that even a busy machine needs."""
    until = time.monotonic() + TIMEOUT
    while time.monotonic() < until:
        if there():
            return True
        time.sleep(0.25)
    return False


def test_a_page_shows_the_answer_and_its_claim_review(open_desk: Desk) -> None:
    """Claim, verdict in words, finding and sources are there; the page keeps every rule of its ClaimReview."""
    for record, path in ((FIRST, "/answers/"), (IN_ENGLISH, "/en/answers/")):
        page = open_desk.get(path + record.slug)
        assert record.content is not None
        for said in (record.content.claim, record.content.finding, record.content.sources[0].url):
            assert said.replace("'", "&#39;") in page.text
        assert [] == faults_in(page.text, f"{open_desk.address}{path}{record.slug}")
        assert "set-cookie" not in page.headers
    other = open_desk.get(f"/en/answers/{FIRST.slug}").text
    assert [] == faults_in(other)
    assert '<html lang="en">' in other
    assert '<article class="published-answer" lang="vi">' in other


def test_addresses_that_nobody_gave_out_lead_nowhere(open_desk: Desk) -> None:
    """A slug that is none, a page past the last, a tile that is not there yet, and a record past the log."""
    nowhere = (
        "answers/x",
        "answers?page=2",
        "answers?page=x",
        "answers?page=0",
        "log/tile/0/000",
        "log/records/2.json",
    )
    more = ("log/tile/0/000.p/3", "log/tile/1/000.p/1", "log/../checkpoint", "log/records/00.json", "log/")
    assert {404} == {open_desk.get(f"/{path}").status_code for path in (*nowhere, *more)}
    moved = open_desk.get(f"/answers/{FIRST.slug}/")
    assert (301, f"/answers/{FIRST.slug}") == (moved.status_code, moved.headers["location"])


def test_feeds_are_what_they_say(open_desk: Desk) -> None:
    """Each is read by a parser of its own format, and holds both answers."""
    feed = ElementTree.fromstring(open_desk.get("/feed.atom").content)  # noqa: S314 - our own
    assert 2 == len(feed.findall(f"{ATOM}entry"))
    assert all(entry.find(f"{ATOM}updated") is not None for entry in feed.iter(f"{ATOM}entry"))
    assert 2 == len(open_desk.get("/feed.json").json()["items"])
    assert 2 == len(open_desk.get("/claimreview.json").json()["dataFeedElement"])
    lines = open_desk.get("/answers/dump.jsonl").text.splitlines()
    assert ["kiemtin-dump/1", "kiemtin-record/1", "kiemtin-record/1"] == [json.loads(line)["schema"] for line in lines]
    assert b"<urlset" in open_desk.get("/sitemap.xml").content


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_public_says_when_or_how_often(open_desk: Desk, path: str) -> None:
    """No time of day but midnight, no count, no key: what stands in each public document is in the records."""
    answer = open_desk.get(path)
    assert 200 == answer.status_code
    times = {word for word in answer.text.replace("<", '"').split('"') if word[:2] == "20" and word[10:11] == "T"}
    assert {True} >= {time.endswith("T00:00:00+07:00") for time in times}
    assert not [word for word in ("question", "asking", "receipt", "asked", "count") if f'"{word}' in answer.text]


@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_kept_need_not_be_sent_again(open_desk: Desk, path: str) -> None:
    """Whoever names the tag it has gets 304; any other gets the whole."""
    tag = open_desk.get(path).headers["etag"]
    assert 304 == open_desk.get(path, **{"If-None-Match": tag}).status_code
    assert 200 == open_desk.get(path, **{"If-None-Match": '"x"'}).status_code


def test_a_search_stands_in_no_address(open_desk: Desk) -> None:
    """What is searched for is sent as a form; without diacritics it finds the answer, and nonsense finds none."""
    assert eventually(lambda: FIRST.slug in open_desk.post("/answers", {"q": "nuoc la oi sot xuat huyet"}).text)
    assert FIRST.slug not in open_desk.post("/answers", {"q": "zzzz"}).text


def test_what_is_published_is_matched_at_once(tmp_path: Path) -> None:
    """The next who asks, on the page, from the API and on the command line, finds it; once withdrawn, nobody does."""
    home = tmp_path / "home"
    claim = f"Mọi người ơi, {CONTENT.claim} nhé"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with serving(home, "--port", str(port), KIEMTIN_ADDRESS=address) as desk:

        def found() -> set[bool]:
            answers = (desk.ask(claim).text, json.dumps(desk.api({"text": claim}).json()))
            return {f"{address}/answers/{FIRST.slug}" in answer for answer in answers}

        assert {False} == found()
        publish(home, "made.FIRST, made.MENDED")
        assert eventually(lambda: found() == {True})
        for number in range(9):
            sent = {"text": RUMOUR, "token": f"published-{number:012d}", "step": "send"}
            assert 200 == desk.post("/gui-ban-truc/", sent).status_code
        django_says(home, LINK)
        same = RUMOUR.upper()
        assert eventually(lambda: say("vi", "published.worded-dated", **SAID) in html.unescape(desk.ask(same).text))

        def told() -> list[str]:
            findings = desk.api({"text": same}).json()["findings"]
            return [one["reason"]["id"] for one in findings if one["check"] == "published-claims"]

        assert eventually(lambda: told() == ["published.worded-dated"])  # another process may be asked, a moment behind
        on_command_line = kiemtin("check", claim, "--json", home=home)
        assert FIRST.slug.encode() in on_command_line.stdout
        publish(home, "made.WITHDRAWN")
        assert eventually(lambda: found() == {False})
        page = desk.get(f"/answers/{FIRST.slug}")
        assert 200 == page.status_code
        assert {True} == {reason in page.text for reason in (WITHDRAWN.reason, MENDED.reason)}
        assert "ld+json" not in page.text


def test_another_desk_imports_what_is_published(open_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The list of reviews and each feed give a fresh instance both answers, and the next check there finds them."""
    for path in ("/claimreview.json", "/feed.atom", "/feed.json", f"/answers/{FIRST.slug}"):
        home = tmp_path_factory.mktemp("second") / "home"
        done = kiemtin("factchecks", "import", open_desk.address + path, "--trust", "--json", home=home)
        assert (1 if "/answers/" in path else 2) == json.loads(done.stdout)["total"], path
    found = json.loads(kiemtin("check", CONTENT.claim, "--json", home=home).stdout)
    assert "published" == found["outcome"]


def test_files_for_any_web_host(open_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder holds what the desk serves, verifies, is left alone where nothing changed, and spares other files."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "CNAME").write_text("kiem-chung.example")
    arguments = ("answers", "export", str(folder), "--address", open_desk.address)
    assert 0 == kiemtin(*arguments, home=open_desk.home, KIEMTIN_PUBLISHER="Tổ kiểm chứng mẫu").returncode
    for path in ("feed.atom", "claimreview.json", "answers/dump.jsonl", "log/checkpoint", "log/tile/0/000.p/2"):
        assert open_desk.get(f"/{path}").content == (folder / path).read_bytes(), path
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert 0 == kiemtin(*arguments, home=open_desk.home, KIEMTIN_PUBLISHER="Tổ kiểm chứng mẫu").returncode
    assert before == {path: path.stat().st_mtime_ns for path in before}
    page = (folder / "answers" / FIRST.slug / "index.html").read_text("utf-8")
    assert [] == faults_in(page)
    links = set(re.findall(r'(?:href|src)="([^"]+)"', page))
    within = {link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")}
    assert {True} == {(folder / "answers" / FIRST.slug / link).is_file() for link in within}


def test_what_is_not_ours_is_neither_written_over_nor_removed(
    open_desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file of somebody else in the way stops the export before anything is written; a changed one of ours stays."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "feed.json").write_text("của người khác")
    done = kiemtin("answers", "export", str(folder), home=open_desk.home)
    assert (2, ["feed.json"]) == (done.returncode, [path.name for path in folder.iterdir()])
    (folder / "feed.json").unlink()
    stale, outside = folder / "answers" / "cu" / "index.html", folder.parent / "ngoai.txt"
    for file in (stale, outside):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("cũ")
    digest = hashlib.sha256("cũ".encode()).hexdigest()
    (folder / "log").mkdir()
    (folder / LIST).write_bytes(list_of({"answers/cu/index.html": digest, "../ngoai.txt": digest}))
    assert 2 == kiemtin("answers", "export", str(folder), home=open_desk.home).returncode  # a list that is not ours
    (folder / LIST).write_bytes(list_of({"answers/cu/index.html": digest}))
    assert 0 == kiemtin("answers", "export", str(folder), home=open_desk.home).returncode
    assert (False, True) == (stale.parent.exists(), outside.exists())
