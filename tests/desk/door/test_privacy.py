"""Whatever is sent, and from wherever: nothing of it is anywhere afterwards but in the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiemtin.desk.door.access import Line, status_class, where_it_broke
from tests.desk.door.serving import Server, serve, until

CANARY = b"canary7f3a"
ADDRESS = "127.45.67.89"
FORWARDED = b"198.51.100.234"


def _disturb(server: Server) -> None:
    """Every way to say something to it, refused ones included."""
    headers = b"".join(
        b"%s: %s %s\r\n" % (name, CANARY, FORWARDED)
        for name in (b"Host", b"User-Agent", b"Referer", b"Cookie", b"X-Forwarded-For", b"Forwarded", b"X-" + CANARY)
    )
    word = CANARY.decode()
    for path in ("/check", "/api/v1/check", f"/{word}", f"/setup/{word}/", f"/static/{word}"):
        for body in (CANARY, b"break:" + CANARY, b"halfway:" + CANARY, CANARY * 50_000):
            try:
                server.post(body, f"{path}?q={word}", ADDRESS, headers)
            except ConnectionError:
                assert body.startswith(b"halfway")
    for noise in (b"%s / HTTP/1.1\r\n%s\r\n" % (CANARY.upper(), headers), CANARY + b"\r\n\r\n"):
        server.ask(noise, ADDRESS)
    with server.connect(ADDRESS) as connection:
        connection.sendall(b"POST /check HTTP/1.1\r\nContent-Length: 1000\r\nHost: x\r\n\r\n" + CANARY)
    with server.connect(ADDRESS) as connection:
        connection.sendall(b"GET /" + CANARY)


def _opened(process: int) -> Iterator[str]:
    """What ``process`` has open; a connection may be closed while we look."""
    for one in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(one.readlink())


def test_nothing_that_was_sent_is_kept(tmp_path: Path) -> None:
    """No canary and no address in the log, in any file, nor in the metrics; no process has a file open for it."""
    with serve(tmp_path, WORKERS=2, ACCESS_LOG=1, ASKS_BURST=12) as server:
        _disturb(server)
        until(lambda: server.metric("kiemtin_connections") == 1)
        metrics = server.get("/metrics").body
        opened = {one for worker in server.workers for one in _opened(worker)}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [server.log] == files
    log = server.log.read_bytes()
    assert b'"route": "ask"' in log
    for secret in (CANARY, CANARY.upper(), ADDRESS.encode(), FORWARDED):
        assert (False, False) == (secret in log, secret in metrics)
    ours = {"/memfd:kiemtin-locks (deleted)", str(server.log), "/dev/null"}
    assert set() == {one for one in opened if not one.startswith(("socket:", "pipe:", "anon_inode:", "/dev/"))} - ours


def test_by_default_single_requests_are_not_logged(tmp_path: Path) -> None:
    """Counts serve as well."""
    with serve(tmp_path) as server:
        assert 200 == server.post(b"hello").status
    assert '"event": "request"' not in server.log.read_text()


@pytest.mark.parametrize(
    ("status", "method", "told"),
    [(204, "GET", ("2xx", "GET")), (0, "CANARY", ("none", "other")), (599, "PUT", ("5xx", "PUT"))],
)
def test_a_line_says_classes(status: int, method: str, told: tuple[str, str]) -> None:
    """Of the status its class, of a method its name only where it is a known one."""
    line = Line.of("ask", method, status, 0.0123)
    assert (*told, 12) == (line.status, line.method, line.ms)
    assert "none" == status_class(99)


def test_an_error_is_told_by_kind_and_place() -> None:
    """Its message may quote what somebody sent."""
    try:
        int("canary")
    except ValueError as error:
        told = where_it_broke(error)
    assert told.startswith("ValueError in tests.desk.door.test_privacy.test_an_error_is_told_by_kind_and_place:")
    assert "canary" not in told
    assert "KeyError in ?" == where_it_broke(KeyError("canary"))
