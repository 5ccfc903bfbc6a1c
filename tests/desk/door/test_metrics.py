"""Counts of all processes, exact, and nothing in them that somebody wrote."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kiemtin.desk.door import metrics
from kiemtin.desk.door.metrics import BOUNDS, ROWS, Metrics
from tests.desk.door.serving import Server, serve

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+')
TOKEN = "t" * 16


def _value(counts: Metrics, line: str) -> float:
    return float(next(one.rpartition(" ")[2] for one in counts.text().splitlines() if one.rpartition(" ")[0] == line))


def _child(counts: Metrics, times: int) -> int:
    """A process that counts and ends."""
    process = os.fork()
    if process == 0:
        for _ in range(times):
            counts.count(metrics.REQUESTS, "ask", "2xx")
            counts.observe(metrics.ASK_WORK, 0.02)
        counts.set(metrics.AT_WORK, 7)
        os._exit(0)
    return process


def test_all_processes_are_summed_and_none_is_lost() -> None:
    """Also those that have ended; what they were doing is over, what they had counted stays."""
    counts = Metrics(("ask",))
    for process in [_child(counts, 1_000) for _ in range(4)]:
        os.waitpid(process, 0)
    counts.set(metrics.AT_WORK, 2)
    assert 4_000 == _value(counts, 'kiemtin_requests_total{route="ask",status="2xx"}')
    assert 4_000 == _value(counts, "kiemtin_ask_seconds_count")
    assert (2, 1) == (_value(counts, "kiemtin_asks_at_work"), _value(counts, "kiemtin_workers"))


def test_processes_that_come_and_go_use_no_more_rows() -> None:
    """More than there are rows, one after the other: each takes over from one that has ended, and goes on counting."""
    counts = Metrics(("ask",))
    for _ in range(ROWS + 20):
        os.waitpid(_child(counts, 1), 0)
    assert ROWS + 20 == _value(counts, 'kiemtin_requests_total{route="ask",status="2xx"}')


def test_durations_fall_into_their_buckets() -> None:
    """At a bound, beyond it, and beyond the last."""
    counts = Metrics(("ask",))
    for seconds in (BOUNDS[0], BOUNDS[0] + 0.001, 100.0):
        counts.observe(metrics.ASK_WAIT, seconds)
    buckets = [_value(counts, f'kiemtin_ask_wait_seconds_bucket{{le="{bound}"}}') for bound in (*BOUNDS, "+Inf")]
    assert [1.0, *[2.0] * (len(BOUNDS) - 1), 3.0] == buckets
    assert pytest.approx(100.011) == _value(counts, "kiemtin_ask_wait_seconds_sum")


def test_what_is_on_no_list_is_not_counted() -> None:
    """No label can come from a request."""
    counts = Metrics(("ask",))
    before = counts.text()
    counts.count(metrics.REQUESTS, "/secret", "2xx")
    counts.count(metrics.REFUSED, "418")
    counts.observe(metrics.DURATION, 1.0, "canary")
    assert before == counts.text()


def test_prometheus_can_read_it(server: Server) -> None:
    """Each line is a comment or a sample, and each name has its help and its type before its samples."""
    answer = server.get("/metrics")
    assert "text/plain; version=0.0.4; charset=utf-8" == answer.headers["content-type"]
    lines = answer.body.decode().splitlines()
    samples = [line for line in lines if not line.startswith("# ")]
    assert [] == [line for line in samples if not LINE.fullmatch(line)]
    named = {line.split()[2] for line in lines if line.startswith("# TYPE ")}
    assert named == {re.sub(r"_(bucket|sum|count)$", "", re.split(r"[{ ]", line)[0]) for line in samples}


def test_unknown_addresses_and_methods_have_no_names(server: Server) -> None:
    """They are counted as others."""
    server.ask(b"CANARY /canary-path HTTP/1.1\r\nHost: x\r\n\r\n")
    server.get("/canary-path/1")
    text = server.get("/metrics").body.decode()
    assert "canary" not in text.lower()
    assert 1 <= server.metric('kiemtin_requests_total{route="other",status="2xx"}')
    assert 1 <= server.metric('kiemtin_requests_total{route="other-writing",status="2xx"}')


def test_metrics_are_for_this_machine_or_for_who_has_the_token(tmp_path: Path) -> None:
    """Through a proxy nobody sees them; with a token set, nobody without it; anyone else finds no such page."""
    passed_on = b"X-Forwarded-For: 127.0.0.1\r\n"
    with serve(tmp_path) as server:
        assert [200, 404] == [server.get("/metrics").status, server.get("/metrics", headers=passed_on).status]
    with serve(tmp_path, PROXIES="127.0.0.2") as server:
        assert 404 == server.get("/metrics").status
    with serve(tmp_path, METRICS_TOKEN=TOKEN) as server:
        told = [b"", b"Authorization: Bearer x\r\n", b"Authorization: Bearer %s\r\n" % TOKEN.encode()]
        assert [404, 404, 200] == [server.get("/metrics", headers=passed_on + one).status for one in told]
        assert TOKEN not in server.log.read_text()
