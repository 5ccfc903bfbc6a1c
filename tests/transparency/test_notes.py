"""Keys, signed notes, checkpoints and cosignatures are those of other programs; hostile ones are refused."""

from __future__ import annotations

import re

import pytest

from kiemtin.errors import KiemtinError, Refused, Untrusted
from kiemtin.transparency.checkpoint import MAX_SIZE, Checkpoint, checkpoint_in, open_checkpoint, sign
from kiemtin.transparency.keys import MAX_NAME, Kind, Signer, Verifier, encoded
from kiemtin.transparency.merkle import EMPTY_ROOT
from kiemtin.transparency.notes import MAX_NOTE, MAX_SIGNATURES, open_note, read_note, sign_note

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
"""The note of Go's own tests (golang.org/x/mod, ``sumdb/note/note_test.go``)."""

GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_NOTE = (
    "go.sum database tree\n"
    "31700353\n"
    "qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=\n"
    "\n"
    "— sum.golang.org Az3grnmrIUEDFqHzAElIQCPNoRFRAAdFo47fooyWKMHb89k11GJh5zHIfNCOBmwn/C3YI8oW9/C8DJ87F61QqspBYwM=\n"
)
"""A checkpoint of Go's checksum database (transparency-dev/formats, ``log/checkpoint_test.go``)."""

ARCHE_KEY = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
ARCHE_NOTE = (
    "arche2025h1.staging.ct.transparency.dev\n"
    "1432088532\n"
    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
    "\n"
    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIg"
    "IpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei5"
    "9RA23oHP7Ry1k3ZFWwQ=\n"
    "— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4Ascy"
    "lP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n"
    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0D"
    "rAWfBw==\n"
)
"""A real checkpoint with signatures of other kinds and of witnesses, one of whom is known here."""

KEY = Signer("ban-truc.example/so", bytes(range(32)))
TEXT = Checkpoint("ban-truc.example/so", 2, bytes(32)).text


def test_a_key_of_another_program_is_read() -> None:
    """Go's keys are read, and written again as they were."""
    assert Verifier.parse(PETER).vkey == PETER
    assert Verifier.parse(f" {GO_KEY}\n").vkey == GO_KEY
    assert Verifier.parse(WITNESS_KEY).kind is Kind.COSIGNATURE
    assert Signer.parse(PETER_PRIVATE).stored == PETER_PRIVATE
    assert Signer.parse(PETER_PRIVATE).verifier.vkey == PETER


def test_a_mangled_key_is_no_key() -> None:
    """No part of a key, and no key with another letter, is taken; neither are other lengths and kinds."""
    parts = [PETER[start:end] for start in range(len(PETER)) for end in range(start + 1, len(PETER) + 1)]
    changed = [PETER[:place] + chr(ord(PETER[place]) + 1) + PETER[place + 1 :] for place in range(len(PETER))]
    wrong_length = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="
    unknown_kind = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    for text in {*parts, *changed, wrong_length, unknown_kind, "\ud800", "+" * 5_000} - {PETER}:
        with pytest.raises(Refused):
            Verifier.parse(text)


def test_a_private_key_shows_itself_nowhere() -> None:
    """Neither its ``repr`` nor the error about a damaged one holds a word of it."""
    damaged = PETER_PRIVATE.replace("c74f20a3", "c74f20a4")
    with pytest.raises(Refused) as refused:
        Signer.parse(damaged)
    assert "AYEKFAL" not in f"{refused.value!s}{Signer.parse(PETER_PRIVATE)!r}"
    with pytest.raises(Refused):
        Signer.parse(PETER)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "\ud800", "x" * (MAX_NAME + 1)])
def test_a_name_that_would_break_the_format_is_refused(name: str) -> None:
    """A key's name has no spaces, no plus sign, no control characters, and an end; the longest one works."""
    with pytest.raises(ValueError, match="needs a name"):
        Signer.generate(name)
    assert Verifier.parse(Signer.generate("x" * MAX_NAME).verifier.vkey)


def test_a_note_is_signed_as_others_sign_it() -> None:
    """With Go's key and text, our note is Go's, byte by byte."""
    text = PETER_NOTE.partition("\n\n")[0] + "\n"
    assert str(sign_note(text, [Signer.parse(PETER_PRIVATE)])) == PETER_NOTE


@pytest.mark.parametrize(
    ("note", "key"),
    [(PETER_NOTE, PETER), (GO_NOTE, GO_KEY), (ARCHE_NOTE, ARCHE_KEY), (ARCHE_NOTE, WITNESS_KEY)],
    ids=["note", "checksum database", "log with other signatures", "witness"],
)
def test_notes_of_others_open_and_no_byte_of_them_can_change(note: str, key: str) -> None:
    """A real note opens with its key; with any byte of text or of that key's signature changed, it does not."""
    verifier = Verifier.parse(key)
    assert open_note(read_note(note.encode()), [verifier]).proven[0].verifier == verifier
    raw = note.encode()
    ours = re.compile(re.escape(f"— {verifier.name} {encoded(verifier.key_id)[:5]}").encode() + b".*\n")
    line = ours.search(raw)
    text_end = raw.rindex(b"\n\n") + 2
    assert line
    for place in (*range(text_end), *range(*line.span())):
        with pytest.raises(KiemtinError):
            open_note(read_note(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]), [verifier])


def test_signatures_of_others_are_left_alone() -> None:
    """Unknown keys, and a known name with another id, neither prove a note nor spoil it."""
    stranger = Signer(KEY.name, bytes(32))
    note = sign_note(TEXT, [stranger, KEY, KEY])
    opened = open_note(note, [KEY.verifier])
    assert [one.verifier for one in opened.proven] == [KEY.verifier]
    with pytest.raises(Untrusted, match=r"log\.no-known-signature"):
        open_note(note, [Signer("khac.example", bytes(32)).verifier])
    with pytest.raises(Untrusted, match=r"log\.no-known-signature"):
        open_note(note, [])


def test_one_bad_signature_of_a_known_key_refuses_the_note() -> None:
    """A good signature beside it does not help: somebody tried."""
    other = Signer("khac.example", bytes(32))
    forged = sign_note(TEXT.replace("2", "3"), [other]).signatures[0].line
    note = read_note(f"{sign_note(TEXT, [KEY])}{forged}".encode())
    assert open_note(note, [KEY.verifier])
    with pytest.raises(Untrusted, match=r"log\.bad-signature"):
        open_note(note, [KEY.verifier, other.verifier])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text\n",
        b"text\n\n",
        b"text\n\nsignature\n",
        "text\n\n— ten\n".encode(),
        "text\n\n— ten AAAA\n".encode(),
        "text\n\n— ten AAAAAAA\n".encode(),
        "text\n\n— ten AAAAAAAB\n— \n".encode(),
        "text\n\n—  AAAAAAAB\n".encode(),
        "text\n\n— ten AAAAAAAB".encode(),
        "text\n\n— ten AAAAAAB=\n".encode(),
        "te\rxt\n\n— ten AAAAAAAB\n".encode(),
        "te\x00xt\n\n— ten AAAAAAAB\n".encode(),
        b"te\xffxt\n\n" + "— ten AAAAAAAB\n".encode(),
        "\n\n— ten AAAAAAAB\n".encode(),
    ],
)
def test_what_is_no_note_is_refused(raw: bytes) -> None:
    """A text without a signature line, or with one that is none, is no note."""
    with pytest.raises(Untrusted, match=r"log\.note-malformed"):
        read_note(raw)


def test_a_note_ends_somewhere() -> None:
    """At the limits of bytes and of signatures a note is read; one beyond, it is not."""
    line = sign_note(TEXT, [KEY]).signatures[0].line
    assert len(read_note(f"{TEXT}\n{line * MAX_SIGNATURES}".encode()).signatures) == MAX_SIGNATURES
    with pytest.raises(Untrusted, match=r"log\.too-many-signatures"):
        read_note(f"{TEXT}\n{line * (MAX_SIGNATURES + 1)}".encode())
    rest = MAX_NOTE - len(f"\n\n{line}".encode())
    assert read_note(f"{'x' * rest}\n\n{line}".encode()).text == "x" * rest + "\n"
    with pytest.raises(Untrusted, match=r"log\.note-too-large"):
        read_note(f"{'x' * (rest + 1)}\n\n{line}".encode())


def test_a_checkpoint_survives_its_note() -> None:
    """What is signed is read again, with the same bytes each time; its extensions too."""
    checkpoint = Checkpoint("ban-truc.example/so", 0, EMPTY_ROOT, ("mở rộng",))
    note = sign(checkpoint, KEY)
    assert note == sign(checkpoint, KEY)
    assert open_checkpoint(note.encode(), [KEY.verifier])[0] == checkpoint
    assert open_checkpoint(GO_NOTE.encode(), [Verifier.parse(GO_KEY)])[0].size == 31_700_353


@pytest.mark.parametrize("size", ["", "-1", "+1", "01", "1.0", "1e3", " 1", "²", "٣", str(MAX_SIZE + 1), "9" * 5_000])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    """Only plain decimals up to the limit are a size; the limit itself is one."""
    good = f"so\n{MAX_SIZE}\n{encoded(bytes(32))}\n"
    assert checkpoint_in(sign_note(good, [KEY])).size == MAX_SIZE
    with pytest.raises(Untrusted, match=r"log\.not-a-checkpoint"):
        checkpoint_in(sign_note(f"so\n{size}\n{encoded(bytes(32))}\n", [KEY]))


@pytest.mark.parametrize(
    "text",
    [
        "so\n1\n",
        "so\n1\nAAAA\n",
        f"\n1\n{encoded(bytes(32))}\n",
        f"so\n1\n{encoded(bytes(33))}\n",
        f"so\n1\n{encoded(bytes(32))}\n\nx\n",
        f"so\n1\n{encoded(bytes(32))[:-2]}B=\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    """Missing or empty lines and roots of another length make no checkpoint, however well they are signed."""
    with pytest.raises(Untrusted, match=r"log\.not-a-checkpoint"):
        checkpoint_in(sign_note(text, [KEY]))


@pytest.mark.parametrize("wrong", [{"origin": ""}, {"origin": "a\nb"}, {"size": -1}, {"root": b""}])
def test_an_impossible_checkpoint_cannot_be_built(wrong: dict[str, object]) -> None:
    """A checkpoint that could not be read again is not made."""
    with pytest.raises(ValueError, match="checkpoint"):
        Checkpoint(**{"origin": "so", "size": 0, "root": EMPTY_ROOT} | wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="line break"):
        sign_note("không hết dòng", [KEY])
