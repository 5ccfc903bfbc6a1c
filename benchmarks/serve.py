"""How many asks a desk answers, with what delay, and what becomes of its other pages and its memory meanwhile.

Usage: ``python benchmarks/serve.py [--reviews 50000] [--seconds 60] [--long 600] [--rate 170] [--json]``. Needs ``wrk``
(Debian's package). A real ``kiemtin serve`` with two processes, and as many fact-checks as wanted, is asked over the
loopback: one message that goes round, a little different each time, from 4,000 addresses, while its other pages are
read. The peer, asked the same in the same run, is a bare Django view under the same server that sends a page of the
same length. All share the machine, so compare ratios; the exit code is 1 if any answer was an error.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx2

from kiemtin.factchecks.starter import starter_reviews

LOAD = Path(__file__).with_name("serve.lua")
PAGES_A_SECOND = 5
USUAL_RATE = 17
FLOOD_SECONDS = 10
READY_SECONDS = 60
RECOVERY_ASKS = 10
UNLIMITED = {
    "KIEMTIN_ASKS_BURST": "100000",
    "KIEMTIN_ASKS_PER_MINUTE": "1000000",
    "KIEMTIN_PAGES_BURST": "1000000",
    "KIEMTIN_PAGES_PER_MINUTE": "1000000",
    "KIEMTIN_PROXIES": "127.0.0.1",
}
"""wrk is taken for a proxy, so that it can speak for many clients."""

PEER = """
import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = "a" * int(os.environ["PEER_LENGTH"])

async def view(request):
    return HttpResponse(PAGE if request.method == "POST" and request.POST["text"] else "")

urlpatterns = [path("", view)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="peer", MIDDLEWARE=[])
application = get_asgi_application()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: requests a second, delays in milliseconds, answers by status, and requests that broke off."""

    name: str
    wanted: float
    reached: float
    p50: float
    p99: float
    longest: float
    statuses: dict[str, int]
    broken: int

    @property
    def errors(self) -> int:
        """Answers that were none of the wanted kind; a page that does not exist is among those asked for."""
        return self.broken + sum(count for status, count in self.statuses.items() if status not in ("200", "404"))


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviews", type=int, default=50_000)
    parser.add_argument("--seconds", type=int, default=60, help="of the steady load")
    parser.add_argument("--long", type=int, default=600, help=f"seconds of {USUAL_RATE} asks a second; 0 for none")
    parser.add_argument("--rate", type=int, default=170, help="asks a second")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is needed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as temporary:
        runs, figures = _measured(Path(temporary), options)
    if options.json:
        print(json.dumps({"runs": [asdict(run) for run in runs], **figures}, ensure_ascii=False, indent=1))
    else:
        print(_as_table(runs, figures))
    sys.exit(1 if any(run.errors for run in runs) else 0)


def _measured(folder: Path, options: argparse.Namespace) -> tuple[list[Run], dict[str, float]]:
    runs: list[Run] = []
    _import_reviews(folder, options.reviews)
    with _desk(folder) as (address, process):
        length = len(_asked(address))
        _load("warm-up", address, 0, 5)
        before = _memory(process)
        with _peer(folder, length) as peer:
            runs.append(_load("bare Django, as fast as it can", peer, 0, FLOOD_SECONDS))
        runs.append(_load("asks, as fast as it can", address, 0, FLOOD_SECONDS))
        runs += _beside_pages(address, options.rate, options.seconds)
        if options.long:
            runs += _beside_pages(address, USUAL_RATE, options.long)
        grown = _memory(process) - before
        _load("flood", address, 0, FLOOD_SECONDS, connections=256)
        recovery = _recovery(address)
    ratio = runs[1].reached / max(runs[0].reached, 1e-6)
    figures = {"ratio to bare Django": ratio, "MB before": before, "MB more after": grown, "recovery seconds": recovery}
    return runs, {name: round(value, 3) for name, value in figures.items()}


def _import_reviews(folder: Path, count: int) -> None:
    """Reviews made of pieces of the starter collection's sentences, so that every one has words of what is asked."""
    chance = random.Random(count)  # noqa: S311 - the same ones each time
    reviews = starter_reviews()
    sentences = [text.split() for one in reviews for text in (one.claim, *(one.body or "").split(". ")) if text]
    lines = (_review(number, sentences, chance) for number in range(count))
    source = folder / "reviews.jsonl"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    _kiemtin(folder, "factchecks", "import", str(source), "--trust")


def _review(number: int, sentences: Sequence[list[str]], chance: random.Random) -> dict[str, str]:
    pieces: list[str] = []
    for _ in range(chance.randint(2, 4)):
        words = chance.choice(sentences)
        begin = chance.randrange(max(1, len(words) - 6))
        pieces += words[begin : begin + chance.randint(4, 12)]
    body = " ".join(" ".join(chance.choice(sentences)) for _ in range(chance.randint(1, 4)))
    url = f"https://kiem-chung.example/{number}"
    about = {"publisher": "Tòa soạn ví dụ", "rating": "Sai", "lang": "vi"}
    return {"id": f"made-{number}", "claim": " ".join(pieces), "body": body, "url": url, **about}


def _kiemtin(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "kiemtin", *arguments], env=_environment(folder), check=True, stdout=2)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | UNLIMITED | {"KIEMTIN_HOME": str(folder / "home"), "PYTHONUTF8": "1"}


@contextmanager
def _desk(folder: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "kiemtin", "serve", "--port", "0", "--workers", "2"]
    log = (folder / "desk.log").open("wb")
    with (
        log,
        subprocess.Popen(command, env=_environment(folder), stdout=subprocess.PIPE, stderr=log, text=True) as desk,
    ):
        try:
            words = (word for line in desk.stdout or () for word in line.split())
            address = next(word for word in words if word.startswith("http") and "/setup/" not in word)
            _wait_for(f"{address}/readyz")
            yield address, desk.pid
        finally:
            desk.terminate()
            desk.wait()


@contextmanager
def _peer(folder: Path, length: int) -> Iterator[str]:
    (folder / "peer.py").write_text(PEER, "utf-8")
    port = 20_000 + os.getpid() % 20_000
    server = ["uvicorn", "peer:application", "--port", str(port), "--workers", "2", "--http", "h11"]
    command = [sys.executable, "-m", *server, "--no-access-log", "--log-level", "error"]
    environment = os.environ | {"PEER_LENGTH": str(length)}
    with subprocess.Popen(command, cwd=folder, env=environment) as peer:
        try:
            _wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            peer.terminate()
            peer.wait()


def _wait_for(address: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            httpx2.get(address, timeout=5, trust_env=False).raise_for_status()
            return
        except httpx2.HTTPError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _asked(address: str) -> bytes:
    text = "Tài khoản của bạn bị khóa, vào https://vietcombank-vn.top nhập OTP"
    answer = httpx2.post(f"{address}/", data={"text": text}, timeout=30, trust_env=False)
    return answer.raise_for_status().content


def _beside_pages(address: str, rate: int, seconds: int) -> list[Run]:
    """A steady load of asks, and of other pages at the same time."""
    pages = _wrk(address, "pages", PAGES_A_SECOND, seconds, 4)
    asks = _load(f"asks, {seconds} s", address, rate, seconds)
    return [asks, _result("other pages meanwhile", PAGES_A_SECOND, pages.communicate()[0])]


def _load(name: str, address: str, rate: int, seconds: int, connections: int = 16) -> Run:
    return _result(name, rate, _wrk(address, "asks", rate, seconds, connections).communicate()[0])


def _wrk(address: str, mode: str, rate: int, seconds: int, connections: int) -> subprocess.Popen[str]:
    load = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(LOAD)]
    return subprocess.Popen(
        ["wrk", *load, address, "--", mode, str(rate), str(seconds)], stdout=subprocess.PIPE, text=True
    )


def _result(name: str, wanted: float, output: str) -> Run:
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    reached = found["requests"] / found["seconds"]
    delays = found["p50"], found["p99"], found["max"]
    return Run(name, wanted, round(reached, 1), *delays, found["statuses"], found["broken"])


def _memory(process: int) -> float:
    """Megabytes of the parent and its processes, what they share counted once."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in table.splitlines()]
    ours = [process, *(child for child, parent in rows if parent == process)]
    kilobytes = 0
    for one in ours:
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1024


def _recovery(address: str) -> float:
    """Seconds after a flood until ten asks in a row are each answered within a second."""
    begun, quick = time.monotonic(), 0
    while quick < RECOVERY_ASKS:
        asked = time.monotonic()
        if quick == 0:
            first = asked
        try:
            _asked(address)
            quick = quick + 1 if time.monotonic() - asked < 1 else 0
        except httpx2.HTTPError:
            quick = 0
    return first - begun


def _as_table(runs: Sequence[Run], figures: dict[str, float]) -> str:
    lines = ["| run | a second: wanted | reached | p50 ms | p99 | longest | errors |", "|---|---|---|---|---|---|---|"]
    for run in runs:
        columns = [run.name, run.wanted or "all", run.reached, run.p50, run.p99, run.longest, run.errors]
        lines.append(f"| {' | '.join(map(str, columns))} |")
    return "\n".join([*lines, "", *(f"{name}: {value}" for name, value in figures.items())])


if __name__ == "__main__":
    main()
