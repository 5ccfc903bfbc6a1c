"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main() -> None:
    """The entry point of ``kiemtin``: runs a command and exits; no traceback ever reaches a user."""
    from kiemtin.cli.edge import complain, explain_error, say, use_utf8
    from kiemtin.errors import KiemtinError

    use_utf8()
    sys.argv[1:] = with_optional_html(sys.argv[1:])
    try:
        from kiemtin.cli.application import run

        sys.exit(run(sys.argv[1:]))
    except KiemtinError as error:
        complain(explain_error(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; the rest goes nowhere, quietly.
        sys.stdout = None  # the stream is gone
        sys.exit(0)
    except KeyboardInterrupt:
        complain(say("cli.interrupted"))
        sys.exit(130)


def with_optional_html(arguments: Sequence[str]) -> list[str]:
    """``--html`` without a file name means standard output: only a name that ends in .html or .htm is taken as one."""
    given: list[str] = []
    for index, argument in enumerate(arguments):
        if argument == "--":
            return given + list(arguments[index:])
        given.append(argument)
        following = arguments[index + 1] if index + 1 < len(arguments) else ""
        if argument == "--html" and not following.lower().endswith((".html", ".htm")):
            given.append("-")
    return given
