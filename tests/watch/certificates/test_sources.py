"""Where a log is read from: politely, patiently, and with an end to both."""

from __future__ import annotations

import datetime
import email.utils
import json
import socket
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach, Refused, TooLarge
from kiemtin.watch.certificates.log_keys import key_of, keys_in
from kiemtin.watch.certificates.sources import LONGEST_WAIT, AtAddress, Manners, _Pace, seconds_in, source_of
from tests.net.servers import Answer, http_server, raw_server
from tests.watch.certificates.made import MadeLog


def _manners(waits: list[float], tries: int = 4) -> Manners:
    return Manners(rate=0, seconds=5.0, tries=tries, sleep=waits.append)


def test_a_busy_server_is_given_the_time_it_asks_for() -> None:
    """And more each time, never two readers at the same moment; then what it has is taken."""
    answers: dict[str, Answer] = {"/checkpoint": (429, {"Retry-After": "7"}, b"")}
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            answers["/checkpoint"] = (200, {}, b"day")

    with http_server(answers) as server:
        source = AtAddress(server.url(), Manners(0, 5.0, 6, wait))
        assert b"day" == source.read("checkpoint", 100)
        source.close()
    assert 7.0 <= waits[0] <= 10.5
    assert 14.0 <= waits[1] <= 21.0


def test_patience_has_an_end() -> None:
    """After some tries; at once where a server asks for hours."""
    answers: dict[str, Answer] = {
        "/a": (503, {}, b""),
        "/b": (429, {"Retry-After": "86400"}, b""),
        "/c": (403, {}, b""),
    }
    waits: list[float] = []
    with http_server(answers) as server:
        source = AtAddress(server.url(), _manners(waits))
        with pytest.raises(OutOfReach, match="busy"):
            source.read("a", 100)
        assert 3 == len(waits)
        with pytest.raises(OutOfReach, match="busy"):
            source.read("b", 100)
        assert 3 == len(waits)
        with pytest.raises(OutOfReach, match="answer"):
            source.read("c", 100)
        assert source.read("d", 100) is None
        source.close()
    assert max(waits) <= 1.5 * LONGEST_WAIT


def _silent(connection: socket.socket) -> None:
    connection.recv(1)


def test_an_endless_answer_is_cut_and_a_silent_one_given_up() -> None:
    """Each with its own name, and without another try where trying again would bring the same."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 10_000)

    with raw_server(endless) as server:
        source = AtAddress(server.url(), _manners([]))
        with pytest.raises(TooLarge):
            source.read("tile/data/000", 50_000)
        source.close()
    with raw_server(_silent) as server:
        source = AtAddress(server.url(), Manners(0, 0.2, 2, lambda _: None))
        with pytest.raises(OutOfReach):
            source.read("checkpoint", 100)
        source.close()


def test_files_come_in_their_order_however_they_are_fetched() -> None:
    """A few at a time; one that is missing is known in its turn."""
    answers: dict[str, Answer] = {f"/{number}": (200, {}, str(number).encode()) for number in range(20) if number != 7}
    with http_server(answers) as server:
        source = AtAddress(server.url(), _manners([]))
        found = list(source.ahead((str(number), 10) for number in range(20)))
        source.close()
    assert [str(number).encode() if number != 7 else None for number in range(20)] == found


def test_requests_are_spaced_out() -> None:
    """So many a second; a wait that a server asked for is everybody's."""
    pace = _Pace(4.0)
    waits = [pace.turn() for _ in range(4)]
    assert waits[0] == 0.0
    assert 0.7 <= waits[3] <= 0.75
    pace.hold(100.0)
    assert pace.turn() > 99.0
    assert _Pace(0.0).turn() == 0.0


def test_what_a_server_asks_for_is_read_from_both_forms() -> None:
    """Seconds, or a moment; what is neither asks for nothing."""
    later = email.utils.format_datetime(
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=90), usegmt=True
    )
    assert 80 < seconds_in(later) <= 90
    assert [120.0, 0.0, 0.0, 0.0] == [seconds_in(text) for text in ("120", "", "mai", "Mon, 01 Jan 2001 00:00:00 GMT")]


def test_a_folder_is_read_too(tmp_path: Path) -> None:
    """Bounded as an answer is; one that is not there is said to be missing."""
    (tmp_path / "checkpoint").write_bytes(b"day")
    source = source_of(str(tmp_path), Manners())
    assert (b"day", None) == (source.read("checkpoint", 3), source.read("tile/0/000", 3))
    with pytest.raises(TooLarge):
        source.read("checkpoint", 2)
    with pytest.raises(OutOfReach, match="no-folder"):
        source_of(str(tmp_path / "khong"), Manners())


def test_keys_come_from_files_texts_and_lists(tmp_path: Path) -> None:
    """A list names many logs; what is none is refused."""
    log, other = MadeLog(tmp_path), MadeLog(tmp_path)
    (tmp_path / "key").write_bytes(log.log_key.spki)
    assert log.log_key == key_of(log.key_text) == key_of(str(tmp_path / "key"))
    lists = tmp_path / "log_list.json"
    lists.write_text(
        json.dumps({"operators": [{"logs": [{"key": log.key_text}, 5], "tiled_logs": [{"key": other.key_text}, {}]}]})
    )
    assert {log.log_key, other.log_key} == set(keys_in(lists))
    for text in ("{", "[]", '{"operators": 1}', "[" * 100_000):
        lists.write_text(text)
        with pytest.raises(Refused, match="not-a-list"):
            keys_in(lists)
