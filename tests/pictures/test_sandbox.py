"""The child process for untrusted parsers: what it may do, and how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kiemtin.pictures import sandbox
from kiemtin.pictures.limits import MAX_CPU_SECONDS, MAX_MEMORY
from kiemtin.pictures.sandbox import Answer, Failure, Step, run
from tests.pictures.drawing import png, saved, two_colours

DECODE = Step("kiemtin.pictures.decoding:decode", {"kind": "png"})

INSIDE = f"""
import sys, socket
from kiemtin.pictures.sandboxed import limit_resources, give_up_files
limit_resources({MAX_MEMORY}, {MAX_CPU_SECONDS})
give_up_files()
try:
    ATTEMPT
except BaseException as error:
    print(type(error).__name__)
else:
    print("done")
"""

POSIX = pytest.mark.skipif(sys.platform != "linux", reason="what Linux limits; elsewhere the docstring says what holds")


@POSIX
@pytest.mark.parametrize(
    ("attempt", "expected"),
    [
        ("open('/etc/hostname')", "OSError"),
        ("open('/tmp/kiemtin-must-not-be', 'wb')", "OSError"),
        ("socket.socket()", "OSError"),
        (f"bytearray({MAX_MEMORY})", "MemoryError"),
        (f"bytearray({MAX_MEMORY // 2})", "done"),
    ],
)
def test_the_child_reaches_no_file_no_network_and_no_more_memory(attempt: str, expected: str) -> None:
    """A parser taken over by a hostile file has nothing to reach for."""
    code = INSIDE.replace("ATTEMPT", attempt)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert expected == said.stdout.strip()


@POSIX
def test_endless_computing_is_ended() -> None:
    """The limit on computing time kills, and no code inside can ask for more."""
    code = INSIDE.replace("ATTEMPT", "while True: pass")
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert ended.returncode < 0


def test_steps_stand_apart() -> None:
    """One that fails leaves what the others said; their bytes come over whole."""
    good = saved(two_colours(), "PNG")
    first, broken, last = run(good, (DECODE, Step(DECODE.task, {"kind": "gif"}), DECODE))

    assert isinstance(first, Answer)
    assert 60 * 40 * 3 == len(first.data)
    assert Failure("refused", "refused.picture-damaged") == broken
    assert first == last


def test_a_step_that_is_none_of_ours_is_not_run() -> None:
    """The child runs functions of this package and no other, and its end is a value."""
    assert (Failure("died"),) == run(b"", (Step("os:getcwd"),))


def test_what_costs_too_much_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """40 million pixels of 64 bits in 300 kB: within the limits of size, past those of the process."""
    # A quick machine decodes them within the real limit.
    monkeypatch.setattr(sandbox, "MAX_CPU_SECONDS", 0.4)
    (found,) = run(png(8000, 5000, bytes((8000 * 8 + 1) * 5000), 16, 6), (DECODE,))

    assert isinstance(found, Failure)
    assert "costly" == found.reason


def test_the_clock_is_only_a_backstop() -> None:
    """Computing time decides: on a machine with thirty times more to do, a genuine picture is still opened."""
    assert sandbox.MAX_WALL_SECONDS >= 30 * MAX_CPU_SECONDS
