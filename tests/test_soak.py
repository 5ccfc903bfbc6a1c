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
from contextlib import nullcontext
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.reading.limits import MAX_ITEMS
from kiemtin.factchecks.search import Searcher
from kiemtin.lookalikes import Matcher, Verdict
from kiemtin.organisations import bundled_register
from kiemtin.storage import FILE
from tests.cli.running import environment, kiemtin, printed
from tests.shared_data import shared_data
from tests.updates.sealing import payload, sealed, trust

pytestmark = pytest.mark.soak

pytest.importorskip("resource", reason="memory of a child process is measured on POSIX systems")

KILLS = 100
MESSAGES = 100_000
MAX_MEMORY_MB = 250
MAX_FALSE_ALARMS = 0.005
MEASURED = """
import pathlib, resource, subprocess, sys
code = subprocess.run([sys.executable, *sys.argv[2:]]).returncode
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""A small parent: what a child of ours is said to have needed is no less than what we had when it was forked."""

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
    told = tmp_path / "memory"
    command = [sys.executable, "-c", MEASURED, str(told), "-m", "kiemtin", "check", "--batch", str(source)]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        answers = [(row.get("id"), "error" in row) for row in map(json.loads, running.stdout)]
    assert [(None, True) if n % 1000 == 999 else (n, False) for n in range(MESSAGES)] == answers
    assert 0 == running.returncode
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(told.read_text("ascii")) * unit < MAX_MEMORY_MB * 1_000_000


def test_a_million_popular_names() -> None:
    """The engine looks at every popular name without a crash, and raises few false alarms."""
    with gzip.open(shared_data("links/popular_dev.tsv.gz"), "rt", encoding="utf-8") as file:
        names = file.read().split("\n")[1:]
    matcher = Matcher(bundled_register())
    alarms = sum(
        match is not None and match.verdict is Verdict.IMPERSONATES for match in map(matcher.match, filter(None, names))
    )
    assert alarms <= MAX_FALSE_ALARMS * len(names)


def test_a_killed_import_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Killed at 100 random moments: what was acknowledged is there, collection and index open, and they agree."""
    chance = random.Random(5)
    folder, acknowledged = tmp_path / "c", set()
    for turn in range(KILLS):
        sources = []
        for part in range(3):
            path = tmp_path / f"{turn}-{part}.jsonl"
            rows = (
                {"id": f"{turn}-{part}-{number}", "claim": f"Tin đồn số {number} về con đập {turn} và cây cầu {part}"}
                for number in range(300)
            )
            fixed = {"url": "", "publisher": "Kiểm Chứng Mẫu", "rating": "Sai", "lang": "vi"}
            path.write_text("".join(json.dumps(row | fixed) + "\n" for row in rows), "utf-8")
            sources.append(str(path))
        command = [sys.executable, "-m", "kiemtin", "factchecks", "import", *sources]
        command += ["--collection", str(folder)]
        process = subprocess.Popen(
            command, env=environment(tmp_path), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.15, 0.9))
        process.send_signal(signal.SIGKILL)
        _, said = process.communicate()
        acknowledged |= {
            f"{turn}-{part}" for part in range(3) if f"{turn}-{part}.jsonl: 300" in said.decode("utf-8", "replace")
        }
        with Searcher.open(folder) if (folder / FILE).is_file() else nullcontext(None) as searcher:
            if searcher is None:
                continue
            with Collection(folder) as collection:
                stored = Counter(one.review.id.rpartition("-")[0] for one in collection)
            assert set(stored.values()) <= {300}
            assert acknowledged <= stored.keys()
            assert sum(stored.values()) == len(searcher)
            for source in list(acknowledged)[-2:]:
                turn_of, _, part_of = source.partition("-")
                hits = searcher.search(f"con dap {turn_of} va cay cau {part_of} tin don so 7", 5)
                assert any(hit.stored.review.id.startswith(source) for hit in hits)
    assert len(acknowledged) >= KILLS // 4


def test_a_feed_that_is_too_large_leaves_the_collection_as_it_was(tmp_path: Path) -> None:
    """One item past the limit refuses the whole source, with what to do about it."""
    line = '{{"id":"h{}","claim":"c","url":"","publisher":"p","rating":"r","lang":"vi"}}\n'
    tmp_path.joinpath("few.jsonl").write_text("".join(line.format(f"few{number}") for number in range(12)))
    tmp_path.joinpath("huge.jsonl").write_text("".join(line.format(number) for number in range(MAX_ITEMS + 1)))
    for name, code in (("few.jsonl", 0), ("huge.jsonl", 2)):
        command = [sys.executable, "-m", "kiemtin", "factchecks", "import", str(tmp_path / name)]
        command += ["--collection", str(tmp_path / "c")]
        done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
        assert code == done.returncode
    assert "chia nhỏ" in done.stderr
    with Collection(tmp_path / "c") as collection:
        assert 12 == len(collection)
