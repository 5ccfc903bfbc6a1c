"""``kiemtin screen --engine ray`` as a user runs it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import TIMEOUT, environment, kiemtin, printed, said
from tests.cli.test_screen import FEED, _text_of

CALLS = "trace=connect,bind,sendto,sendmsg"

ELSEWHERE = re.compile(r'sin6?_port=.*inet_(?:addr|pton)\((?:AF_INET6, )?"(?!127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)')
"""A call with an address that is not this machine's own."""


FOLDER = re.compile(r'sun_path="(/[^"]*kiemtin-ray-[^/"]+)/')
"""Where a cluster of one's own keeps what it needs meanwhile."""


def test_a_cluster_of_ones_own_is_heard_by_nobody_else_and_ends_with_the_run(tmp_path: Path) -> None:
    """Every call of every process goes to this machine; Ctrl-C ends them all, and another engine goes on."""
    pytest.importorskip("ray")
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    feed, pipe, out, trace = (tmp_path / name for name in ("feed.txt", "pipe.txt", "out.jsonl", "trace.txt"))
    feed.write_text(FEED)
    os.mkfifo(pipe)
    command = [str(feed), str(pipe), "-o", str(out), "--min-score", "0", "--lang", "en"]
    watched = [strace, "--seccomp-bpf", "-f", "-qq", "-e", CALLS, "-o", str(trace), sys.executable, "-m", "kiemtin"]
    run = subprocess.Popen(
        [*watched, "screen", *command, "--engine", "ray"],
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        start_new_session=True,
    )
    with pipe.open("wb"):
        deadline = time.monotonic() + TIMEOUT
        while 'finished": ["' not in _text_of(Path(f"{out}.progress")) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGINT)
    _, error = run.communicate(timeout=TIMEOUT)
    assert 130 == run.returncode, error
    assert "with --resume" in error.decode()
    assert "Workers: " in error.decode()
    calls = trace.read_text("utf-8", "replace").splitlines()
    folders = {found[1] for call in calls if (found := FOLDER.search(call))}
    assert [False] == [Path(folder).exists() for folder in folders]
    assert [call for call in calls if "127.0.0.1" in call]
    assert [] == [call for call in calls if ELSEWHERE.search(call)]
    pipe.unlink()
    pipe.write_text("techcombank-app.xyz\n")
    assert 0 == kiemtin("screen", *command, "--resume", home=tmp_path).returncode
    whole = tmp_path / "whole.jsonl"
    assert 0 == kiemtin("screen", str(feed), str(pipe), "-o", str(whole), "--min-score", "0", home=tmp_path).returncode
    assert whole.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("call", "elsewhere"),
    [
        ('connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("169.254.169.254")}, 16) = 0', True),
        ('connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0', False),
        ('bind(3, {sa_family=AF_INET6, sin6_port=htons(0), inet_pton(AF_INET6, "::", &sin6_addr)}, 28) = 0', True),
        (
            'bind(3, {sa_family=AF_INET6, sin6_port=htons(0), inet_pton(AF_INET6, "::ffff:127.0.0.1", &a)}, 28) = 0',
            False,
        ),
    ],
)
def test_a_call_to_elsewhere_is_known(call: str, elsewhere: bool) -> None:
    """A test that cannot fail is worse than none."""
    assert elsewhere == bool(ELSEWHERE.search(call))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--ray-address", "10.0.0.1:6379"], "--engine ray"),
        (["--engine", "ray", "--ray-address", "ray://10.0.0.1:10001"], "HOST:PORT"),
        (["--engine", "spark"], "spark"),
    ],
)
def test_wrong_use_is_explained(options: list[str], words: str, tmp_path: Path) -> None:
    """Before anything is started."""
    result = kiemtin("screen", "-", *options, "--lang", "en", home=tmp_path, given=FEED.encode())
    assert 2 == result.returncode
    assert words in said(result)
    assert "" == printed(result)


def test_without_ray_it_says_what_to_install(tmp_path: Path) -> None:
    """As where it was never installed."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'ray' else find(name, package)\n"
    )
    path = os.pathsep.join([str(hidden), os.environ.get("PYTHONPATH", "")])
    options = ["--engine", "ray", "--lang", "en"]
    result = kiemtin("screen", "-", *options, home=tmp_path, given=FEED.encode(), PYTHONPATH=path)
    assert 3 == result.returncode
    assert 'pip install "kiemtin[ray]"' in said(result)
