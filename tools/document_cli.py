"""Writes the help of every command into ``docs/cli.md``, where each stands in a block after its heading.

Run as ``python tools/document_cli.py`` after changing a command or its words; a test keeps both in step.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"

BLOCK = re.compile(r"^(#+ `kiemtin(?P<words>[a-z ]*)`\n\n```text\n).*?(^```$)", re.MULTILINE | re.DOTALL)
"""A heading such as ``### `kiemtin data status` `` and the block below it."""


def help_of(words: str) -> str:
    """What ``kiemtin <words> --help`` prints in English at 80 columns."""
    command = [sys.executable, "-m", "kiemtin", *words.split(), "--help"]
    environment = {**os.environ, "LC_ALL": "en_US.UTF-8", "COLUMNS": "80"}
    return subprocess.run(command, capture_output=True, env=environment, check=True).stdout.decode("utf-8")


def with_help(page: str) -> str:
    """``page`` with every block as the commands print it now."""
    return BLOCK.sub(lambda found: found[1] + help_of(found["words"]) + found[3], page)


if __name__ == "__main__":
    PAGE.write_text(with_help(PAGE.read_text("utf-8")), "utf-8")
