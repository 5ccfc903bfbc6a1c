"""The door over real connections: who asks too much slows down alone, and learns what to do."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.desk.door.serving import Server, is_closed, post, read_answer, serve, until


def test_at_the_budget_it_answers_and_one_beyond_it_says_when(tmp_path: Path) -> None:
    """A person reads a page, a program a problem; another address has a budget of its own; pages are not asks."""
    with serve(tmp_path, WORKERS=2, ASKS_BURST=4, ASKS_PER_MINUTE=1) as server:
        assert [200] * 4 == [server.post(b"hello").status for _ in range(4)]
        page = server.post(b"hello", "/check")
        assert (429, "text/html; charset=utf-8", "vi") == (
            page.status,
            page.headers["content-type"],
            page.headers["content-language"],
        )
        assert 50 <= int(page.headers["retry-after"]) <= 60
        assert f"Hãy chờ {page.headers['retry-after']} giây" in page.body.decode()
        assert "You have just asked quite often" in server.post(b"hello", "/en/").body.decode()
        problem = server.post(b"hello", "/api/v1/check")
        assert (429, "application/problem+json") == (problem.status, problem.headers["content-type"])
        assert {"violated-policies": ["asks"], "status": 429}.items() <= _without_lists(problem.body).items()
        assert [200, 200] == [server.get().status, server.post(b"hello", source="127.0.0.2").status]
        assert 4 == server.metric('kiemtin_refusals_total{status="429"}') + 1


def _without_lists(body: bytes) -> dict[str, object]:
    problem = json.loads(body)
    assert isinstance(problem, dict)
    return problem


def test_a_program_is_told_what_it_has_left(tmp_path: Path) -> None:
    """The fields of the draft, on every answer of the API and on no page."""
    with serve(tmp_path, ASKS_BURST=2, ASKS_PER_MINUTE=2) as server:
        answers = [server.post(b"hello", "/api/v1/check") for _ in range(3)]
        assert [200, 200, 429] == [answer.status for answer in answers]
        assert ['"asks";q=2;w=60'] * 3 == [answer.headers["ratelimit-policy"] for answer in answers]
        told = [answer.headers["ratelimit"] for answer in answers]
        assert ['"asks";r=1;t=30', '"asks";r=0;t=60', '"asks";r=0;t=60'] == told
        assert "ratelimit" not in server.get().headers


def test_no_spelling_of_an_address_gets_past_the_budget(tmp_path: Path) -> None:
    """Whatever the application may make of it: what is sent somewhere unknown is paid for like an ask."""
    spellings = ["//check", "/check//", "/CHECK", "/api/v2/check", "/%2e/check", "/en/en/check", "/en/check/"]
    with serve(tmp_path, ASKS_BURST=len(spellings), ASKS_PER_MINUTE=1) as server:
        assert {200} == {server.post(b"x", path).status for path in spellings}
        assert 429 == server.post(b"x").status


def test_a_flood_slows_itself_and_not_others(tmp_path: Path) -> None:
    """While one address asks without pause, another's asks and pages are answered as if it were not there."""
    with serve(tmp_path, WORKERS=2, ASKS_BURST=40, ASKS_PER_MINUTE=60, ASKS_WAITING=16) as server:
        stop = threading.Event()
        with ThreadPoolExecutor(8) as threads:
            floods = [threads.submit(_flood, server, stop) for _ in range(8)]
            until(lambda: server.metric('kiemtin_refusals_total{status="429"}') > 50)
            statuses = []
            for _ in range(20):
                answers = (server.post(b"sleep:0.01", source="127.0.0.9"), server.get(source="127.0.0.9"))
                statuses += [answer.status for answer in answers]
            stop.set()
            seen = [status for flood in floods for status in flood.result()]
        assert [200] * 40 == statuses
        assert {200, 429} == set(seen)
        assert seen.count(200) <= 40 + 60


def _flood(server: Server, stop: threading.Event) -> list[int]:
    statuses = []
    while not stop.is_set():
        statuses.append(server.post(b"sleep:0.01", source="127.0.0.8").status)
    return statuses


def test_asks_wait_their_turn_and_pages_do_not(tmp_path: Path) -> None:
    """With every place taken a page is answered at once, one more ask refused at once, and all others in the end."""
    with serve(tmp_path, ASKS_AT_WORK=1, ASKS_WAITING=4) as server, ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(server.post, b"sleep:1", "/check", f"127.0.0.{number}") for number in range(2, 7)]
        until(lambda: (server.metric("kiemtin_asks_at_work"), server.metric("kiemtin_asks_waiting")) == (1, 4))
        refused = server.post(b"x", "/api/v1/check", "127.0.0.9")
        assert (503, "2") == (refused.status, refused.headers["retry-after"])
        assert 200 == server.get().status
        assert not any(one.done() for one in slow[1:])
        assert [200] * 5 == [one.result().status for one in slow]
        assert (0, 0) == (server.metric("kiemtin_asks_at_work"), server.metric("kiemtin_asks_waiting"))


def test_whoever_leaves_the_queue_is_not_worked_for(tmp_path: Path) -> None:
    """Asks whose askers have gone are dropped before their turn."""
    with serve(tmp_path, ASKS_AT_WORK=1, ASKS_WAITING=16) as server, server.connect("127.0.0.2") as busy:
        busy.sendall(post(b"sleep:1"))
        until(lambda: server.metric("kiemtin_asks_at_work") == 1)
        for _ in range(4):
            with server.connect("127.0.0.3") as leaving:
                leaving.sendall(post(b"sleep:60"))
                until(lambda: server.metric("kiemtin_asks_waiting") == 1)
            until(lambda: server.metric("kiemtin_asks_waiting") == 0)
        assert 200 == read_answer(busy).status
        assert 1 == server.metric("kiemtin_ask_seconds_count")


def test_what_breaks_in_the_application_is_refused_in_words(server: Server) -> None:
    """Nothing of the error is told; an answer that breaks off in the middle ends with its connection."""
    assert 500 == server.post(b"break:canary").status
    assert 500 == json.loads(server.post(b"break:canary", "/api/v1/check").body)["status"]
    with server.connect() as connection:
        connection.sendall(post(b"halfway:canary"))
        assert is_closed(connection)
    assert "canary" not in server.log.read_text()
    assert '"error": "ValueError in __main__.application' in server.log.read_text()
    assert 200 == server.post(b"hello").status


def test_a_connection_serves_many_requests(server: Server) -> None:
    """Kept alive, also after a refusal whose body was whole; requests in a row are answered in their order."""
    with server.connect() as connection:
        connection.sendall(b"".join(post(b"x" * size) for size in (1, 2, 3)))
        assert [b"1", b"2", b"3"] == [read_answer(connection).body for _ in range(3)]
        connection.sendall(post(b"break") + post(b"hello"))
        assert [500, 200] == [read_answer(connection).status for _ in range(2)]
        connection.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_clients_over_ipv6_are_told_apart(tmp_path: Path) -> None:
    """The door counts them as it does those over IPv4."""
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    with serve(tmp_path, HOST="::1", ASKS_BURST=1, ASKS_PER_MINUTE=1) as server:
        assert [200, 429] == [server.post(b"x", source="::1").status for _ in range(2)]
        assert 200 == server.get(source="::1").status


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_behind_a_named_proxy_each_of_its_clients_is_one(tmp_path: Path) -> None:
    """Named, it is believed; a client behind it that makes up hops gains nothing."""
    with serve(tmp_path, PROXIES="127.0.0.1", ASKS_BURST=1, ASKS_PER_MINUTE=1) as server:
        hops = [
            b"198.51.100.1",
            b"198.51.100.2",
            b"192.0.2.1, 198.51.100.1",
            b"192.0.2.2, 198.51.100.2",
            b"2001:db8::1",
        ]
        headers = [b"Host: x\r\nX-Forwarded-For: %s\r\n" % hop for hop in hops]
        assert [200, 200, 429, 429, 200] == [server.post(b"x", headers=sent).status for sent in headers]
        assert [200, 429] == [server.post(b"x", source="127.0.0.2", headers=sent).status for sent in headers[:2]]


def test_a_proxy_that_was_not_named_is_told_of_once(tmp_path: Path) -> None:
    """All its clients share one budget, so the operator hears of it, without an address."""
    with serve(tmp_path) as server:
        for _ in range(3):
            server.get(headers=b"X-Forwarded-For: 198.51.100.1\r\n")
    log = server.log.read_text()
    assert 1 == log.count("proxy-not-named")
    assert "198.51" not in log


def test_health_is_asked_for_by_this_machine_without_end(tmp_path: Path) -> None:
    """A supervisor on this machine is never refused; who comes through a proxy pays like for a page."""
    with serve(tmp_path, PAGES_BURST=2, PAGES_PER_MINUTE=1) as server:
        assert [200] * 9 == [server.get("/healthz").status for _ in range(9)]
        passed_on = [server.get("/readyz", headers=b"X-Forwarded-For: 1.2.3.4\r\n").status for _ in range(3)]
        assert [200, 200, 429] == passed_on


def test_the_log_is_paid_for_apart_from_pages(tmp_path: Path) -> None:
    """Whoever verifies a log uses up no page of those who read from the same network, nor they any file of his."""
    with serve(tmp_path, PAGES_BURST=1, PAGES_PER_MINUTE=1, LOG_BURST=2, LOG_PER_MINUTE=1) as server:
        for path, allowed in (("/log/records/0.json", 2), ("/answers", 1), ("/log/checkpoint", 0)):
            assert [429 != server.get(path).status for _ in range(allowed + 1)] == [True] * allowed + [False]


def test_a_graceful_stop_answers_what_is_under_way(tmp_path: Path) -> None:
    """Asks at work and asks that wait are answered; then the processes end."""
    with serve(tmp_path, WORKERS=1, ASKS_AT_WORK=1) as server, ThreadPoolExecutor(4) as threads:
        asks = [threads.submit(server.post, b"sleep:0.5", "/check", f"127.0.0.{number}") for number in range(2, 5)]
        until(lambda: server.metric("kiemtin_asks_waiting") == 2)
        server.process.terminate()
        assert [200] * 3 == [ask.result().status for ask in asks]
        assert 0 == server.process.wait(30)
