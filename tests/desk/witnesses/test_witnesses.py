"""Witnesses that really listen cosign what is published; one that has seen more ends the signing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from kiemtin.answers.log_files import CHECKPOINT
from kiemtin.desk.answers import log, reading
from kiemtin.desk.answers.models import LogCheckpoint, LogEntry
from kiemtin.desk.operation import tasks
from kiemtin.desk.operation.lateness import flags, late
from kiemtin.desk.published.export import export
from kiemtin.desk.published.public import Public
from kiemtin.desk.published.terms import site_at
from kiemtin.desk.witnesses import asking as witnesses
from kiemtin.desk.witnesses.places import MOST, WITNESSES, witness_places
from kiemtin.errors import KiemtinError, Refused, Untrusted
from kiemtin.transparency.keys import Signer, Verifier
from kiemtin.transparency.notes import read_note, signature_of
from kiemtin.transparency.witnessing import cosignatures
from tests.cli.running import kiemtin
from tests.desk.answers.writing import about, published, working
from tests.desk.conftest import SQLITE
from tests.desk.transfer.filling import configuration_of
from tests.desk.witnesses.witness import Witness, listening

NONSENSE = (500, b""), (409, b"x"), (409, b"9" * 30), (200, b"khong\n"), (302, b""), (200, b""), (200, b"x" * 20_000)
"""Statuses and bodies of servers that are no witnesses, or broken ones."""

ON_SQLITE = pytest.mark.parametrize("engine", [SQLITE], indirect=True)


@contextmanager
def fresh() -> Iterator[None]:
    """A process that has asked no witness yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(witnesses, "_memory", witnesses._Memory())
        yield


@contextmanager
def witnessed(home: Path, database: str, *watching: Witness) -> Iterator[tuple[int, int]]:
    """A desk over ``home`` in a fresh process, as far as witnesses know, that these watch over."""
    places = witness_places({WITNESSES: " ".join(one.setting for one in watching)})
    configuration = replace(configuration_of(home, database), witnesses=places)
    with fresh(), working(configuration) as staff:
        for one in watching:
            one.log = Verifier.parse(log.vkey())
        yield staff


def seen(note: str | None, *watching: Witness) -> set[str]:
    """Who of them has cosigned a note."""
    keys = [one.signer.verifier for one in watching]
    return {one.witness.name for one in cosignatures(read_note((note or "").encode()), keys)}


def test_what_is_published_is_cosigned(tmp_path: Path, database: str) -> None:
    """Each publication brings every witness's line below the one checkpoint there is, at ``/log/checkpoint`` too."""
    with (
        listening("mot.example") as one,
        listening("hai.example") as two,
        witnessed(tmp_path / "home", database, one, two) as staff,
    ):
        public, both = Public(), {one.name, two.name}
        for number in range(3):
            published(staff, about(f"Câu {number}"))
            assert both == seen(reading.checkpoint(), one, two)
            assert both == seen(log.state().note, one, two) == seen(log.complete().note, one, two)
            assert both == seen((public.log_file(CHECKPOINT) or b"").decode(), one, two)
        assert (3, 3) == (one.latest and one.latest.size, LogCheckpoint.objects.count())
        assert set() == seen(LogCheckpoint.objects.get(size=3).note, one, two)


@ON_SQLITE
def test_a_silent_witness_holds_up_nobody(engine: str, tmp_path: Path) -> None:
    """What is published while it is away, or answers nonsense, is public without it; the job brings its line later."""
    with (
        listening("mot.example") as one,
        listening("hai.example") as two,
        witnessed(tmp_path / "home", "", one, two) as staff,
    ):
        for status, body in NONSENSE:
            two.status, two.body = status, body
            published(staff, about(f"Khi vắng {status} {body[:4]!r}"))
            assert {one.name} == seen(reading.checkpoint(), one, two)
            assert (1, {"telling": "on-time", "witnesses": "late"}) == (late().witnesses, flags())
        two.status, two.body = 200, signature_of("khac\n", two.signer, 1).line.encode()
        published(staff, about("Chữ ký của mốc khác"))
        assert {one.name} == seen(reading.checkpoint(), one, two)
        two.status, two.silent, public = 0, True, Public()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(witnesses, "LIMITS", replace(witnesses.LIMITS, seconds=1.0, silence=1.0))
            published(staff, about("Không trả lời"))
        assert two.name not in seen(reading.checkpoint(), one, two)
        edition, two.silent = public.edition(), False
        tasks.ask_witnesses.func()
        assert (0, {"telling": "on-time", "witnesses": "on-time"}) == (late().witnesses, flags())
        assert {one.name, two.name} == seen(reading.checkpoint(), one, two)
        assert {one.name, two.name} == seen(public.edition().checkpoint, one, two)
        assert edition.log == public.edition().log
        count = len(two.asked)
        tasks.ask_witnesses.func()  # nothing is left to ask
        assert count == len(two.asked)


@ON_SQLITE
def test_a_witness_that_has_seen_more_ends_the_signing(engine: str, tmp_path: Path) -> None:
    """Restored to before, nothing is signed or published, with or without an answer of the others, and it says why."""
    with listening("mot.example") as one, listening("hai.example") as two:
        with witnessed(tmp_path / "home", "", one, two) as staff:
            published(staff, about("Một"))
            connection.close()
            shutil.copytree(tmp_path / "home", tmp_path / "older")
            published(staff, about("Hai"))
        two.latest = None  # a witness that was restored as well sees nothing wrong
        with witnessed(tmp_path / "older", "", one, two) as staff:
            asked = len(one.asked)
            with pytest.raises(Untrusted, match="witness-ahead"):
                published(staff, about("Khác"))
            assert (1, 1) == (LogEntry.objects.count(), LogCheckpoint.objects.count())
            assert {1} == set(one.asked[asked:])  # nothing new was signed on trial
            assert not log.can_be_signed()
            assert ["desk.log.refused", "desk.log.witness-ahead"] == [found.message_id for found in log.notices()]
            one.status = 500  # still, though it has fallen silent
            with pytest.raises(Untrusted, match="witness-ahead"):
                log.complete()


@ON_SQLITE
def test_an_empty_log_that_was_not_empty_is_not_signed(engine: str, tmp_path: Path) -> None:
    """A backup from before the first publication has no checkpoint to ask with but that of nothing."""
    with listening("mot.example") as one, ExitStack() as stack:
        staff = stack.enter_context(witnessed(tmp_path / "home", "", one))
        connection.close()
        shutil.copytree(tmp_path / "home", tmp_path / "older")
        published(staff, about("Một"))
        stack.close()
        with witnessed(tmp_path / "older", "", one) as staff, pytest.raises(Untrusted, match="witness-ahead"):
            published(staff, about("Khác"))


@ON_SQLITE
def test_a_witness_alone_watches(engine: str, tmp_path: Path) -> None:
    """Without a mark the start has nothing to complain of, and whoever verifies demands the witness's signature."""
    with listening("mot.example") as one, witnessed(tmp_path / "home", "", one) as staff:
        published(staff, about("Một"))
        assert () == log.notices()
        with override_settings(CONFIGURATION=replace(settings.CONFIGURATION, witnesses=())):
            assert ["desk.log.unwatched"] == [found.message_id for found in log.notices()]
            assert set() == seen(reading.checkpoint(), one)
        export(Public().edition(), site_at("https://ban-truc.example"), tmp_path / "site", settings.CONFIGURATION)
        with connection.cursor() as cursor:  # entries that were removed are nothing to ask a witness about
            cursor.execute("DROP TRIGGER answers_entry_stays")
            cursor.execute("DELETE FROM answers_logentry")
        with fresh(), pytest.raises(Untrusted, match="changed"):
            log.complete()
    keys = [who.signer.verifier.vkey for who in (one, Witness("la.example"))]
    demanded = [words for key in keys for words in ("--witness", key)]
    verified = kiemtin("log", "verify", str(tmp_path / "site"), *demanded, "--json", home=tmp_path / "other")
    document = json.loads(verified.stdout)
    assert (1, ["log.not-cosigned"]) == (verified.returncode, [fault["id"] for fault in document["faults"]])
    assert keys[:1] == [who["key"] for who in document["witnesses"]]


@pytest.mark.parametrize(
    "given",
    ["x", "{key}", "{key} ftp://a.example", "{key} https://", "{key} https://a.example?b", "{log} https://a.example"],
)
def test_settings_that_make_no_sense_are_refused(given: str) -> None:
    """A key without its address, an address that is none, the key of a log, one witness twice, too many."""
    key = Witness("mot.example").signer.verifier.vkey
    own = Signer("so.example", bytes(32)).verifier.vkey
    with pytest.raises(Refused):
        witness_places({WITNESSES: given.format(key=key, log=own)})
    good = f"{key} https://a.example/w/"
    assert "https://a.example/w/add-checkpoint" == witness_places({WITNESSES: good})[0].add_checkpoint
    many = " ".join(f"{Witness(f'w{number}').signer.verifier.vkey} https://a.example" for number in range(MOST + 1))
    for bad in (f"{good} {good}", many):
        with pytest.raises(KiemtinError, match="witnesses-invalid"):
            witness_places({WITNESSES: bad})
    assert MOST == len(witness_places({WITNESSES: " ".join(many.split()[2:])}))
