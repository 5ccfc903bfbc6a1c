"""Long runs: kills at any moment, a hundred thousand messages in one go, a million names. ``make soak`` runs them."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiemtin.lookalikes import Matcher, Verdict
from kiemtin.organisations import bundled_register
from tests.cli.running import environment, kiemtin, printed
from tests.shared_data import shared_data
from tests.updates.sealing import payload, sealed, trust

pytestmark = pytest.mark.soak

resource = pytest.importorskip("resource", reason="memory of a child process is measured on POSIX systems")

KILLS = 100
MESSAGES = 100_000
MAX_MEMORY_MB = 250
MAX_FALSE_ALARMS = 0.005

TEXTS = (
    "Ngân hàng Ví Dụ: nhận quà tại https://vidu-{number}.top/vn trước 24 giờ",
    "Con ơi, mẹ gửi {number}.000đ rồi nhé",
    "Viettel TB: xem tại https://viettel.vn/goi{number}",
    "LH 09{number:08d} de duoc ho tro",
    "vao techcombank.vn-{number}.top de xac thuc",
)


def test_killed_at_any_moment_an_update_is_whole_or_not_there(tmp_path: Path) -> None:
    """A hundred updates are killed while they run; each time the data is the old or the new edition, never damaged."""
    key = Ed25519PrivateKey.generate()
    home = tmp_path / "home"
    trust(home, key)
    file = tmp_path / "update.json"
    file.write_bytes(sealed(payload(), key))
    chance = random.Random(7)
    seen: Counter[str] = Counter()
    for _ in range(KILLS):
        shutil.rmtree(home / "data", ignore_errors=True)
        command = [sys.executable, "-m", "kiemtin", "data", "update", str(file)]
        running = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.9))
        running.send_signal(signal.SIGKILL)
        running.wait()
        row = json.loads(printed(kiemtin("data", "status", "--json", home=home)))["data"][0]
        seen[row["from"]] += 1
        assert not row.get("damaged")
    assert {"bundled", "update"} >= set(seen)


def messages() -> Iterator[bytes]:
    """The lines of a large batch, some of them broken."""
    for number in range(MESSAGES):
        text = TEXTS[number % len(TEXTS)].format(number=number)
        broken = number % 1000 == 999
        yield b"{broken\n" if broken else json.dumps({"id": number, "text": text}).encode() + b"\n"


def test_a_hundred_thousand_messages_in_one_batch(tmp_path: Path) -> None:
    """One line out for each line in, in order, in memory that does not grow with the file."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"".join(messages()))
    command = [sys.executable, "-m", "kiemtin", "check", "--batch", str(source)]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        answers = [(row.get("id"), "error" in row) for row in map(json.loads, running.stdout)]
    assert [(None, True) if n % 1000 == 999 else (n, False) for n in range(MESSAGES)] == answers
    assert 0 == running.returncode
    unit = 1 if sys.platform == "darwin" else 1024
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit < MAX_MEMORY_MB * 1_000_000


def test_a_million_popular_names() -> None:
    """The engine looks at every popular name without a crash, and raises few false alarms."""
    with gzip.open(shared_data("links/popular_dev.tsv.gz"), "rt", encoding="utf-8") as file:
        names = file.read().split("\n")[1:]
    matcher = Matcher(bundled_register())
    alarms = sum(
        match is not None and match.verdict is Verdict.IMPERSONATES for match in map(matcher.match, filter(None, names))
    )
    assert alarms <= MAX_FALSE_ALARMS * len(names)
