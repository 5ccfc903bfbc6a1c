"""The command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

ALLOCATIONS_BETWEEN_SWEEPS = 20_000
"""Thirty times Python's own number: a start makes many things that stay, and looking through them for what could go
costs a twentieth of a check."""


def main() -> None:
    """The entry point of ``kiemtin``: runs a command and exits; no traceback ever reaches a user."""
    from kiemtin.cli.edge import INTERRUPTED, complain, explain_in_full, say, use_utf8
    from kiemtin.errors import KiemtinError

    gc.set_threshold(ALLOCATIONS_BETWEEN_SWEEPS, 10, 10)
    use_utf8()
    try:
        from kiemtin.cli.application import run

        code = run(with_optional_html(sys.argv[1:]))
        if sys.stdout is not None:
            sys.stdout.flush()  # here, where a reader that has gone can still be met calmly
    except KiemtinError as error:
        for line in explain_in_full(error):
            complain(line)
        code = error.exit_code
    except BrokenPipeError:
        _write_no_more()
        code = 0
    except KeyboardInterrupt:
        complain(say("cli.interrupted"))
        code = INTERRUPTED
    sys.exit(code)


def _write_no_more() -> None:
    """Whoever read our output has gone; what is still buffered goes nowhere, quietly."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def with_optional_html(arguments: Sequence[str]) -> list[str]:
    """``--html`` without a file name means standard output: only a name that ends in .html or .htm is taken as one."""
    given: list[str] = []
    for index, argument in enumerate(arguments):
        if argument == "--":
            return given + list(arguments[index:])
        given.append(argument)
        following = arguments[index + 1] if index + 1 < len(arguments) else ""
        if argument == "--html" and not _is_page_name(following):
            given.append("-")
    return given


def _is_page_name(argument: str) -> bool:
    return argument.lower().endswith((".html", ".htm")) and "://" not in argument and not argument.startswith("-")
