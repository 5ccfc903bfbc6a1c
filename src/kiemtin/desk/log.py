"""Logs that cannot tell what anybody asked: lines of JSON with a time, a level, an event and where in the code it was.

What other libraries log is never written out: their sentences hold addresses, header values and pieces of bodies. Of an
exception its type and the lines of code are kept, never its message, which may quote what was handed over.
"""

from __future__ import annotations

import json
import logging
import logging.config
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

OURS = "kiemtin.desk"

MAX_FRAMES = 30
"""Lines of code kept of one traceback, the innermost ones."""


class JsonLines(logging.Formatter):
    """One line of JSON for each record; only our own loggers have their ``event`` and ``facts`` written out."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without a word that a stranger may have chosen."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
        }
        if record.name.startswith(OURS):
            line["event"] = str(record.msg)  # never with its arguments: an event is a word, its facts stand beside it
            line |= getattr(record, "facts", {})
        else:
            line["at"] = f"{record.module}.{record.funcName}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            line |= described(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def described(kind: type[BaseException], where: TracebackType | None) -> dict[str, Any]:
    """An exception as its type and the lines of code it went through."""
    frames = traceback.extract_tb(where)[-MAX_FRAMES:]
    return {
        "exception": f"{kind.__module__}.{kind.__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def log(event: str, **facts: str | int | float) -> None:
    """Write down that something happened; ``facts`` are ours alone: counts, names of processes, exit codes."""
    logging.getLogger(OURS).info(event, extra={"facts": facts})


def log_failure(event: str, error: BaseException) -> None:
    """Write down that something failed, and where."""
    logging.getLogger(OURS).error(event, exc_info=(type(error), error, error.__traceback__))


def logging_settings() -> dict[str, Any]:
    """Python's logging, all of it through ``JsonLines`` to standard error; nobody logs single requests."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "kiemtin.desk.log.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            OURS: {"level": "INFO"},
            "django.request": {"level": "ERROR"},  # what is not found, or refused, is no event
            "django.security": {"level": "CRITICAL"},
            "django_tasks": {"level": "ERROR"},
            "django_tasks_db": {"level": "ERROR"},
            "uvicorn": {"level": "ERROR"},
            "uvicorn.access": {"level": "CRITICAL"},
        },
    }


def start_logging() -> None:
    """Let every logger, and whatever nobody caught, write through ``JsonLines``."""
    logging.config.dictConfig(logging_settings())

    def uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        logging.getLogger(OURS).critical("uncaught", exc_info=(kind, error, where))

    def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
