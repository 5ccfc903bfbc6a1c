"""What a sceptic, or a dishonest host, would try against ``kiemtin log verify``: each is named, and ends calmly."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kiemtin.answers.feeds import DUMP_FILE
from kiemtin.cli import main
from kiemtin.transparency.keys import Signer
from tests.answers.exported import KEY, Log, changed, first, small
from tests.net.servers import Answer, http_server, raw_server

WHOLE = small()
FILES = dict(WHOLE.files())
VKEY = KEY.verifier.vkey
WITHDRAWN = WHOLE.records[1]
BEFORE = dict(Log(WHOLE.records[:5]).files())
"""The same site before one of its answers was withdrawn."""


@dataclass
class Ended:
    """How a run ended: its exit code, and what it printed for programs, if it came to that."""

    code: int
    printed: str
    complained: str

    @property
    def faults(self) -> set[tuple[str, str | None]]:
        """Message and file of each fault."""
        return {(one["id"], one["file"]) for one in self.document["faults"]}

    @property
    def document(self) -> dict[str, Any]:
        """What it printed."""
        found: dict[str, Any] = json.loads(self.printed)
        return found


Run = Callable[..., Ended]


@pytest.fixture(name="verify")
def _verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command in this process, as its entry point does."""
    monkeypatch.setenv("KIEMTIN_HOME", str(tmp_path / "home"))

    def run(place: str, *options: str, key: str = VKEY) -> Ended:
        monkeypatch.setattr("sys.argv", ["kiemtin", "log", "verify", place, "--key", key, "--json", *options])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Ended(int(str(end.value.code)), told.out, told.err)

    return run


def served(**changes: Answer | bytes) -> dict[str, Answer]:
    """The site on a web host, with some of its files changed."""
    files: dict[str, Answer] = {f"/{path.removesuffix('/index.html')}": (200, {}, raw) for path, raw in FILES.items()}
    return files | {path: one if isinstance(one, tuple) else (200, {}, one) for path, one in changes.items()}


def page_of(number: int) -> str:
    """Where the page of an answer is served."""
    return f"/answers/{WHOLE.records[number].slug}"


@pytest.mark.parametrize(
    ("path", "raw", "fault"),
    [
        (page_of(0), FILES[f"{page_of(0)[1:]}/index.html"].replace(b"\xc4\x90i", b"Di", 1), "log.page-says-otherwise"),
        (page_of(1), BEFORE[f"{page_of(1)[1:]}/index.html"], "log.page-says-otherwise"),
        ("/feed.atom", BEFORE["feed.atom"], "log.says-otherwise"),
        ("/feed.json", BEFORE["feed.json"], "log.says-otherwise"),
        ("/claimreview.json", BEFORE["claimreview.json"], "log.not-in-the-log"),
        ("/feed.atom", FILES["feed.atom"].replace(b"dieu-so-2", b"dieu-so-8"), "log.not-in-the-log"),
        ("/sitemap.xml", FILES["sitemap.xml"].replace(b"dieu-so-2", b"dieu-so-8"), "log.not-in-the-log"),
        (f"/{DUMP_FILE}", BEFORE[DUMP_FILE], "log.dump-differs"),
        ("/log/tile/0/000.p/8", gzip.compress(FILES["log/tile/0/000.p/8"]), "log.tile-malformed"),
        ("/log/tile/0/000.p/8", FILES["log/tile/0/000.p/8"][:-32], "log.tile-malformed"),
        ("/log/tile/entries/000.p/8", FILES["log/tile/entries/000.p/8"][:-9], "log.tile-malformed"),
        ("/log/checkpoint", FILES["log/checkpoint"].replace(b"8\n", b"9\n", 1), "log.bad-signature"),
    ],
)
def test_what_differs_from_the_log_is_named(verify: Run, path: str, raw: bytes, fault: str) -> None:
    """A letter on a page, an answer that was withdrawn, an entry nobody logged, and tiles of another length or size."""
    assert raw != FILES.get(path[1:])
    with http_server(served(**{path: raw})) as server:
        ended = verify(server.url("/"))
    assert (1, True) == (ended.code, fault in {message for message, _ in ended.faults})
    assert {path[1:].removeprefix("log/")} & {file for _, file in ended.faults}


def test_tiles_of_another_tree_do_not_carry_a_checkpoint(verify: Run) -> None:
    """The key's own checkpoint of so many entries is served with the entries and tiles of another log as long."""
    other = dict(Log([*WHOLE.records[:7], first(20)]).files())
    tiles = {f"/{path}": raw for path, raw in other.items() if path.startswith("log/tile/")}
    with http_server(served(**tiles)) as server:
        assert ("log.root-differs", "checkpoint") in verify(server.url("/")).faults
    with http_server(served(**{"/log/tile/0/000.p/8": tiles["/log/tile/0/000.p/8"]})) as server:
        assert {("log.tile-differs", "tile/0/000.p/8")} == verify(server.url("/")).faults


def test_two_views_of_one_size_are_told_apart(verify: Run, tmp_path: Path) -> None:
    """Whoever saved one of them finds that the other is no continuation, though both are signed and whole."""
    other = Log([*WHOLE.records[:7], first(20)])
    assert len(other.records) == len(WHOLE.records)
    saved = tmp_path / "moc"
    saved.write_bytes(other.note())
    ended = verify(str(WHOLE.write(tmp_path / "site")), "--save", str(saved))
    assert (1, {("log.not-grown", "checkpoint")}, other.note()) == (ended.code, ended.faults, saved.read_bytes())


def test_a_checkpoint_of_entries_that_are_not_there_yet(verify: Run, tmp_path: Path) -> None:
    """One that promises more than is served is found out, and so is a log shorter than one that was saved."""
    longer = Log([*WHOLE.records, first(21)])
    with http_server(served(**{"/log/checkpoint": longer.note()})) as server:
        assert ("log.file-missing", "tile/entries/000.p/9") in verify(server.url("/")).faults
    saved = tmp_path / "moc"
    saved.write_bytes(longer.note())
    ended = verify(str(WHOLE.write(tmp_path / "site")), "--checkpoint", str(saved))
    assert {("log.shorter", "checkpoint")} == ended.faults


def test_a_key_of_another_name_opens_nothing(verify: Run, tmp_path: Path) -> None:
    """The same secret under another name is another key; of a log under another name, a saved one is no beginning."""
    site = str(WHOLE.write(tmp_path / "site"))
    renamed = Signer("ban-truc-khac.example/log", bytes(range(32))).verifier.vkey
    assert ("log.no-known-signature", "checkpoint") in verify(site, key=renamed).faults
    named = VKEY.replace("ban-truc.example", "ban-truc.exampIe")
    assert 2 == verify(site, key=named).code  # the id in a key's text is of its name too


def test_a_packed_answer_is_unpacked_up_to_its_limit(verify: Run) -> None:
    """A host may pack what it sends; a bomb stops at the limit of the file."""
    path = "/log/tile/0/000.p/8"
    headers = {"Content-Encoding": "gzip"}
    with http_server(served(**{path: (200, headers, gzip.compress(FILES[path[1:]]))})) as server:
        assert 0 == verify(server.url("/")).code
    with http_server(served(**{path: (200, headers, gzip.compress(bytes(50_000_000)))})) as server:
        assert ("log.file-too-large", path.removeprefix("/log/")) in verify(server.url("/")).faults


def test_no_other_host_is_asked(verify: Run) -> None:
    """An address that leads elsewhere ends with 3 and the name of that place; one that leads within is followed."""
    with http_server(served()) as elsewhere:
        target = elsewhere.url("/log/checkpoint", host="localhost")
        with http_server(served(**{"/log/checkpoint": (302, {"Location": target}, b"")})) as server:
            ended = verify(server.url("/"))
        assert (3, [], True) == (ended.code, elsewhere.asked, "localhost" in ended.complained)
    pages = {path: body for path, body in served().items() if path.startswith("/answers/d") and "." not in path}
    moved: dict[str, Answer] = {path: (301, {"Location": f"{path}/"}, b"") for path in pages}
    moved |= {f"{path}/": body for path, body in pages.items()}
    with http_server(served() | moved) as server:
        assert 0 == verify(server.url("/")).code
    with http_server(served(**{"/log/checkpoint": (302, {"Location": "/log/checkpoint"}, b"")})) as server:
        assert 3 == verify(server.url("/")).code


def test_an_answer_without_an_end_is_left(verify: Run) -> None:
    """A server that never stops sending is left at the limit; one that breaks off is out of reach."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"x" * 65_536)

    def broken(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nban-truc")

    with raw_server(endless) as server:
        assert {("log.note-too-large", "checkpoint")} == verify(server.url("/")).faults
    with raw_server(broken) as server:
        assert 3 == verify(server.url("/")).code


class Faltering(dict[str, Answer]):
    """Breaks off at every third file, and asks for a patience of ages at every fifth, after the first."""

    asked = 0

    def get(self, path: str, otherwise: Answer) -> Answer:  # type: ignore[override]
        """No answer at all, or none yet, now and then."""
        self.asked += 1
        if self.asked % 3 == 0:
            raise ConnectionAbortedError
        if self.asked % 5 == 0:
            return 429, {"Retry-After": "9" * 5_000}, b""
        return super().get(path, otherwise)


def test_a_line_that_falters_is_tried_again(verify: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands of files one may be cut off without the whole of it being in vain."""
    monkeypatch.setattr("kiemtin.cli.log_places.WAITS", (0, 0))
    monkeypatch.setattr("kiemtin.cli.log_places.LONGEST_WAIT", 0)
    with http_server(Faltering(served())) as server:
        assert 0 == verify(server.url("/")).code


def test_what_was_not_looked_at_is_said(verify: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """At an address of many pages some are picked, and the counts say so; ``--all`` looks at all of them."""
    monkeypatch.setattr("kiemtin.answers.site_agreement.SAMPLED_PAGES", 3)
    with http_server(served()) as server:
        some, every = verify(server.url("/")).document, verify(server.url("/"), "--all").document
    assert ({"seen": 9, "of": 10}, {"seen": 10, "of": 10}) == (some["pages"], every["pages"])
    counted = sum(every[name] for name in ("published", "superseded", "withdrawn", "erasing", "erased"))
    assert every["size"] == counted == len(WHOLE.records)


def test_a_rewritten_reason_is_found(verify: Run, tmp_path: Path) -> None:
    """Who holds the key and signs a rewritten history anew does not get past a checkpoint that was saved before."""
    saved = tmp_path / "moc"
    saved.write_bytes(WHOLE.note(5))
    mended = changed(WHOLE.records[0], WHOLE.records[4].change, WHOLE.records[4].content)
    rewritten = Log([*WHOLE.records[:4], replace(mended, reason="Lý do khác."), *WHOLE.records[5:]], WHOLE.erased)
    ended = verify(str(rewritten.write(tmp_path / "site")), "--checkpoint", str(saved))
    assert {("log.not-grown", "checkpoint")} == ended.faults
