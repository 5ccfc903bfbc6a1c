"""What is refused, broken or cut off leaves no trace either: canaries in bad requests, failures and crashes."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.desk.pictured import screenshot
from tests.desk.running import TIMEOUT, Desk, serving
from tests.desk.test_serving import eventually

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

CANARY = "chim-hoàng-yến-5e1d"
BREAKS = "break-now"
SOURCE = "127.0.0.93"

SABOTAGE = f"""
import kiemtin.app

whole = kiemtin.app.Kiemtin.check

def check(self, item):
    if {BREAKS!r} in str(item):
        raise ValueError(f"cannot check {{item}}")
    return whole(self, item)

kiemtin.app.Kiemtin.check = check
"""
"""A mistake in the middle of a check, in a server that is otherwise the real one; its message quotes what was asked."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True)
class Left:
    """What a server left behind: the statuses it answered with, and each file with its bytes."""

    statuses: tuple[int, ...]
    files: dict[str, bytes]

    def traces(self, *words: str) -> list[tuple[str, str]]:
        """Which of ``words`` stand in which file, in any of the forms in which bytes are written down."""
        return [
            (name, form)
            for name, content in self.files.items()
            for word in words
            for form, written in _forms(word).items()
            if written in content
        ]


def _forms(word: str) -> dict[str, bytes]:
    plain = word.encode()
    forms = {
        "plain": plain,
        "quoted": quote(word).encode(),
        "escaped": json.dumps(word)[1:-1].encode(),
        "python": ascii(word)[1:-1].encode(),
        "bytes": repr(plain)[2:-1].encode(),
        "hex": plain.hex().encode(),
        "utf-16": word.encode("utf-16-le"),
        "utf-16-be": word.encode("utf-16-be"),
    }
    for at in range(3):  # base64 looks different depending on where in a run of bytes a word begins
        whole = base64.b64encode(b"\0" * at + plain)
        forms[f"base64-{at}"] = whole[-(-at * 4 // 3) + (1 if at else 0) : len(whole) // 4 * 4 - 4]
    return forms


@pytest.fixture(scope="module", params=[signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """What is left of a server that was asked badly in every way, then stopped, or killed in the middle of asks."""
    folder = tmp_path_factory.mktemp("canaries")
    for name in ("temporary", "sabotage"):
        (folder / name).mkdir()
    (folder / "sabotage/sitecustomize.py").write_text(SABOTAGE, "utf-8")
    paths = os.pathsep.join([str(folder / "sabotage"), *filter(None, [os.environ.get("PYTHONPATH")])])
    few = {"KIEMTIN_ASKS_BURST": "30", "KIEMTIN_ASKS_PER_MINUTE": "1", "KIEMTIN_ACCESS_LOG": "1"}
    with serving(folder / "home", TMPDIR=str(folder / "temporary"), PYTHONPATH=paths, **few) as desk:
        statuses = tuple(_ask_badly(desk))
        if request.param == signal.SIGKILL:
            hanging = [_begun(desk) for _ in range(5)]
            for process in (desk.process.pid, *desk.children()):
                os.kill(process, signal.SIGKILL)
            for connection in hanging:
                connection.close()
            desk.process.wait(TIMEOUT)
        else:
            assert 0 == desk.stop()
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "sabotage" not in path.parts
    }
    return Left(statuses, files)


def _ask_badly(desk: Desk) -> Iterator[int]:
    """The status of each answer; 0 where there was none."""
    text = f"{CANARY} https://vietcombank-vn.top/{quote(CANARY)} {CANARY}"
    form, document = f"{quote(CANARY)}={quote(CANARY)}&text={quote(text)}", json.dumps({"text": text, CANARY: CANARY})
    canary = quote(CANARY)
    yield _sent(desk, "POST", "/", form, FORM)
    yield _sent(desk, "POST", "/api/v1/check", document, JSON)
    yield _sent(desk, "POST", "/api/v1/check", document, JSON, f"Authorization: Bearer {canary}")
    yield _sent(desk, "POST", "/", f"{form}%20{BREAKS}", FORM)
    yield _sent(desk, "POST", "/api/v1/check", json.dumps({"text": f"{text} {BREAKS}"}), JSON)
    yield _sent(desk, "POST", "/chia-se/", f"{form}%20{BREAKS}", FORM)
    yield _sent(desk, "POST", "/", form + "a" * 500_000, FORM)
    yield _sent(desk, "POST", "/api/v1/check", json.dumps({"text": text * 9_000}), JSON)
    yield _sent(desk, "POST", "/", f"{form}%ff%fe", FORM)
    yield _sent(desk, "POST", "/api/v1/check", document[:-5], JSON)
    yield _sent(desk, "POST", "/api/v1/check", json.dumps({"text": [text]}), JSON)
    yield _sent(desk, "POST", "/", f"--{canary}\r\n{text}", f"multipart/form-data; boundary={canary}")
    part = f'--x\r\nContent-Disposition: form-data; name="image"; filename="{CANARY}"\r\n\r\n'
    broken = screenshot(told=CANARY)[:-40].decode("latin-1")
    for target in ("/", "/api/v1/check"):
        yield _sent(desk, "POST", target, f"{part}{broken}\r\n--x--\r\n", "multipart/form-data; boundary=x")
    yield _sent(desk, "PUT", f"/{canary}?{canary}={canary}", form, FORM)
    yield _sent(desk, canary.replace("%", ""), f"/{canary}", form, FORM)
    yield _sent(desk, "GET", f"/{canary * 400}", "", FORM)
    yield _sent(desk, "GET", "/", "", FORM, f"X-Canary: {canary * 800}")
    yield _sent(desk, "GET", "/", "", FORM, f"Authorization: Basic {base64.b64encode(CANARY.encode()).decode()}")
    yield _sent(desk, "GET", "/", "", FORM, f"Host: {canary}.example")
    yield _sent(desk, "POST", "/", form, FORM, "Transfer-Encoding: chunked")
    yield _sent(desk, "GET", f"/ {canary}", "", FORM)
    for _ in range(40):
        status = _sent(desk, "POST", "/", form, FORM)
        if status == 429:
            break
    yield status
    yield _sent(desk, "POST", "/api/v1/check", document, JSON)
    _begun(desk).close()


def _sent(desk: Desk, method: str, target: str, body: str, media: str, more: str = "X-Canary: 1") -> int:
    place = urlsplit(desk.address)
    canary = quote(CANARY)
    host = "" if more.startswith("Host") else f"Host: {place.netloc}\r\n"
    head = (
        f"{method} {target} HTTP/1.1\r\n{host}{more}\r\nUser-Agent: {canary}\r\nReferer: http://{canary}/\r\n"
        f"Cookie: {canary}={canary}\r\nX-Forwarded-For: {canary}\r\nForwarded: for={canary}\r\nOrigin: null\r\n"
        f"Accept-Language: {canary}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port or 0), TIMEOUT, (SOURCE, 0)) as connection:
        connection.sendall((head + body).encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert CANARY.encode() not in answer or b"200 OK" in answer
    return int(answer.split(b" ", 2)[1]) if answer else 0


def _begun(desk: Desk) -> socket.socket:
    """A connection over which half an ask has come."""
    place = urlsplit(desk.address)
    connection = socket.create_connection((place.hostname, place.port or 0), TIMEOUT, (SOURCE, 0))
    head = f"POST / HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: {FORM}\r\nContent-Length: 9999\r\n\r\n"
    connection.sendall(f"{head}text={quote(CANARY)}".encode())
    return connection


def test_every_kind_of_refusal_was_met(left: Left) -> None:
    """Answers, refusals by the door, by Django and by the framework for programs, and failures of our own."""
    assert {200, 400, 401, 404, 413, 414, 429, 431, 500} <= set(left.statuses), left.statuses


def test_a_failure_is_written_down(left: Left) -> None:
    """The operator learns where it was: the log is not silent for want of anything to say."""
    log = left.files["home.log"]
    assert b"ValueError" in log
    assert b"desk/asking.py" in log


def test_no_word_of_them_is_on_disk(left: Left) -> None:
    """No file under the data folder, among temporary files or in the log has the canary in any form."""
    assert {"home.log", "home/desk/desk.sqlite"} <= set(left.files)
    assert [] == left.traces(CANARY)


def test_no_address_is_on_disk(left: Left) -> None:
    """Where they came from is written nowhere; the log of single requests, turned on here, has routes alone."""
    assert [] == [name for name, content in left.files.items() if SOURCE.encode() in content]
    assert b'"event": "request"' in left.files["home.log"]


def test_the_forms_would_be_found() -> None:
    """The search finds each form of the canary where it stands between other bytes."""
    word = CANARY.encode()
    for at in range(4):
        filled = b"\0" * at + word + b"\0\0"
        assert [] != Left((), {"x": base64.b64encode(filled)}).traces(CANARY)
    for form in (filled.hex().encode(), CANARY.encode("utf-16"), ascii(CANARY).encode(), json.dumps(CANARY).encode()):
        assert [] != Left((), {"x": form}).traces(CANARY)


def test_a_process_that_breaks_writes_no_memory_to_disk(desk: Desk) -> None:
    """No process may dump its memory, not even to a program that collects dumps."""
    assert eventually(lambda: len(desk.children()) == 3)
    for process in (desk.process.pid, *desk.children()):
        folder = Path("/proc") / str(process)
        limits = folder.joinpath("limits").read_text("ascii").splitlines()
        assert ["Max", "core", "file", "size", "0"] == next(one for one in limits if "core" in one).split()[:5]
        assert 0 == int(folder.joinpath("coredump_filter").read_text("ascii"), 16)


def test_nothing_is_opened_for_writing_while_they_ask(tmp_path: Path) -> None:
    """The kernel is asked: the processes that answer make and write no file, whatever is sent."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    with serving(tmp_path / "home") as desk:
        assert eventually(lambda: len(desk.children()) == 3)
        web = desk.children()[:2]
        watched = [argument for process in web for argument in ("-p", str(process))]
        calls = "trace=openat,open,creat,memfd_create,mkdir,mkdirat,rename,renameat2,link,linkat,pwrite64,ftruncate"
        command = [strace, "-f", "-qq", "-e", calls, "-o", str(trace), *watched]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watching:
            while not watching.poll() and "TracerPid:\t0" in Path(f"/proc/{web[-1]}/status").read_text():
                pass
            if watching.poll() is not None:
                pytest.skip("the kernel lets nobody watch")
            answers = [desk.ask(f"{CANARY} https://vietcombank-vn.top").status_code for _ in range(6)]
            answers += [desk.api({"text": CANARY * 4_000}).status_code, desk.ask("a" * 400_000).status_code]
            picture = screenshot(CANARY, "https://vietcombank-vn.top", told=CANARY)
            answers += [desk.show(picture, name=CANARY).status_code, desk.show(picture[:-99]).status_code]
            answers += [desk.show(picture, path="/api/v1/check", name=CANARY).status_code]
            answers += [desk.get(path).status_code for path in ("/", "/en/", "/khong-co", "/api/", "/metrics")]
            watching.terminate()
    assert {200, 404, 413, 422} == set(answers)
    lines = trace.read_text("utf-8", "replace").splitlines()
    assert 10 < sum("openat" in one for one in lines)  # the process that opens pictures was watched too
    lines = [one for one in lines if '"/dev/null"' not in one]  # where the words of that process go
    read_only = [one for one in lines if "open" in one and "O_RDONLY" in one and "O_CREAT" not in one]
    assert [] == [one for one in lines if one not in read_only and "(" in one and "+++" not in one]
