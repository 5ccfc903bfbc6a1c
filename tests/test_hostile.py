"""More than 500 hostile inputs: each is answered or refused, quickly, and never with a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiemtin import Kiemtin
from kiemtin.errors import KiemtinError, TooLarge
from kiemtin.formats.html import to_html
from kiemtin.formats.json import dumps
from kiemtin.items import receive_bytes
from tests.hostile import LONG, SINGLE, TOO_MUCH, hostile_texts

SECONDS = 5.0
"""No hostile input may take longer."""

SECONDS_OF_A_LONG_MESSAGE = 1.0

HOSTILE_BYTES = (
    b"\xff\xfe" + b"\x00" * 1_001,
    b"\xfe\xff\xd8\x00",
    b"\xef\xbb\xbf" + b"\xff" * 100,
    bytes(range(256)) * 400,
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 5_000,
    b"PK\x03\x04" + os.urandom(5_000),
    b"%PDF-1.7\n" + os.urandom(5_000),
    b"\xed\xa0\x80" * 1_000,
    b"\xc0\xaf" * 1_000,
    b"\xf4\x90\x80\x80",
)

HOSTILE_FILES = {
    "a.html": b"<div>" * 100_000,
    "b.html": b"<a href='http://a.vn'>" * 40_000,
    "c.html": b"<!--" * 100_000,
    "d.html": b"<" * 500_000,
    "e.html": b"&" * 500_000,
    "f.html": b"<table><tr><td>" * 30_000,
    "g.html": b"<style>" + b"a{" * 100_000,
    "h.html": b"<meta http-equiv=refresh content='0;url=https://evil-1.com'>" * 5_000,
    "a.eml": b"From: a\r\n" * 100_000,
    "b.eml": b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n\r\n" * 50_000,
    "c.eml": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "d.eml": b"Subject: " + b"=?utf-8?q?" * 20_000,
    "e.eml": b"From: " + b'"' * 100_000,
    "f.eml": b"Content-Type: text/plain; charset=" + b"a" * 100_000 + b"\r\n\r\nx",
    "g.eml": b"Content-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-",
    "h.eml": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A" * 500_000,
    "i.eml": b"\x00" * 100_000,
    "a.apk": b"PK\x03\x04",
    "\u202egpj.txt": b"Xin chao",
    "b.txt": b"a" * 600_000,
}


@pytest.fixture(scope="module")
def kiemtin(tmp_path_factory: pytest.TempPathFactory) -> Kiemtin:
    """The program without any data of the user's own, warm."""
    program = Kiemtin(tmp_path_factory.mktemp("home"))
    program.check("Vietcombank https://vietcombank-vn.top 0912345678")
    return program


def test_every_hostile_text_is_answered_or_refused_in_time(kiemtin: Kiemtin) -> None:
    """A report that can be written as JSON, or a refusal with a message; nothing else, and not later than the limit."""
    _are_answered_or_refused(kiemtin, hostile_texts(LONG // 4), SECONDS / 2)


@pytest.mark.soak
def test_every_hostile_text_as_long_as_the_door_lets_in(kiemtin: Kiemtin) -> None:
    """As above, four times as long."""
    _are_answered_or_refused(kiemtin, hostile_texts(), SECONDS)


def _are_answered_or_refused(kiemtin: Kiemtin, texts: list[str], seconds: float) -> None:
    assert 400 <= len(texts)
    slow = []
    for text in texts:
        started = time.process_time()
        try:
            report = kiemtin.check(text)
        except KiemtinError:
            report = None
        if report is not None:
            json.loads(dumps(report).encode("utf-8"))
            assert all(text[part.start : part.end] == part.text for part in report.parts)
        if time.process_time() - started > seconds:
            slow.append(text[:60])
    assert [] == slow


@pytest.mark.parametrize("text", TOO_MUCH, ids=lambda text: f"{len(text)}-{ord(text[-1]):x}")
def test_what_passes_a_limit_is_refused_at_once(text: str, kiemtin: Kiemtin) -> None:
    """Ten million letters cost no more than saying no."""
    started = time.process_time()
    with pytest.raises(TooLarge) as refusal:
        kiemtin.check(text)
    assert time.process_time() - started < SECONDS_OF_A_LONG_MESSAGE
    assert {"size", "limit"} <= set(refusal.value.values)


@pytest.mark.parametrize("text", SINGLE, ids=range(len(SINGLE)))
def test_a_hostile_text_can_be_shown(text: str, kiemtin: Kiemtin) -> None:
    """The page that shows it holds no control character and no markup of its sender's."""
    try:
        page = to_html(kiemtin.check(text), "vi")
    except KiemtinError:
        return
    page.encode("utf-8")
    assert not any(character < " " and character not in "\n\t" for character in page)
    assert "\u202e" not in page


@pytest.mark.parametrize("data", HOSTILE_BYTES, ids=range(len(HOSTILE_BYTES)))
def test_bytes_that_are_no_text_are_refused_or_read(data: bytes, kiemtin: Kiemtin) -> None:
    """Binary data, broken encodings, bytes of surrogates."""
    try:
        report = kiemtin.check(receive_bytes(data))
    except KiemtinError:
        return
    dumps(report).encode("utf-8")


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_hostile_files_are_answered_or_refused_in_time(name: str, kiemtin: Kiemtin, tmp_path: Path) -> None:
    """Nesting, endless headers, bombs of parts and entities."""
    path = tmp_path / name
    path.write_bytes(HOSTILE_FILES[name])
    started = time.process_time()
    with contextlib.suppress(KiemtinError):
        dumps(kiemtin.check_file(path)).encode("utf-8")
    assert time.process_time() - started < SECONDS


def test_a_message_as_long_as_the_door_lets_in_is_answered_soon(kiemtin: Kiemtin) -> None:
    """Real text at the limit: within a second. A megabyte: refused within a second, with the limit named."""
    sentence = "Vietcombank kính báo quý khách 1.000 điểm, xem https://vietcombank-vn.top hoặc gọi 1900 0000 22. "
    text = sentence * (LONG // len(sentence.encode()))
    started = time.process_time()  # of computing: what else the machine does is no fault of ours
    assert "danger" == kiemtin.check(text).outcome
    assert time.process_time() - started < 2 * SECONDS_OF_A_LONG_MESSAGE
    with pytest.raises(TooLarge):
        kiemtin.check(sentence * 10_000)


def _run(arguments: list[str], data: bytes | None, home: Path) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"KIEMTIN_HOME": str(home), "LANG": "vi_VN.UTF-8", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "kiemtin", *arguments],
        input=data,
        capture_output=True,
        timeout=120,
        env=environment,
        check=False,
    )


def _assert_civil(done: subprocess.CompletedProcess[bytes]) -> None:
    """Exit 0, 1 or 2 (3 for what is missing), no traceback, and output that is text without terminal commands."""
    assert done.returncode in (0, 1, 2, 3), done.stderr[-400:]
    assert b"Traceback" not in done.stderr
    for stream in (done.stdout, done.stderr):
        stream.decode("utf-8")
        assert b"\x1b" not in stream
        assert b"\x00" not in stream
    if done.returncode >= 2:
        assert done.stderr.strip()
        assert not done.stdout.strip()


PROCESS_INPUTS = [
    *(text.encode("utf-8", "surrogatepass") for text in SINGLE[::6]),
    *(text.encode("utf-8", "surrogatepass") for text in TOO_MUCH[::3]),
    *HOSTILE_BYTES[::3],
]


@pytest.mark.parametrize("data", PROCESS_INPUTS, ids=range(len(PROCESS_INPUTS)))
def test_the_real_process_stays_civil_on_standard_input(data: bytes, tmp_path: Path) -> None:
    """A report or a refusal, by the program as people run it."""
    _assert_civil(_run(["check", "-"], data, tmp_path))


@pytest.mark.parametrize("name", list(HOSTILE_FILES)[::4])
def test_the_real_process_stays_civil_on_files(name: str, tmp_path: Path) -> None:
    """The same for files."""
    path = tmp_path / name
    path.write_bytes(HOSTILE_FILES[name])
    _assert_civil(_run(["check", "--json", "--file", str(path)], None, tmp_path))


@pytest.mark.parametrize("name", ["khong-co.txt", ".", "a\nb.txt", "\u202e.txt"])
def test_the_real_process_stays_civil_without_a_file(name: str, tmp_path: Path) -> None:
    """No such file, a folder, a name made to confuse."""
    done = _run(["check", "--file", str(tmp_path / name)], None, tmp_path)
    _assert_civil(done)
    assert done.returncode in (2, 3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_a_pipe_nobody_writes_to_does_not_hang(tmp_path: Path) -> None:
    """A named pipe is no file."""
    os.mkfifo(tmp_path / "ong.txt")
    _assert_civil(_run(["check", "--file", str(tmp_path / "ong.txt")], None, tmp_path))


def test_a_hostile_argument_is_only_text(tmp_path: Path) -> None:
    """What looks like an option, a path or markup is the message."""
    for text in ("[red]x[/red]", "../../etc/passwd", "https://a.vn/\x1b[2J", "\udcff\udcfe"):
        _assert_civil(_run(["check", "--", text], None, tmp_path))
