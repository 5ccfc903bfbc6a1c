"""Alerts reach whoever is to be told: all of them, with the same ids, whatever happens on the way."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiemtin.answers.webhooks import EVENT_ID, SIGNATURE, is_genuine
from kiemtin.errors import OutOfReach, Refused
from kiemtin.watch.certificates.alerts import Decision
from kiemtin.watch.certificates.hours import Hours, digest_time, quiet_hours
from kiemtin.watch.certificates.store import Store
from kiemtin.watch.certificates.telling import AlertFile, Telling, Webhook, webhook_of
from tests.net.servers import answering
from tests.watch.certificates.conftest import HOUR, TODAY, alert

SECRET = "mot bi mat du dai de ky"  # noqa: S105 - of this test alone
NOW = 1_790_000_000


@contextmanager
def _receiver(statuses: list[int]) -> Iterator[tuple[str, list[tuple[str, bytes, str]]]]:
    """A server that answers with these statuses in turn, the last from then on; and what it was sent."""
    sent: list[tuple[str, bytes, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.headers[EVENT_ID], body, self.headers[SIGNATURE]))
            self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with answering(server):
        yield f"http://127.0.0.1:{server.server_address[1]}/nhan", sent


def test_a_file_gets_each_alert_once(filled: Store, tmp_path: Path) -> None:
    """On a line of its own, also where a crash has left half of one; another run adds what is new alone."""
    path = tmp_path / "alerts.jsonl"
    path.write_bytes(b'{"half')
    telling = Telling(filled, [AlertFile(path)])
    assert ([], 0) == (telling.tell(), telling.waiting())
    assert [] == Telling(filled, [AlertFile(path)]).tell()
    lines = path.read_text("utf-8").splitlines()
    assert '{"half' == lines[0]
    assert [alert(number).id for number in range(3)] == [json.loads(line)["id"] for line in lines[1:]]


def test_a_webhook_that_was_down_receives_everything(filled: Store) -> None:
    """Over an hour of refusals and a restart in between: every alert with its own id, signed over the very bytes."""
    now = [0.0]
    with _receiver([503]) as (address, sent):
        telling = Telling(filled, [Webhook(address, SECRET, lambda: NOW)], lambda: now[0])
        first = telling.tell()
        assert ["missing.not-taken"] == [error.message_id for error in first]
        while now[0] < 3600:
            now[0] += 5
            assert [] == telling.tell()
        assert 3 == telling.waiting()
    assert len(sent) < 20
    assert {alert(0).id} == {event for event, _, _ in sent}
    with _receiver([200, 500, 200]) as (address, sent):
        again = Telling(filled, [Webhook(address, SECRET, lambda: NOW)], lambda: now[0])
        again.tell()
        now[0] += 3600
        again.tell()
        assert 0 == again.waiting()
    assert [0, 1, 1, 2] == [next(n for n in range(3) if alert(n).id == event) for event, _, _ in sent]
    assert all(is_genuine(SECRET, body, signature, NOW) for _, body, signature in sent)
    assert sent[1][1] == sent[2][1]


def test_what_is_dismissed_is_not_told(filled: Store, tmp_path: Path) -> None:
    """Until it is restored."""
    filled.decide([alert(1).id], Decision(True, "đại lý", TODAY))
    path = tmp_path / "alerts.jsonl"
    telling = Telling(filled, [AlertFile(path)])
    telling.tell()
    assert 2 == len(path.read_text("utf-8").splitlines())
    filled.decide([alert(1).id], Decision(False, "", TODAY))
    telling.tell()
    assert 3 == len(path.read_text("utf-8").splitlines())


def test_one_way_that_fails_keeps_no_other_waiting(filled: Store, tmp_path: Path) -> None:
    """A file that cannot be written is said once."""
    good = tmp_path / "alerts.jsonl"
    telling = Telling(filled, [AlertFile(tmp_path / "khong-co" / "x"), AlertFile(good)])
    assert [OutOfReach] == [type(error) for error in telling.tell()]
    assert 3 == len(good.read_text("utf-8").splitlines())


def test_in_quiet_hours_a_file_is_written_and_no_webhook_sent(filled: Store, tmp_path: Path) -> None:
    """When they are over the webhook has all of it, each alert by itself with its id; digests do not touch it."""
    now = [datetime.datetime(2026, 11, 23, 23, 0, tzinfo=datetime.UTC).timestamp()]
    hours = Hours(quiet_hours("22:00-06:00"), digest_time("12:00"), datetime.UTC, lambda: now[0])
    path = tmp_path / "alerts.jsonl"
    with _receiver([200]) as (address, sent):
        telling = Telling(filled, [AlertFile(path), Webhook(address, SECRET, lambda: NOW)], hours=hours)
        assert [] == telling.tell()
        assert 3 == len(path.read_text("utf-8").splitlines())
        assert ([], 0, 3) == (sent, telling.waiting(), telling.held_back())
        now[0] += 7 * HOUR
        telling.tell()
        assert [alert(number).id for number in range(3)] == [event for event, _, _ in sent]
        assert 0 == telling.held_back()


def test_webhooks_are_refused_without_secret_or_on_open_ways(tmp_path: Path) -> None:
    """A short secret, an empty one, an address that is none."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    assert SECRET == webhook_of("https://nhan.example/x", secret).secret
    assert SECRET not in repr(webhook_of("https://nhan.example/x", secret))
    with pytest.raises(Refused):
        webhook_of("ftp://nhan.example/x", secret)
    secret.write_text("ngan")
    with pytest.raises(Refused, match="short-secret"):
        webhook_of("https://nhan.example/x", secret)
