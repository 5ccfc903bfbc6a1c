"""Forgetting: what has had its time, or was deleted, is in no row and in no byte; what has not, stays."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from kiemtin.desk.configuration import Configuration
from kiemtin.desk.questions import following, purging, upkeep, working
from kiemtin.desk.questions.asked import Asked, AskedPicture
from kiemtin.desk.questions.models import Asking, Group, Question, ReplyAddress, Upkeep
from kiemtin.desk.questions.receiving import Receipt, receive
from kiemtin.desk.questions.sealing import keyed
from tests.desk.questions.sending import FORGED, RUMOUR, sent
from tests.desk.questions.test_working import ANSWER
from tests.desk.running import django_says, serving

if TYPE_CHECKING:
    from tests.desk.postgresql import Cluster

SIZES = (20, 200, 900, 6_000)
"""Letters of messages: several to a page of the database, and some that take several pages."""


def with_canary(number: int) -> Receipt:
    """A question whose every piece has a canary of its own."""
    canary = f"chimvang{number:04d}x"
    picture = AskedPicture(f"{number:064x}", True, f"jpeg {canary} ".encode() * 90, None)
    asked = Asked(
        fingerprint=keyed("same", canary.encode()).hex(),
        text=f"{canary} " + f"{number} mẫu " * SIZES[number % len(SIZES)],
        whole=f"{canary} 0912345678",
        danger=number % 4,
        terms=tuple(range(number * 100, number * 100 + 16)),
        pictures=(picture,) if number % 3 == 0 else (),
    )
    return receive(asked, f"token-{number:012d}", f"{canary}@mail.example" if number % 2 else "")


def expire(receipts: list[Receipt]) -> None:
    """Let these have been sent a month ago."""
    from kiemtin.desk.questions.receipts import hash_of

    hashes = [hash_of(one.code) for one in receipts]
    Asking.objects.filter(receipt_hash__in=hashes).update(expires=timezone.localdate())


def canaries_in(folder: Path) -> set[int]:
    """Which canaries stand anywhere in the files below ``folder``."""
    every = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {int(number) for number in re.findall(rb"chimvang([0-9]{4})x", every)}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_byte_is_left_of_what_was_forgotten(tables: Configuration) -> None:
    """Every other of 240 messages of all lengths: gone from each file and its free pages; the rest is there."""
    # Pages of a database that were split keep copies of rows that moved, which overwriting what is deleted does not
    # reach: without writing the file anew this fails.
    receipts = [with_canary(number) for number in range(240)]
    expire(receipts[::2])
    assert 120 == purging.purge()
    assert set(range(1, 240, 2)) == canaries_in(tables.folder)
    assert following.delete(receipts[1].code)
    purging.purge()
    assert set(range(3, 240, 2)) == canaries_in(tables.folder)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_no_file_of_a_table_keeps_what_was_forgotten(tables: Configuration, postgresql: Cluster) -> None:
    """Of PostgreSQL: gone from every file but the write-ahead log, also where the planner had taken samples."""
    receipts = [with_canary(number) for number in range(60)]
    expire(receipts[::2])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE concat(histogram_bounds, most_common_vals) LIKE '%chim%'")
        assert (0,) == cursor.fetchone()  # they would be packed, and so not be found in a file as they are
    assert 30 == purging.purge()
    postgresql.execute("CHECKPOINT")
    found = {folder.name: canaries_in(folder) for folder in (postgresql.socket / "data").iterdir() if folder.is_dir()}
    logs = found.pop("pg_wal")
    assert {"base"} == {name for name, some in found.items() if some}
    assert set(range(1, 60, 2)) == found["base"]
    assert set(range(60)) == logs  # so the look at the files is one that finds


def test_what_was_forgotten_is_in_no_row(tables: Configuration) -> None:
    """On both databases: only the others are left, with their pictures, terms and addresses."""
    receipts = [with_canary(number) for number in range(12)]
    expire(receipts[::2])
    purging.purge()
    assert (6, 6, 6) == (Question.objects.count(), Asking.objects.count(), ReplyAddress.objects.count())
    assert {f"chimvang{number:04d}x" for number in range(1, 12, 2)} == {
        text.split()[0] for text in Question.objects.values_list("text", flat=True)
    }
    assert [False] == list(Upkeep.objects.values_list("pending", flat=True))


def test_a_message_stays_as_long_as_somebody_asks_it(tables: Configuration) -> None:
    """Each asking ends by itself; the count goes down, and the last takes message and group along."""
    receipts = [sent(RUMOUR), sent(RUMOUR)]
    expire(receipts[:1])
    assert None is following.follow(receipts[0].code)
    purging.purge()
    assert (1, 1) == (Question.objects.get().asked, Group.objects.get().asked)
    assert following.delete(receipts[1].code)
    assert (0, 0, False) == (Question.objects.count(), Group.objects.count(), following.delete(receipts[1].code))


def test_a_reply_address_goes_once_it_was_answered(tables: Configuration) -> None:
    """A day after the answer at the latest, also where nobody sent a letter."""
    sent(RUMOUR, reply_to="lan@mail.example")
    sent(FORGED, reply_to="hoa@mail.example")
    working.link_answer([Question.objects.get(text=RUMOUR).group_id], ANSWER, None)
    purging.purge()
    assert 2 == ReplyAddress.objects.count()
    Group.objects.filter(answer=ANSWER).update(closed=timezone.localdate() - datetime.timedelta(days=1))
    purging.purge()
    assert 1 == ReplyAddress.objects.count()


def test_a_large_database_is_written_anew_once_a_day(tables: Configuration, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small one whenever something was deleted; nothing is done where nothing was."""
    assert not upkeep.erase_for_good()
    for size, done in ((upkeep.SMALL, True), (upkeep.SMALL + 1, False)):
        monkeypatch.setattr(upkeep, "_size", lambda size=size: size)
        upkeep.to_be_erased()
        Upkeep.objects.update(day=timezone.localdate())
        assert done is upkeep.erase_for_good()
    Upkeep.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
    assert upkeep.erase_for_good()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_desk_that_serves_leaves_nothing_behind(tmp_path: Path) -> None:
    """Sent over the page to a running desk, which then forgets: no file has a word, log and temporary included."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    purge = (
        "from kiemtin.desk.questions.models import Asking, Question; from django.utils import timezone as t;"
        "from kiemtin.desk.questions.purging import purge;"
        "print(Question.objects.count()); Asking.objects.update(expires=t.localdate()); print(purge())"
    )
    with serving(tmp_path / "home", TMPDIR=str(temporary)) as desk:
        for number in range(5):
            text = f"Nghe nói chimvang{number:04d}x sắp đóng cửa chợ, ai biết không?"
            assert 200 == desk.post("/gui-ban-truc/", {"text": text, "step": "send"}).status_code
        assert set(range(5)) == canaries_in(tmp_path)
        assert "5\n5" == django_says(desk.home, purge)
        assert set() == canaries_in(tmp_path)
