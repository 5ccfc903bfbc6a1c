"""A witness signs only what grew out of what it signed before; a log takes only the lines of witnesses it knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiemtin.errors import Untrusted
from kiemtin.transparency.checkpoint import Checkpoint, sign
from kiemtin.transparency.keys import LATEST_TIME, Kind, Signer, Verifier
from kiemtin.transparency.merkle import Tree, leaf_hash
from kiemtin.transparency.notes import read_note
from kiemtin.transparency.witnessing import (
    MAX_PROOF,
    AddCheckpoint,
    cosign,
    cosignatures,
    read_add_checkpoint,
    with_cosignatures,
)
from tests.transparency.test_notes import ARCHE_NOTE, WITNESS_KEY

LOG = Signer("ban-truc.example/so", bytes(range(32)))
WITNESS = Signer("nguoi-chung.example", bytes(32), Kind.COSIGNATURE)
TREE = Tree(leaf_hash(bytes([number])) for number in range(20))
NOW = 1_795_392_000


def checkpoint(size: int) -> Checkpoint:
    """The log's checkpoint when it had ``size`` entries."""
    return Checkpoint(LOG.name, size, TREE.root(size))


def request(old: int, new: int) -> AddCheckpoint:
    """What the log sends a witness that knows it up to ``old`` entries."""
    return AddCheckpoint(old, TREE.consistency_proof(old, new), read_note(sign(checkpoint(new), LOG).encode()))


EXAMPLE = (
    "old 20852014\n"
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
    "\n"
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xe"
    "McTOAYQ8=\n"
    "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++"
    "qbSzm9Q=\n"
).encode()
"""The request that the specification shows (C2SP tlog-witness)."""


def test_a_real_cosignature_says_when() -> None:
    """The signature of a public witness is good, and its time is read; one that claims another time is not."""
    note, witness = read_note(ARCHE_NOTE.encode()), Verifier.parse(WITNESS_KEY)
    (one,) = cosignatures(note, [witness])
    assert (witness, 0x6A122120) == (one.witness, one.moment)
    later = tuple(replace(line, raw=line.raw[:7] + b"\x21" + line.raw[8:]) for line in note.signatures)
    with pytest.raises(Untrusted, match=r"log\.bad-signature"):
        cosignatures(replace(note, signatures=later), [witness])


def test_the_request_of_the_specification_is_read_and_written() -> None:
    """The example's body gives its size, proof and note, and these give the body."""
    read = read_add_checkpoint(EXAMPLE)
    assert (20_852_014, 4, 2) == (read.old_size, len(read.proof), len(read.note.signatures))
    assert read.body == EXAMPLE


def test_a_witness_follows_a_log_as_it_grows() -> None:
    """From nothing to any size, and on: each request that continues the last is signed, and the log takes the line."""
    latest = None
    for old, new in ((0, 1), (1, 1), (1, 7), (7, 20)):
        sent = read_add_checkpoint(request(old, new).body)
        line = cosign(sent, LOG.verifier, latest, WITNESS, NOW + new)
        latest = checkpoint(new)
        witnessed = with_cosignatures(sent.note, line.encode(), [WITNESS.verifier])
        (found,) = cosignatures(read_note(str(witnessed).encode()), [WITNESS.verifier])
        assert NOW + new == found.moment
        assert witnessed == with_cosignatures(witnessed, line.encode(), [WITNESS.verifier])


def test_a_witness_refuses_a_rewritten_log() -> None:
    """Another history, a shorter log, another starting point, a stranger's signature: none is signed."""
    other = Tree(leaf_hash(b"khac") for _ in range(20))
    forked = Checkpoint(LOG.name, 20, other.root())
    fork = AddCheckpoint(7, other.consistency_proof(7), read_note(sign(forked, LOG).encode()))
    stranger = replace(request(7, 20), note=read_note(sign(checkpoint(20), Signer(LOG.name, bytes(32))).encode()))
    renamed = replace(request(7, 20), note=read_note(sign(replace(checkpoint(20), origin="khac"), LOG).encode()))
    shorter = AddCheckpoint(7, (), read_note(sign(checkpoint(3), LOG).encode()))
    for sent in (fork, shorter, stranger, renamed, request(3, 20), replace(request(7, 20), proof=())):
        with pytest.raises(Untrusted):
            cosign(sent, LOG.verifier, checkpoint(7), WITNESS, NOW)
    with pytest.raises(Untrusted, match=r"log\.not-grown"):
        cosign(replace(request(7, 7), note=fork.note), LOG.verifier, checkpoint(7), WITNESS, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1\n",
        b"old 01\n\n",
        b"old -1\n\n",
        b"old 9999999999999999999\n\n",
        b"old 1\nAAAA\n\n",
        b"old 1\n" + EXAMPLE.split(b"\n")[1] + b"\n",
        b"new 1\n\n",
        b"\xff\n\n",
    ],
)
def test_a_request_that_is_none_is_refused(body: bytes) -> None:
    """Sizes, proofs and ends that the format does not know are refused before the note is looked at."""
    with pytest.raises(Untrusted, match=r"log\.request-malformed"):
        read_add_checkpoint(body + b"x")


def test_a_proof_for_a_witness_has_an_end() -> None:
    """63 hashes are taken, 64 are not."""
    line, note = EXAMPLE.split(b"\n")[1], EXAMPLE.partition(b"\n\n")[2]
    assert len(read_add_checkpoint(b"\n".join([b"old 1", *[line] * MAX_PROOF, b"", note])).proof) == MAX_PROOF
    with pytest.raises(Untrusted, match=r"log\.request-malformed"):
        read_add_checkpoint(b"\n".join([b"old 1", *[line] * (MAX_PROOF + 1), b"", note]))
    with pytest.raises(ValueError, match="63"):
        AddCheckpoint(1, (bytes(32),) * (MAX_PROOF + 1), read_note(note))


def test_a_log_takes_only_lines_of_witnesses_it_knows() -> None:
    """A stranger's line is left out; a known witness's bad line is an error, as is an answer that is none."""
    note = request(0, 7).note
    stranger = Signer("la.example", bytes(32), Kind.COSIGNATURE)
    line = cosign(request(0, 7), LOG.verifier, None, stranger, NOW)
    assert note == with_cosignatures(note, line.encode(), [WITNESS.verifier])
    forged = cosign(request(0, 8), LOG.verifier, None, WITNESS, NOW)
    for answer in (forged.encode(), b"", b"khong\n", b"\xff" * 300_000):
        with pytest.raises(Untrusted):
            with_cosignatures(note, answer, [WITNESS.verifier])


def test_times_have_an_end() -> None:
    """A cosignature at the last second counts, one beyond does not."""
    text = checkpoint(1).text.encode()
    assert WITNESS.verifier.accepts(WITNESS.sign(text, LATEST_TIME), text)
    assert not WITNESS.verifier.accepts(WITNESS.sign(text, LATEST_TIME + 1), text)
