"""Completion with the Tab key, asked for as the shells ask."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment, kiemtin, printed, said


def completed(home: Path, line: str) -> list[str]:
    """What bash would offer for the last word of ``line``."""
    words = line.split(" ")
    result = kiemtin(home=home, _KIEMTIN_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    return [row.partition(",")[2] for row in printed(result).splitlines() if row]


def test_commands_and_options_are_completed(tmp_path: Path) -> None:
    """Names of commands, of commands in commands, and of options."""
    assert ["organisations"] == completed(tmp_path, "kiemtin org")
    assert ["lint", "list"] == sorted(completed(tmp_path, "kiemtin organisations li"))
    assert ["--batch"] == completed(tmp_path, "kiemtin check --ba")


def test_ids_of_organisations_are_completed(tmp_path: Path) -> None:
    """``organisations show`` offers ids, those of the user's own register too."""
    own = tmp_path / "organisations"
    own.mkdir()
    (own / "a.yaml").write_text(
        "organisations:\n- {id: vietcombank-mau, name: Mẫu, sector: other, domains: [mau.vn], aliases: [maumaumau]}\n",
        "utf-8",
    )

    assert ["vietcombank", "vietcombank-mau"] == sorted(completed(tmp_path, "kiemtin organisations show vietcomb"))


def test_a_broken_file_of_the_users_own_offers_nothing(tmp_path: Path) -> None:
    """Pressing Tab is no time for an error."""
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "a.yaml").write_text("[", "utf-8")

    assert [] == completed(tmp_path, "kiemtin organisations show v")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_takes_the_script(tmp_path: Path) -> None:
    """The printed script is valid bash and ties the completion to the command."""
    script = f'eval "$("{sys.executable}" -m kiemtin completion bash)" && complete -p kiemtin'
    result = subprocess.run(
        ["bash", "-c", script], capture_output=True, env=environment(tmp_path, LC_ALL="C"), timeout=120, check=False
    )

    assert (0, b"") == (result.returncode, result.stderr)
    assert result.stdout.rstrip().endswith(b"kiemtin")


def test_another_shell_is_refused(tmp_path: Path) -> None:
    """An unknown shell: exit code 2 and those there are."""
    result = kiemtin("completion", "tcsh", home=tmp_path)

    assert 2 == result.returncode
    assert "bash, zsh, fish" in said(result)
