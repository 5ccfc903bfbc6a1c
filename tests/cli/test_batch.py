"""``kiemtin check --batch`` as a process: one line in, one line out, whatever the line holds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import environment, kiemtin, printed, said


def answers(home: Path, lines: bytes) -> list[dict[str, Any]]:
    """The answers to a batch given on standard input; it always exits with 0."""
    result = kiemtin("check", "--batch", "-", home=home, given=lines)
    assert 0 == result.returncode
    return [json.loads(line) for line in printed(result).splitlines()]


def test_answers_come_in_order_with_their_ids(tmp_path: Path) -> None:
    """Every JSON value is echoed as an id, in the order of the lines."""
    ids = ["a", 7, None, 1.5, True, [1, {"b": []}], {"c": "ư"}, "\ud800", -0.0, 10**30]
    lines = "\n".join(json.dumps({"id": one, "text": f"tin {index}"}) for index, one in enumerate(ids))
    found = answers(tmp_path, lines.encode())

    assert ids == [one["id"] for one in found]
    assert [f"tin {index}" for index in range(len(ids))] == [one["parts"][0]["text"] for one in found]


BAD_LINES = [
    (b"not json", "refused.line-not-json", None),
    (b"[1]", "refused.line-not-json", None),
    (b"\xff\xfe{}", "refused.line-not-json", None),
    (b'{"id":1,"text":"\xff"}', "refused.line-not-json", None),
    (b'{"id":NaN,"text":"a"}', "refused.line-not-json", None),
    (b'{"id":1e999,"text":"a"}', "refused.line-not-json", None),
    (b'{"id":' + b"9" * 5000 + b',"text":"a"}', "refused.line-not-json", None),
    (b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b',"text":"a"}', "refused.line-not-json", None),
    (b'{"id":5}', "refused.line-needs-text", 5),
    (b'{"id":6,"text":7}', "refused.line-needs-text", 6),
    (b'{"id":"big","text":"' + b"a" * 300_000 + b'"}', "refused.too-many-bytes", "big"),
    (b'{"id":"long","text":"' + b"a" * 2_100_000 + b'"}', "refused.line-too-long", None),
]


def test_a_bad_line_is_an_answer_and_the_run_goes_on(tmp_path: Path) -> None:
    """Each bad line gives its error in both languages, with its id where it has one; the next line is answered."""
    good = b'{"id":"next","text":"a"}'
    found = answers(tmp_path, b"\n".join(line + b"\n" + good for line, _, _ in BAD_LINES))

    assert [(message, one) for _, message, one in BAD_LINES] == [(e["error"]["id"], e["id"]) for e in found[::2]]
    assert all({"vi", "en"} == set(one["error"]["text"]) for one in found[::2])
    assert ["next"] * len(BAD_LINES) == [one["id"] for one in found[1::2]]


def test_blank_lines_windows_lines_and_a_byte_order_mark(tmp_path: Path) -> None:
    """Lines as other systems write them are lines; blank ones are none; the last needs no line break."""
    lines = b'\xef\xbb\xbf{"id":1,"text":"a"}\r\n\r\n  \n{"id":2,"text":"b"}'

    assert [1, 2] == [one["id"] for one in answers(tmp_path, lines)]


def test_danger_does_not_change_the_exit_code_of_a_batch(tmp_path: Path) -> None:
    """A batch that ran exits with 0, whatever it found."""
    found = answers(tmp_path, b'{"id":1,"text":"https://vietcombank-xacthuc.top"}')

    assert ["danger"] == [one["outcome"] for one in found]


def test_a_batch_file_is_read_and_a_missing_one_is_out_of_reach(tmp_path: Path) -> None:
    """``--batch FILE`` reads the file; without it the exit code is 3."""
    batch = tmp_path / "b.jsonl"
    batch.write_text('{"text":"a"}\n', "utf-8")

    assert 1 == printed(kiemtin("check", "--batch", str(batch), home=tmp_path)).count("\n")
    missing = kiemtin("check", "--batch", str(tmp_path / "none"), home=tmp_path)
    assert 3 == missing.returncode
    assert "none" in said(missing)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise on Windows")
def test_ctrl_c_ends_a_batch_calmly(tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, one line to the user, and every line answered so far is whole."""
    with subprocess.Popen(
        [sys.executable, "-m", "kiemtin", "check", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b'{"id":1,"text":"a"}\n')
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        complaint = process.stderr.read().decode("utf-8")
        code = process.wait(timeout=120)

    assert (1, 130) == (first["id"], code)
    assert "Đã dừng theo ý bạn.\n" == complaint
