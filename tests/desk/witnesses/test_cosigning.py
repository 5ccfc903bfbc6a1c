"""A desk that is a witness signs what has grown, for logs that it was told of, and keeps that before it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from kiemtin.desk.answers import log, reading
from kiemtin.desk.configuration import Configuration
from kiemtin.desk.witnesses.cosigning import witness_key
from kiemtin.desk.witnesses.models import WitnessedLog
from kiemtin.desk.witnesses.places import MOST_LOGS, WITNESS_FOR, WITNESSES, witness_places, witnessed_logs
from kiemtin.errors import Refused
from kiemtin.transparency.checkpoint import Checkpoint, sign
from kiemtin.transparency.keys import Kind, Signer
from kiemtin.transparency.merkle import Tree, leaf_hash
from kiemtin.transparency.notes import read_note
from kiemtin.transparency.witnessing import AddCheckpoint, cosignatures, with_cosignatures
from tests.cli.running import kiemtin, printed
from tests.desk.answers.writing import about, published, working
from tests.desk.conftest import SQLITE, new_database
from tests.desk.running import serving
from tests.desk.transfer.filling import configuration_of
from tests.desk.witnesses.test_witnesses import fresh

LOG = Signer("ban-khac.example/log", bytes(range(32)))
SECOND = Signer("ban-thu-hai.example/log", bytes(range(32)))
TREE = Tree(leaf_hash(bytes([number])) for number in range(20))
OTHER = Tree(leaf_hash(b"khac") for _ in range(20))


@pytest.fixture(scope="module")
def made(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """A desk that is a witness of two logs."""
    logs = witnessed_logs({WITNESS_FOR: f"{LOG.verifier.vkey} {SECOND.verifier.vkey}"})
    home = tmp_path_factory.mktemp("witness") / "home"
    return replace(configuration_of(home, new_database(engine, request)), witness_for=logs)


@pytest.fixture
def place(made: Configuration) -> Iterator[Configuration]:
    """The same, at work in this process."""
    with working(made):
        yield made


def request(old: int, new: int, tree: Tree = TREE, key: Signer = LOG) -> AddCheckpoint:
    """What a log sends that has grown from ``old`` to ``new``."""
    note = sign(Checkpoint(key.name, new, tree.root(new)), key)
    return AddCheckpoint(old, tree.consistency_proof(old, new), read_note(note.encode()))


def sent(body: bytes) -> tuple[int, str]:
    """What this desk answers to it."""
    answer = Client(HTTP_HOST="localhost").post("/witness/add-checkpoint", body, "application/octet-stream")
    return answer.status_code, answer.content.decode()


def test_a_desk_follows_another_ones_log(place: Configuration) -> None:
    """Each step that grows is signed with the desk's own key, and the last one is what it goes on from."""
    key = witness_key(place)
    for old, new in ((0, 3), (3, 3), (3, 17)):
        given = request(old, new)
        status, line = sent(given.body)
        assert 200 == status
        (found,) = cosignatures(with_cosignatures(given.note, line.encode(), [key.verifier]), [key.verifier])
        assert Kind.COSIGNATURE is found.witness.kind
    assert [(LOG.name, 17, TREE.root(17))] == [
        (row.origin, row.size, bytes(row.root)) for row in WitnessedLog.objects.filter(origin=LOG.name)
    ]
    assert key == witness_key(place)


def test_what_has_not_grown_is_not_signed(place: Configuration) -> None:
    """As the specification answers: the size that is known, no proof, no signature of the log, no such log, no note."""
    ask = partial(request, key=SECOND)
    assert 200 == sent(ask(0, 7).body)[0]
    stranger = request(7, 9, key=Signer(SECOND.name, bytes(32)))
    unknown = request(0, 9, key=Signer("la.example/log", bytes(32)))
    assert (409, "7\n") == sent(ask(0, 9).body)
    assert (409, "7\n") == sent(ask(9, 9).body)
    assert 422 == sent(ask(7, 9, OTHER).body)[0]
    assert 422 == sent(replace(ask(7, 9), proof=()).body)[0]
    assert 422 == sent(ask(7, 7, OTHER).body)[0]
    assert (403, 404, 400) == (sent(stranger.body)[0], sent(unknown.body)[0], sent(b"old 7\n\nx")[0])
    assert 400 == sent(b"")[0]
    assert 7 == WitnessedLog.objects.get(origin=SECOND.name).size
    assert 405 == Client(HTTP_HOST="localhost").get("/witness/add-checkpoint").status_code


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_two_desks_watch_over_each_other(engine: str, tmp_path: Path) -> None:
    """What one publishes the other one, which serves, has seen: set up with what their commands print."""
    mine = configuration_of(tmp_path / "mine")
    with working(mine):
        vkey = log.vkey()
        connection.close()
    theirs = tmp_path / "theirs"
    words = printed(kiemtin("log", "key", "--witness", home=theirs, KIEMTIN_LOG_NAME="ban-kia.example/log"))
    with serving(theirs, KIEMTIN_WITNESS_FOR=vkey) as desk:
        key, address = words.split()
        assert (True, "/witness") == (key.startswith("ban-kia.example/log/witness+"), address[-8:])
        places = witness_places({WITNESSES: f"{key} {desk.address}/witness"})
        with fresh(), working(replace(mine, witnesses=places)) as staff:
            published(staff, about("Câu một"))
            published(staff, about("Câu hai"))
            (seen,) = cosignatures(read_note((reading.checkpoint() or "").encode()), [places[0].verifier])
            assert "ban-kia.example/log/witness" == seen.witness.name


def test_logs_that_make_no_sense_are_refused() -> None:
    """No key, the key of a witness, one log twice, too many."""
    vkey = LOG.verifier.vkey
    witness = Signer("x", bytes(32), Kind.COSIGNATURE).verifier.vkey
    many = " ".join(Signer(f"so-{number}", bytes(32)).verifier.vkey for number in range(MOST_LOGS + 1))
    for given in ("x", witness, f"{vkey} {vkey}", many):
        with pytest.raises(Refused):
            witnessed_logs({WITNESS_FOR: given})
    assert MOST_LOGS == len(witnessed_logs({WITNESS_FOR: many.partition(" ")[2]}))
