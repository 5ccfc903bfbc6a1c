"""What the READMEs tell a newcomer to type really works, in both languages."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment, kiemtin, printed

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.vi.md")
COMMAND = re.compile(r"`(kiemtin [^`]+)`|^\.venv/bin/(kiemtin .+)$", re.MULTILINE)

FILES = {
    ".txt": "vietcombank-vn.top\n",
    ".eml": "Subject: x\n\nxin chào",
    ".json": '{"@type": "ClaimReview", "claimReviewed": "x", "url": "https://kiem-chung.example/1", '
    '"publisher": {"@type": "Organization", "name": "Kiểm Chứng Mẫu"}, "reviewRating": {"alternateName": "Sai"}}',
    ".jsonl": '{"id": 1, "text": "vay-shb.com"}\n',
}


def commands(name: str) -> list[str]:
    """Every ``kiemtin`` command that a README shows."""
    return [one or other for one, other in COMMAND.findall((ROOT / name).read_text("utf-8"))]


def block(name: str, language: str) -> str:
    """The first code block of one language."""
    return (ROOT / name).read_text("utf-8").partition(f"```{language}\n")[2].partition("```")[0]


@pytest.mark.parametrize("name", READMES)
def test_every_command_shown_runs(name: str, tmp_path: Path) -> None:
    """Each command of the README does its work: exit 0, or 1 where it found something."""
    shown = commands(name)
    assert len(shown) >= 6
    for command in shown:
        arguments = [_at_hand(argument, tmp_path) for argument in shlex.split(command.partition(" >")[0])[1:]]
        # One asks questions, two go on until they are stopped: each has tests of its own.
        if arguments not in (["organisations", "add"], ["serve"]) and arguments[0] != "watch":
            result = kiemtin(*arguments, home=tmp_path)
            assert result.returncode in (0, 1), (command, result.stderr.decode())


def _at_hand(argument: str, folder: Path) -> str:
    """The argument with a message for the dots, and with files that are there to be read or written."""
    path = folder / argument
    if path.suffix in FILES:
        path.write_text(FILES[path.suffix], "utf-8")
    if path.suffix == ".png":
        path.write_bytes((ROOT / "docs/screens/ask-phone-vi.png").read_bytes())
    return str(path) if path.suffix in (*FILES, ".html", ".png") else argument.replace("…", "xem vay-shb.com")


@pytest.mark.parametrize("name", READMES)
def test_the_make_commands_are_there(name: str) -> None:
    """The two commands, and no other, stand in the first block, and the Makefile knows them."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    wanted = re.findall(r"^make (\w+)", block(name, "sh"), re.MULTILINE)
    assert ["demo", "test"] == wanted
    assert all(f"\n{target}:" in makefile for target in wanted)


def test_the_library_example_runs(tmp_path: Path) -> None:
    """The lines of Python print an outcome and a reason."""
    command = [sys.executable, "-c", block("README.md", "python")]
    result = subprocess.run(command, capture_output=True, env=environment(tmp_path), timeout=120, check=False)
    assert printed(result).startswith("danger ")
