"""Checkpoints of certificate logs: a signature is good for one size, one root, one name and one key."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from kiemtin.errors import Refused, Untrusted
from kiemtin.transparency.tree_heads import LogKey, open_tree_head
from tests.watch.certificates.made import MOMENT, ORIGIN, MadeLog, certificate, leaf_of


@pytest.fixture(scope="module")
def log() -> MadeLog:
    """A log with two entries."""
    made = MadeLog(Path())
    made.add(leaf_of(certificate(["a.example"])), leaf_of(certificate(["b.example"])))
    return made


def test_a_good_signature_tells_when_it_was_made(log: MadeLog) -> None:
    """The name, the size and the root stand in the checkpoint; other keys given besides do no harm."""
    other = MadeLog(Path()).log_key
    head = open_tree_head(log.checkpoint(), [other, log.log_key])
    assert (ORIGIN, 2, log.tree.root()) == (head.checkpoint.origin, head.checkpoint.size, head.checkpoint.root)
    assert (True, MOMENT) == (head.is_judged, head.moment)


def test_the_id_of_a_key_is_that_of_the_specification(log: MadeLog) -> None:
    """SHA-256 over name, line break, 0x05 and the log's id, of which the first four bytes count."""
    line = log.checkpoint().decode().splitlines()[-1]
    log_id = hashlib.sha256(base64.b64decode(log.key_text)).digest()
    expected = hashlib.sha256(ORIGIN.encode() + b"\x0a\x05" + log_id).digest()[:4]
    assert expected == base64.b64decode(line.split(" ")[2])[:4]


def test_without_a_key_nothing_is_said_of_the_signature(log: MadeLog) -> None:
    """The checkpoint is read, and whoever asks is told that nobody vouched for it."""
    assert not open_tree_head(log.checkpoint(), []).is_judged


def test_what_was_signed_cannot_be_changed(log: MadeLog) -> None:
    """Another size, root, moment or signature is refused; so is a further line."""
    good = log.checkpoint().decode()
    head, _, line = good.rpartition("— ")
    name, _, material = line.strip().partition(" ")
    raw = bytearray(base64.b64decode(material))
    raw[6] ^= 1  # the moment
    moved = f"{head}— {name} {base64.b64encode(raw).decode()}\n"
    cut = f"{head}— {name} {base64.b64encode(raw[:-1]).decode()}\n"
    another = good.replace(good.splitlines()[2], base64.b64encode(bytes(32)).decode())
    for wrong in (good.replace("\n2\n", "\n3\n"), another, moved, cut):
        with pytest.raises(Untrusted, match="bad-signature"):
            open_tree_head(wrong.encode(), [log.log_key])
    with pytest.raises(Untrusted, match="not-a-checkpoint"):
        open_tree_head(good.replace("\n\n", "\nthêm\n\n").encode(), [log.log_key])


def test_another_key_or_another_name_is_no_signature(log: MadeLog) -> None:
    """The key's id holds the name, so a checkpoint passed off under another one has no signature that is known."""
    with pytest.raises(Untrusted, match="no-known-signature"):
        open_tree_head(log.checkpoint(), [MadeLog(Path()).log_key])
    renamed = log.checkpoint().replace(ORIGIN.encode(), b"log.khac.test")
    with pytest.raises(Untrusted, match="no-known-signature"):
        open_tree_head(renamed, [log.log_key])


def test_keys_are_read_from_base64_and_pem(log: MadeLog) -> None:
    """As log lists and as tools write them; anything else is refused."""
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = log.key.public_key().public_bytes(serialization.Encoding.PEM, spki).decode()
    assert log.log_key == LogKey.parse(log.key_text) == LogKey.parse(pem)
    wrong_curve = ec.generate_private_key(ec.SECP384R1()).public_key()
    wrong_kind = ed25519.Ed25519PrivateKey.generate().public_key()
    others = [base64.b64encode(one.public_bytes(serialization.Encoding.DER, spki)) for one in (wrong_curve, wrong_kind)]
    for text in (*(one.decode() for one in others), "", "khóa", "AAAA", log.key_text[:-4]):
        with pytest.raises(Refused, match="not-a-key"):
            LogKey.parse(text)
