"""One line for each request: its route, method, status class and time, and nothing of who sent it or what it said.

Off by default all the same: counts serve as well, and whoever has the log of a router could match the seconds.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods that are named; any other is ``other``, for a client may write what it likes there."""

logger = logging.getLogger("kiemtin.desk.access")


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of a request: ``status`` as ``2xx``, whole milliseconds."""

    route: str
    method: str
    status: str
    ms: int

    @classmethod
    def of(cls, route: str, method: str, status: int, seconds: float) -> Line:
        """The line for a request that was answered with ``status`` after ``seconds``."""
        return cls(route, method if method in METHODS else "other", status_class(status), round(seconds * 1000))

    def log(self) -> None:
        """Write it down."""
        facts = {"route": self.route, "method": self.method, "status": self.status, "ms": self.ms}
        logger.info("request", extra={"facts": facts})


def status_class(status: int) -> str:
    """``2xx`` for 204; ``none`` where nothing was answered."""
    return f"{status // 100}xx" if 100 <= status < 600 else "none"


def where_it_broke(error: BaseException) -> str:
    """The kind and the place of an error, without its message and its values: these may hold what somebody sent."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{trace.tb_frame.f_globals.get('__name__', '?')}.{code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} in {place}"
