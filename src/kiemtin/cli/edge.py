"""The edge of the process: language, streams, and errors turned into a message and an exit code."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kiemtin.errors import KiemtinError, Refused, RegisterInvalid
from kiemtin.evidence.messages import LANGUAGES, Language, language_of_locale, number, render

if TYPE_CHECKING:
    from rich.console import Console

WRONG_USE = 2
INTERRUPTED = 130

EXIT_FOUND = 1
"""A single check came to danger or caution; a thing that was verified is bad."""

MAX_PROBLEMS_SHOWN = 10
"""Problems of one file printed with an error; ``kiemtin organisations lint`` shows them all."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """``--lang`` where it is given, else the locale's language (POSIX order), else Vietnamese."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        for language in LANGUAGES:
            if value == language:
                return language
    locale_name = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return language_of_locale(locale_name)


LANGUAGE: Language = choose_language(sys.argv[1:], os.environ)
"""The language of this run, chosen before anything is printed: help texts need it too."""


def say(message_id: str, **values: str | int | float) -> str:
    """A message of the catalogue in the language of this run."""
    return render(message_id, values, LANGUAGE)


def written(count: float) -> str:
    """A count as the language of this run writes it."""
    return number(count, LANGUAGE)


def use_utf8() -> None:
    """Write UTF-8 whatever the platform's code page; what cannot be encoded shows as an escape, never as a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def console(*, stderr: bool = False) -> Console:
    """A rich console that interprets no markup in what people sent."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def complain(message: str) -> None:
    """One line on standard error, free of control characters."""
    from kiemtin.formats.visible import visible

    print(visible(message), file=sys.stderr)


def explain_error(error: KiemtinError) -> str:
    """An error in words."""
    return say(error.message_id, **error.values)


def explain_in_full(error: KiemtinError) -> Iterator[str]:
    """An error line by line: of a broken register its first problems too."""
    yield explain_error(error)
    if isinstance(error, RegisterInvalid) and error.problems:
        from kiemtin.organisations import problems_of

        for problem in problems_of(error)[:MAX_PROBLEMS_SHOWN]:
            yield f"  {problem.where}: {say(problem.message_id, **dict(problem.values))}"


def print_json(data: dict[str, Any]) -> None:
    """One line of JSON that is valid UTF-8 and safe to print, whatever stands in ``data``."""
    from kiemtin.formats.json import encode

    print(encode(data))


def today() -> datetime.date:
    """The day on this machine's clock."""
    return datetime.datetime.now().astimezone().date()


def stdin_is_terminal() -> bool:
    """Whether nothing is piped in: a person sits there, or the process was started without any standard input."""
    return sys.stdin is None or sys.stdin.isatty()


def read_standard_input(limit: int) -> bytes:
    """At most ``limit + 1`` bytes of standard input, so that one too many is noticed and no more is read."""
    if sys.stdin is None:
        raise Refused("refused.nothing-given")
    stream: BinaryIO = sys.stdin.buffer
    return stream.read(limit + 1)
