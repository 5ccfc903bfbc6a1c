"""Help, version and documentation: in the reader's language, and in step with each other."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.cli.running import kiemtin, printed

ROOT = Path(__file__).parents[2]

COMMANDS = (
    "",
    "check",
    "screen",
    "watch",
    "watch certificates",
    "watch list",
    "watch show",
    "watch dismiss",
    "watch restore",
    "factchecks",
    "factchecks import",
    "factchecks search",
    "factchecks list",
    "factchecks show",
    "factchecks publishers",
    "factchecks remove",
    "factchecks export",
    "factchecks rebuild",
    "pictures",
    "pictures add",
    "pictures search",
    "pictures list",
    "pictures remove",
    "pictures rebuild",
    "organisations",
    "organisations list",
    "organisations show",
    "organisations search",
    "organisations lint",
    "organisations add",
    "data",
    "data status",
    "data update",
    "serve",
    "keys",
    "keys add",
    "keys list",
    "keys revoke",
    "answers",
    "answers export",
    "answers validate",
    "desk",
    "desk import",
    "desk overview",
    "desk digest",
    "desk erase",
    "log",
    "log verify",
    "log key",
    "log checkpoint",
    "backup",
    "restore",
    "move",
    "completion",
)

ENGLISH = (
    "Usage",
    "Options",
    "Show this message",
    "Arguments",
    "Commands",
    "COMMAND",
    "ARGS",
    "OPTIONS",
    "default",
    "TEXT",
)


@pytest.mark.parametrize("words", COMMANDS)
def test_vietnamese_help_holds_no_english(tmp_path: Path, words: str) -> None:
    """Not one of the framework's own phrases is left in Vietnamese help."""
    page = printed(kiemtin(*words.split(), "--help", home=tmp_path))

    assert [] == [phrase for phrase in ENGLISH if phrase in page]
    assert page.startswith("Cách dùng: kiemtin")


@pytest.mark.parametrize("arguments", [[], ["factchecks"], ["pictures"], ["organisations"], ["data"], ["--lang", "vi"]])
def test_a_command_of_commands_alone_prints_its_help(tmp_path: Path, arguments: list[str]) -> None:
    """Whoever types only the name asks what it is: help on standard output, exit code 0."""
    result = kiemtin(*arguments, home=tmp_path)

    assert (0, b"") == (result.returncode, result.stderr)
    assert printed(result).startswith("Cách dùng:")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_has_two_names(tmp_path: Path, option: str) -> None:
    """Both ``--help`` and ``-h`` work, in English too."""
    assert printed(kiemtin("check", option, home=tmp_path, LC_ALL="en_US.UTF-8")).startswith("Usage: kiemtin check")


def test_version_is_printed(tmp_path: Path) -> None:
    """``--version`` prints one line."""
    from kiemtin import __version__

    assert f"kiemtin {__version__}\n" == printed(kiemtin("--version", home=tmp_path))


def test_the_page_shows_every_command_as_it_is() -> None:
    """``docs/cli.md`` holds the help of each command, word for word; ``tools/document_cli.py`` writes it."""
    spec = importlib.util.spec_from_file_location("document_cli", ROOT / "tools" / "document_cli.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")

    assert {*COMMANDS} == {found["words"].strip() for found in tool.BLOCK.finditer(page)}
    assert page == tool.with_help(page)


def test_the_page_on_the_register_names_every_sector() -> None:
    """A sector is added to the page with the code."""
    from kiemtin.organisations import Sector

    page = (ROOT / "docs" / "register.md").read_text("utf-8")

    assert [] == [sector for sector in Sector if f"`{sector}`" not in page]


def test_the_example_in_the_register_page_is_clean(tmp_path: Path) -> None:
    """What the page shows as the format is accepted by the program."""
    page = (ROOT / "docs" / "register.md").read_text("utf-8")
    example = tmp_path / "example.yaml"
    example.write_text(page.partition("```yaml\n")[2].partition("```")[0], "utf-8")

    assert 0 == kiemtin("organisations", "lint", str(example), home=tmp_path).returncode
