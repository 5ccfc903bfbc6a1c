"""Logs hold what happened, and no word that a stranger may have chosen."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from kiemtin.desk.log import JsonLines

QUOTED = "mật khẩu 123456 của vietcombankd.cfd"


def written(name: str, message: str, *arguments: object, facts: dict[str, object] | None = None) -> dict[str, object]:
    """The line for one record, read back."""
    record = logging.LogRecord(name, logging.ERROR, "x.py", 7, message, arguments, None, "handle")
    if facts is not None:
        record.facts = facts
    line = JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, object] = json.loads(line)
    return found


def test_our_own_events() -> None:
    """The event and its facts stand on the line."""
    line = written("kiemtin.desk", "started", facts={"workers": 2})
    assert {"level": "error", "event": "started", "workers": 2}.items() <= line.items()


@pytest.mark.parametrize("name", ["django.request", "uvicorn.error", "asyncio", "root", "ninja"])
def test_what_others_say_is_left_out(name: str) -> None:
    """Of a library's sentence only the place in the code is kept."""
    line = written(name, f"Invalid header: {QUOTED} %s", QUOTED)
    assert "123456" not in json.dumps(line)
    assert "x.handle:7" == line["at"]


def test_an_exception_is_its_type_and_its_place() -> None:
    """The message of an exception, and of the one that led to it, may quote what was handed over."""
    try:
        try:
            raise KeyError(QUOTED)
        except KeyError as error:
            raise ValueError(QUOTED) from error
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "x.py", 7, QUOTED, (), sys.exc_info(), "handle")
    text = JsonLines().format(record)
    assert "123456" not in text
    assert "builtins.ValueError" == json.loads(text)["exception"]
    assert "test_an_exception_is_its_type_and_its_place" in json.loads(text)["frames"][-1]
