"""When others are told, by the clock on the user's wall: quiet hours, and letters once a day or once a week."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kiemtin.errors import Refused

WEEK = 7

DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(WEEK), strict=True))
DAYS |= dict(zip(("t2", "t3", "t4", "t5", "t6", "t7", "cn"), range(WEEK), strict=True))
"""Days of the week as they are given, Monday first (``date.weekday``)."""

CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
QUIET = re.compile(rf"({CLOCK})\s?[-–]\s?({CLOCK})", re.ASCII)
DIGEST = re.compile(rf"(?:({'|'.join(DAYS)})\s)?({CLOCK})", re.ASCII)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begin`` until just before ``end`` each day, over midnight where ``end`` is the earlier of both."""

    begin: datetime.time
    end: datetime.time

    def hold(self, wall: datetime.time) -> bool:
        """Whether they are now, where clocks show ``wall``."""
        if self.begin < self.end:
            return self.begin <= wall < self.end
        return wall >= self.begin or wall < self.end


@dataclass(frozen=True, slots=True)
class DigestTime:
    """Each day at ``at``; with ``weekday`` (Monday is 0) on that day of the week alone."""

    at: datetime.time
    weekday: int | None = None

    def falls_on(self, day: datetime.date) -> bool:
        """Whether there is one on ``day``."""
        return self.weekday is None or day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class Hours:
    """When others are told. ``zone`` is whose clocks count, ``None``: this machine's; ``now`` is in seconds since 1970.

    Every moment is taken in seconds since 1970 and shown on the clocks of the zone, so a night in which they are put
    forward or back has its quiet hours and its digest once each.
    """

    quiet: QuietHours | None = None
    digest: DigestTime | None = None
    zone: datetime.tzinfo | None = None
    now: Callable[[], float] = time.time

    @property
    def are_quiet(self) -> bool:
        """Whether nobody is to be disturbed now."""
        return self.quiet is not None and self.quiet.hold(self._wall().time())

    def latest_digest(self) -> float | None:
        """When the latest digest was due, now or before; ``None`` where there are none."""
        if self.digest is None:
            return None
        today = self._wall().date()
        days = filter(self.digest.falls_on, (today - datetime.timedelta(back) for back in range(WEEK + 2)))
        moments = (self._moment(datetime.datetime.combine(day, self.digest.at)) for day in days)
        return next(moment for moment in moments if moment <= self.now())

    def _wall(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.now(), datetime.UTC).astimezone(self.zone)

    def _moment(self, wall: datetime.datetime) -> float:
        """When clocks show ``wall``: the first time where they show it twice, an hour on where they leap over it."""
        return (wall if self.zone is None else wall.replace(tzinfo=self.zone)).timestamp()


def quiet_hours(given: str) -> QuietHours:
    """``22:00-06:00``; raises ``Refused`` for anything else, and where they would never begin or never end."""
    found = QUIET.fullmatch(given.strip())
    if found is None:
        raise Refused("watch.quiet-invalid", given=given[:40])
    begin, end = map(_clock, found.groups())
    if begin == end:
        raise Refused("watch.quiet-same", given=given[:40])
    return QuietHours(begin, end)


def digest_time(given: str) -> DigestTime:
    """``08:00``, or ``mon 08:00`` (``t2 08:00``); raises ``Refused`` for anything else."""
    found = DIGEST.fullmatch(" ".join(given.lower().split()))
    if found is None:
        raise Refused("watch.digest-invalid", given=given[:40])
    day, at = found.groups()
    return DigestTime(_clock(at), DAYS[day] if day else None)


def time_zone(given: str) -> datetime.tzinfo:
    """The zone of a name like ``Asia/Ho_Chi_Minh``; raises ``Refused`` where this machine knows none of that name."""
    try:
        return ZoneInfo(given)
    except (OSError, ValueError, KeyError) as error:  # a folder; a name that leads out of it; a name of none
        raise Refused("watch.no-such-zone", given=given[:40]) from error


def _clock(given: str) -> datetime.time:
    hour, _, minute = given.partition(":")
    return datetime.time(int(hour), int(minute))
