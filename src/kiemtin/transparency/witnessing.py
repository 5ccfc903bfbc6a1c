"""Witnesses (C2SP tlog-witness and tlog-cosignature): others who say when they saw a checkpoint, and that it had grown.

A log sends each new checkpoint with a proof that it grew out of the one before; a witness answers with a line to put
below it. Nothing here connects to anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kiemtin.errors import Untrusted
from kiemtin.transparency.checkpoint import MAX_SIZE, SIZE, Checkpoint, open_checkpoint
from kiemtin.transparency.keys import Kind, Signer, Verifier, decoded, encoded, time_of
from kiemtin.transparency.merkle import HASH_BYTES, verify_consistency
from kiemtin.transparency.notes import MAX_NOTE, MAX_SIGNATURES, Note, read_note, read_signature, signature_of

MAX_PROOF = 63
"""Hashes of a proof that may be sent to a witness."""

OLD = re.compile(rf"old ({SIZE.pattern})")


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's good signature: whose, and when it was made (seconds since 1970)."""

    witness: Verifier
    moment: int


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """What a log asks a witness to sign: ``note``, and the ``proof`` that it grew out of ``old_size`` entries."""

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    def __post_init__(self) -> None:
        if not 0 <= self.old_size <= MAX_SIZE or len(self.proof) > MAX_PROOF:
            raise ValueError("a witness takes a size and at most 63 hashes")

    @property
    def body(self) -> bytes:
        """The body of the request ``POST <witness>/add-checkpoint``."""
        lines = [f"old {self.old_size}", *map(encoded, self.proof)]
        return "\n".join([*lines, "", str(self.note)]).encode()


def read_add_checkpoint(raw: bytes) -> AddCheckpoint:
    """The request in ``raw``, nothing of which is proven; raises ``Untrusted`` where it is none."""
    head, blank, note = raw[: 2 * MAX_NOTE].partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    old = OLD.fullmatch(lines[0])
    proof = tuple(map(decoded, lines[1 : MAX_PROOF + 2]))
    if old is None or not blank or len(proof) > MAX_PROOF:
        raise Untrusted("log.request-malformed")
    hashes = tuple(one for one in proof if one is not None and len(one) == HASH_BYTES)
    if len(hashes) != len(proof) or int(old[1]) > MAX_SIZE:
        raise Untrusted("log.request-malformed")
    return AddCheckpoint(int(old[1]), hashes, read_note(note))


def cosign(request: AddCheckpoint, log: Verifier, latest: Checkpoint | None, witness: Signer, moment: int) -> str:
    """The line with which ``witness`` answers ``request``; ``latest`` is what it cosigned last for this log.

    1. ``log`` signed the checkpoint. 2. The request begins where ``latest`` ended. 3. Same size, same root; else the
    proof shows that the log has grown. Whoever calls keeps the new checkpoint before the line is sent.

    Raises ``Untrusted`` (1, 2, 3).
    """
    checkpoint, _ = open_checkpoint(str(request.note).encode(), [log])  # 1
    known_size = latest.size if latest else 0
    if request.old_size != known_size or (latest is not None and latest.origin != checkpoint.origin):  # 2
        raise Untrusted("log.witness-knows-another", size=known_size)
    if latest is not None and not has_grown(latest, checkpoint, request.proof):  # 3
        raise Untrusted("log.not-grown", old_size=latest.size, size=checkpoint.size)
    return signature_of(request.note.text, witness, moment).line


def has_grown(old: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the log of ``new`` begins with the log of ``old``."""
    return old.origin == new.origin and verify_consistency(old.size, old.root, new.size, new.root, proof)


def cosignatures(note: Note, witnesses: Iterable[Verifier]) -> tuple[Cosignature, ...]:
    """Who of ``witnesses`` cosigned ``note``; raises ``Untrusted`` where one of their signatures is not good."""
    known = {(one.name, one.key_id): one for one in witnesses if one.kind is Kind.COSIGNATURE}
    found: dict[Verifier, Cosignature] = {}
    for signature in note.signatures:
        witness = known.get((signature.name, signature.key_id))
        if witness is None or witness in found:
            continue
        moment = time_of(signature.raw)
        if moment is None or not witness.accepts(signature.raw, note.text.encode()):
            raise Untrusted("log.bad-signature", name=witness.name)
        found[witness] = Cosignature(witness, moment)
    return tuple(found.values())


def with_cosignatures(note: Note, answer: bytes, witnesses: Sequence[Verifier]) -> Note:
    """``note`` with the good lines of a witness's ``answer``; lines of keys that are not known are left out.

    Raises ``Untrusted`` where the answer is not made of signature lines or a known one's is not good.
    """
    lines = answer[:MAX_NOTE].decode("utf-8", "replace").splitlines()
    if not lines or len(lines) + len(note.signatures) > MAX_SIGNATURES:
        raise Untrusted("log.note-malformed")
    added = tuple(map(read_signature, lines))
    good = {(one.witness.name, one.witness.key_id) for one in cosignatures(replace(note, signatures=added), witnesses)}
    known = {(one.name, one.key_id) for one in note.signatures}
    new = {(one.name, one.key_id): one for one in added if (one.name, one.key_id) in good - known}
    return replace(note, signatures=(*note.signatures, *new.values()))
