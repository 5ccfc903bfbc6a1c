"""``kiemtin desk erase``: words go where a law forbids to keep them, and the log says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import kiemtin, printed, said
from tests.desk.answers.test_import import line, written
from tests.desk.conftest import SQLITE


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_words_are_erased_from_the_command_line(tmp_path: Path, database: str) -> None:
    """First only what would go is shown; what an answer says now is refused; then the words are gone, not the entry."""
    home = tmp_path / "home"

    def run(*arguments: str) -> tuple[int, str]:
        result = kiemtin("desk", *arguments, "--lang", "en", home=home)
        return result.returncode, printed(result) + said(result)

    assert 0 == run("import", written(tmp_path, line("Cây cầu mang bí mật")))[0]
    code, told = run("erase", "0", "--reason", "By order of a court.", "--yes")
    assert (2, True) == (code, "Withdraw or correct it first" in told)
    changed = written(tmp_path, line("Cây cầu mang bí mật", explanation="Đã sửa."))
    assert 0 == run("import", changed, "--reason", "Sửa.")[0]

    code, told = run("erase", "0", "--reason", "By order of a court.")
    assert (0, True, True) == (code, "Cây cầu mang bí mật" in told, "Nothing is erased yet" in told)
    code, told = run("erase", "0", "--reason", "By order of a court.", "--yes")
    assert (0, True) == (code, "entry 2 says so" in told)
    assert (2, True) == (run("erase", "0", "--reason", "Again.", "--yes")[0], True)
    assert 2 == run("erase", "99", "--reason", "None.", "--yes")[0]
