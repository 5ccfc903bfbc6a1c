"""What docs/api.md and the page about the API tell people to type works as it stands."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kiemtin.desk.api.problems import DOCUMENTED_AT, KINDS
from tests.cli.running import kiemtin, printed
from tests.desk.pictured import MESSAGE, screenshot
from tests.desk.running import Desk

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8000"


def commands(text: str) -> list[str]:
    """Every ``curl`` in the blocks of ``text``, its lines joined."""
    blocks = "".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return [line for line in blocks.replace("\\\n", " ").splitlines() if line.startswith("curl ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they are typed: the picture that they name lies there."""
    tmp_path.joinpath("screenshot.png").write_bytes(screenshot(*MESSAGE))
    return tmp_path


def typed(command: str, desk: Desk, key: str, folder: Path) -> dict[str, object]:
    """What a shell prints for ``command``, asked of ``desk`` in place of the usual address."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    assert ADDRESS in command
    line = command.replace("curl ", "curl -sS --fail --noproxy '*' ", 1).replace(ADDRESS, desk.address)
    told = os.environ | {"KIEMTIN_KEY": key}
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=told, check=False, cwd=folder)
    assert 0 == done.returncode, (command, done.stderr)
    made: dict[str, object] = json.loads(done.stdout) if done.stdout else {}
    return made


def typed_in_order(shown: list[str], desk: Desk, key: str, folder: Path) -> list[dict[str, object]]:
    """What each prints; the receipt that one was given stands in place of the made-up one in those that follow."""
    answers: list[dict[str, object]] = []
    receipt = ""
    for command in shown:
        answers.append(typed(re.sub("(?<=Receipt: )[^']+", receipt, command), desk, key, folder))
        receipt = str(answers[-1].get("receipt", receipt))
    return answers


def test_every_command_of_the_documentation_works(patient: Desk, folder: Path) -> None:
    """Each is answered with the document it promises."""
    key = printed(kiemtin("keys", "add", "Thư viện Mẫu", home=patient.home)).strip()
    shown = commands(PAGE.read_text("utf-8"))
    answers = typed_in_order(shown, patient, key, folder)
    assert len(shown) >= 8
    documents = {"kiemtin-report/1", "kiemtin-factchecks/1", "kiemtin-organisations/1", "kiemtin-question/1"}
    assert {*documents, None} == {answer.get("schema") for answer in answers}


def test_every_command_of_the_page_works(patient: Desk, folder: Path) -> None:
    """What is shown to be copied can be copied."""
    shown = [html.unescape(one) for one in re.findall(r"<code[^>]*>(curl .*?)</code>", patient.get("/api/").text)]
    assert 6 == len(shown)
    assert all("schema" in answer for answer in typed_in_order(shown, patient, "", folder))


def test_every_problem_is_in_the_documentation() -> None:
    """Each kind with its status, and no other."""
    rows = re.findall(r"^\| (\d{3}) \| ([^|]*) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    said = {(int(status), name) for status, names in rows for name in re.findall(r"`([^`]*)`", names)}
    assert {(kind.status, f"{DOCUMENTED_AT}{name}") for name, kind in KINDS.items()} == said
