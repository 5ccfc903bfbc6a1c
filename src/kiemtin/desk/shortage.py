"""What fails because the machine has run short, not because of a mistake: no room on the disk, no database to reach.

It passes by itself once there is room again, so whoever asked is told to come back (503), and nothing is taken for
broken. Checks need neither disk nor database, and are answered all the while.
"""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})

RETRY_AFTER = "60"
"""Seconds, as a header."""


def is_shortage(error: BaseException) -> bool:
    """Whether ``error`` says that something is missing for now."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, (OperationalError, InterfaceError))
