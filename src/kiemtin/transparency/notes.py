"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.

Whoever opens a note knows whose signatures count; those of others are left alone, so that keys can be changed and
witnesses can add theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiemtin.errors import Untrusted
from kiemtin.transparency.keys import KEY_ID_BYTES, Signer, Verifier, decoded, encoded, is_name

MAX_NOTE = 200_000
"""Bytes of a note: room for 16 signatures of 5 kB, which every verifier must take, and a text."""

MAX_SIGNATURES = 100
"""Signatures of a note: 16 must be taken, and each known one costs a verification."""

DASH = "— "

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note: whose it says to be, and the signature itself (with its time, where it has one)."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """The line, with its end."""
        return f"{DASH}{self.name} {encoded(self.key_id + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read; nothing of it is proven. ``text`` ends with a line break."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(signature.line for signature in self.signatures)}"


@dataclass(frozen=True, slots=True)
class Proven:
    """A good signature, and whose it is."""

    verifier: Verifier
    signature: Signature


@dataclass(frozen=True, slots=True)
class Opened:
    """A note with the signatures that were found good: at least one; each key counts once."""

    note: Note
    proven: tuple[Proven, ...]

    @property
    def text(self) -> str:
        """What was signed."""
        return self.note.text


def sign_note(text: str, signers: Iterable[Signer]) -> Note:
    """``text``, which ends with a line break, signed by each of ``signers``; raises ``ValueError`` for other texts."""
    if not text.endswith("\n") or CONTROL.search(text):
        raise ValueError("a note's text ends with a line break and holds no other control characters")
    return Note(text, tuple(signature_of(text, signer) for signer in signers))


def signature_of(text: str, signer: Signer, moment: int = 0) -> Signature:
    """The signature of ``signer`` over ``text``; ``moment`` is for cosignatures."""
    return Signature(signer.name, signer.verifier.key_id, signer.sign(text.encode(), moment))


def read_note(raw: bytes) -> Note:
    """The note in ``raw``; raises ``Untrusted`` where it is none or passes a limit. No signature is judged here."""
    if len(raw) > MAX_NOTE:
        raise Untrusted("log.note-too-large", limit=MAX_NOTE)
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Untrusted("log.note-malformed") from error
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not text or not below.endswith("\n") or CONTROL.search(whole):
        raise Untrusted("log.note-malformed")
    lines = below.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Untrusted("log.too-many-signatures", limit=MAX_SIGNATURES)
    return Note(text + "\n", tuple(map(read_signature, lines)))


def read_signature(line: str) -> Signature:
    """One signature line, without its end; raises ``Untrusted`` where it is none."""
    name, space, material = line.removeprefix(DASH).partition(" ")
    raw = decoded(material)
    if not line.startswith(DASH) or not space or not is_name(name) or raw is None or len(raw) <= KEY_ID_BYTES:
        raise Untrusted("log.note-malformed")
    return Signature(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def open_note(note: Note, verifiers: Iterable[Verifier]) -> Opened:
    """``note`` with those of its signatures that are good.

    1. A signature whose name and id belong to none of ``verifiers`` is left alone. 2. One that does must be good, or
    the whole note is refused. 3. At least one must be left.

    Raises ``Untrusted`` (2, 3).
    """
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    proven: dict[Verifier, Proven] = {}
    for signature in note.signatures:
        verifier = known.get((signature.name, signature.key_id))
        if verifier is None or verifier in proven:  # 1
            continue
        if not verifier.accepts(signature.raw, note.text.encode()):  # 2
            raise Untrusted("log.bad-signature", name=verifier.name)
        proven[verifier] = Proven(verifier, signature)
    if not proven:  # 3
        raise Untrusted("log.no-known-signature")
    return Opened(note, tuple(proven.values()))
