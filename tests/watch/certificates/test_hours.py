"""Quiet hours and digests go by the clocks of a place, over midnight and when these are put forward or back."""

from __future__ import annotations

import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from kiemtin.errors import Refused
from kiemtin.watch.certificates.hours import Hours, digest_time, quiet_hours, time_zone

HANOI, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")


def _at(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()


def _shown(moment: float | None, zone: ZoneInfo = HANOI) -> str:
    assert moment is not None
    return datetime.datetime.fromtimestamp(moment, zone).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("given", "loud", "quiet"),
    [
        ("22:00-06:00", ["06:00", "12:00", "21:59"], ["22:00", "23:59", "00:00", "05:59"]),
        ("9:00 – 17:30", ["08:59", "17:30", "00:00"], ["09:00", "17:29"]),
        ("00:00-23:59", ["23:59"], ["00:00", "23:58"]),
    ],
)
def test_quiet_hours_hold_from_the_first_minute_until_before_the_last(
    given: str, loud: list[str], quiet: list[str]
) -> None:
    """Over midnight too."""
    hours = quiet_hours(given)
    assert [] == [one for one in loud if hours.hold(datetime.time.fromisoformat(one))]
    assert [] == [one for one in quiet if not hours.hold(datetime.time.fromisoformat(one))]


def test_clocks_of_the_zone_count() -> None:
    """Ten in the evening in Hà Nội is three in the afternoon in Greenwich; without a zone this machine's count."""
    hours = Hours(quiet_hours("22:00-06:00"), zone=HANOI, now=lambda: _at("2026-11-23T15:00+00:00"))
    assert hours.are_quiet
    here = datetime.datetime.now().astimezone().replace(hour=23, minute=0)
    assert Hours(quiet_hours("22:00-06:00"), now=here.timestamp).are_quiet
    assert not Hours(now=here.timestamp).are_quiet


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2026-03-29T01:59+01:00", False),
        ("2026-03-29T03:00+02:00", True),
        ("2026-10-25T02:30+02:00", True),
        ("2026-10-25T02:30+01:00", True),
        ("2026-10-25T03:30+01:00", False),
    ],
)
def test_quiet_hours_where_clocks_are_put_forward_and_back(moment: str, quiet: bool) -> None:
    """What clocks show counts: an hour that they show twice is quiet twice, one that they leap over is none."""
    span = "02:00-03:30"
    assert quiet is Hours(quiet_hours(span), zone=BERLIN, now=lambda: _at(moment)).are_quiet


@pytest.mark.parametrize(
    ("digest", "now", "latest"),
    [
        ("08:00", "2026-11-23T08:00+07:00", "2026-11-23T08:00+07:00"),
        ("08:00", "2026-11-23T07:59+07:00", "2026-11-22T08:00+07:00"),
        ("mon 08:00", "2026-11-23T08:01+07:00", "2026-11-23T08:00+07:00"),
        ("T2  08:00", "2026-11-23T07:59+07:00", "2026-11-16T08:00+07:00"),
        ("cn 08:00", "2026-11-23T08:00+07:00", "2026-11-22T08:00+07:00"),
    ],
)
def test_the_latest_digest(digest: str, now: str, latest: str) -> None:
    """Of each day, or of one day of the week."""
    hours = Hours(digest=digest_time(digest), zone=HANOI, now=lambda: _at(now))
    assert latest == _shown(hours.latest_digest())


def test_a_digest_falls_once_on_a_day_whose_clocks_change() -> None:
    """Where clocks leap over its time it comes an hour later by them; where they show it twice, the first counts."""
    digest = digest_time("02:30")
    for now, latest in (
        ("2026-03-29T03:29+02:00", "2026-03-28T02:30+01:00"),
        ("2026-03-29T03:30+02:00", "2026-03-29T03:30+02:00"),
        ("2026-10-25T02:29+02:00", "2026-10-24T02:30+02:00"),
        ("2026-10-25T02:30+02:00", "2026-10-25T02:30+02:00"),
        ("2026-10-25T02:59+01:00", "2026-10-25T02:30+02:00"),
    ):
        hours = Hours(digest=digest, zone=BERLIN, now=partial(_at, now))
        assert latest == _shown(hours.latest_digest(), BERLIN), now


@pytest.mark.parametrize(
    "given", ["", "22:00", "22-06", "24:00-06:00", "22:60-06:00", "22:00-06:00-07:00", "٢٢:00-06:00"]
)
def test_what_are_no_quiet_hours(given: str) -> None:
    """They are refused, with what was given."""
    with pytest.raises(Refused, match="quiet-invalid"):
        quiet_hours(given)


def test_hours_that_would_never_end_are_refused() -> None:
    """Or never begin: nobody can tell which of both was meant."""
    with pytest.raises(Refused, match="quiet-same"):
        quiet_hours("08:00-08:00")


@pytest.mark.parametrize("given", ["", "8", "mon", "xyz 08:00", "08:00 mon", "daily", "25:00"])
def test_what_is_no_time_of_a_digest(given: str) -> None:
    """It is refused, with what was given."""
    with pytest.raises(Refused, match="digest-invalid"):
        digest_time(given)


@pytest.mark.parametrize("given", ["", "Asia", "Asia/Sài_Gòn", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 300])
def test_what_is_no_time_zone(given: str) -> None:
    """Nor is any file of this machine."""
    with pytest.raises(Refused, match="no-such-zone"):
        time_zone(given)
    assert "Asia/Ho_Chi_Minh" == str(time_zone("Asia/Ho_Chi_Minh"))
