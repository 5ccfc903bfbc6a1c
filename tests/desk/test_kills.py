"""Killed at any moment under load: it starts again by itself, and nothing is torn."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.desk.conftest import SQLITE
from tests.desk.jobs import write_a_pair
from tests.desk.running import Desk, django_says, rows_of, serving
from tests.desk.test_serving import eventually
from tests.desk.transfer.filling import configuration_of, using

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked on POSIX only")

FEW, MANY = 3, 100

SENT = "Nghe nói tháng sau chợ Hòa Mục đóng cửa để làm bãi đỗ xe, bà con nhớ báo nhau."
RECEIPT = re.compile(r'id="receipt"[^>]*>([^<]+)<')

AT_ONCE = 2
"""Clients that ask one message after the other."""

QUIET = 0.05, 1.5
"""Seconds between two kills: from the middle of a start to the middle of the work."""


class Load:
    """Asks, shares and jobs without end; remembers what was answered and what was promised to be kept."""

    def __init__(self, home: Path, database: str, address: str) -> None:
        self.answers: Counter[int] = Counter()
        self.shared: list[str] = []
        self.receipts: list[str] = []
        self._address = address
        self._stop = Event()
        self._threads = [Thread(target=self._ask, args=(number,)) for number in range(AT_ONCE)]
        self._threads += [Thread(target=self._enqueue, args=(home, database))]
        self._threads.append(Thread(target=self._share))
        self._threads += [Thread(target=self._send, args=(number,)) for number in range(AT_ONCE)]

    @contextmanager
    def running(self) -> Iterator[None]:
        """The time for which it goes on."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join()

    def _ask(self, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            with suppress(httpx2.HTTPError):  # cut off by a kill
                text = f"vay-shb.com {number} {turn}"
                self.answers[self._post("/", {"text": text}).status_code] += 1
            self._stop.wait(0.02)

    def _share(self) -> None:
        while not self._stop.is_set():
            with suppress(httpx2.HTTPError):
                answer = self._post("/en/share/", {"text": "vay-shb.com", "shows": "message", "step": "create"})
                self.shared += re.findall(r"/en/share/[\w-]{20,}/", answer.text)[:1]
            self._stop.wait(0.05)

    def _send(self, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            fields = {"text": SENT, "token": f"token-{number:06d}-{turn:06d}", "step": "send"}
            with suppress(httpx2.HTTPError):
                self.receipts += re.findall(RECEIPT, self._post("/gui-ban-truc/", fields).text)
            self._stop.wait(0.05)

    def _enqueue(self, home: Path, database: str) -> None:
        number = 0
        with using(configuration_of(home, database)):
            while not self._stop.is_set():
                number += 1
                write_a_pair.enqueue(f"đôi {number}")
                self._stop.wait(0.02)

    def _post(self, path: str, fields: dict[str, str]) -> httpx2.Response:
        return httpx2.post(f"{self._address}{path}", data=fields, timeout=30, trust_env=False)


def strike(desk: Desk, chance: random.Random) -> bool:
    """Kill one of its children, its parent, or all of them at once; whether somebody has to start it again."""
    target = chance.choice(("child", "parent", "all"))
    children = desk.children()
    if target == "child":
        victims = [chance.choice(children)] if children else []
    else:
        victims = [desk.process.pid, *(children if target == "all" else [])]
    for process in victims:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return target != "child"


def endure(home: Path, database: str, kills: int) -> None:
    """Kill a desk under load so many times, and look at everything afterwards."""
    chance = random.Random(kills)
    with ExitStack() as stack:
        desk = stack.enter_context(serving(home))
        load = Load(home, database, desk.address)
        stack.enter_context(load.running())
        for _ in range(kills):
            Event().wait(chance.uniform(*QUIET))
            if strike(desk, chance):
                desk.process.wait(60)
                desk = stack.enter_context(serving(home, "--port", str(urlsplit(desk.address).port)))
            assert eventually(partial(is_ready, desk))
            assert eventually(partial(is_whole, desk))
        before = load.answers[200]
        assert eventually(lambda: load.answers[200] > before + 10)
        assert load.shared
        for path in load.shared:
            assert 200 == desk.get(path).status_code
        assert load.receipts
        for code in load.receipts[::5]:
            assert 200 == desk.post("/bien-nhan/", {"code": code}).status_code
    assert {200} <= set(load.answers) <= {200, 429, 503}
    look_for_tears(home, database, len(set(load.receipts)))


def is_whole(desk: Desk) -> bool:
    """Whether two web processes and the one for jobs run."""
    return len(desk.children()) == 3


def is_ready(desk: Desk) -> bool:
    """Whether everything works, as far as anybody answers."""
    try:
        return desk.get("/readyz").status_code == 200
    except httpx2.HTTPError:
        return False


def look_for_tears(home: Path, database: str, acknowledged: int) -> None:
    """Every pair of rows is whole, some were written, SQLite finds its file sound, and no question is doubled."""
    rows = rows_of(home)
    accounts, groups = (
        {json.loads(line)["name"] for line in rows[table]} for table in ("accounts_account", "auth_group")
    )
    assert accounts == groups
    assert accounts
    count = "(q,) = Q.objects.all(); print(q.asked, q.group.asked, A.objects.count())"
    models = "from kiemtin.desk.questions.models import Asking as A, Question as Q"
    counts = set(map(int, django_says(home, f"{models}; {count}").split()))
    assert 1 == len(counts)
    assert acknowledged <= min(counts)
    if not database:
        check = "c = connection.cursor(); c.execute('PRAGMA integrity_check'); print(c.fetchall())"
        assert "[('ok',)]" == django_says(home, check)


def test_a_few_kills(tmp_path: Path, database: str) -> None:
    """Three kills at random moments do no harm."""
    endure(tmp_path / "home", database, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_hundred_kills(tmp_path: Path, database: str) -> None:
    """Nor do a hundred."""
    endure(tmp_path / "home", database, MANY)
