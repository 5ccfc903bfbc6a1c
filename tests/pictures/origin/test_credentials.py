"""Content Credentials: what they are worth, that nothing is fetched, and that no damaged one is accepted."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiemtin.errors import TooLarge, Unreadable
from kiemtin.pictures.origin import TRUST_FILE, Credential, SourceType, read_origin, read_trust
from kiemtin.pictures.origin.limits import MAX_TRUST_BYTES
from kiemtin.pictures.origin.marks import may_hold_credential
from kiemtin.pictures.origin.step import media_type_of, read
from tests.pictures.origin.signing import Signer, new_signer, png, signed_png
from tests.shared_data import shared_data

pytest.importorskip("c2pa", reason="the extra pictures is not installed")


@pytest.fixture(scope="module")
def signer() -> Signer:
    """A signer below a root that nobody knows."""
    return new_signer()


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    """A picture that it signed."""
    return signed_png(signer)


def test_a_signature_counts_only_below_the_users_own_roots(signer: Signer, signed: bytes) -> None:
    """Whoever signs for themselves is untrusted, however intact the credential is, and is not named."""
    own, none, other = (read_origin(signed, "image/png", one) for one in (signer.root, None, new_signer().root))
    assert (Credential.TRUSTED, "Báo Ví Dụ") == (own.credential, own.signer)
    assert [(Credential.UNTRUSTED, None)] * 2 == [(one.credential, one.signer) for one in (none, other)]
    assert (SourceType.AI,) == own.sources == none.sources


def test_a_picture_without_any_mark_is_not_handed_to_the_library(signed: bytes) -> None:
    """What shows no credential is said to have none, as the library would; what shows one is always looked at."""
    assert may_hold_credential(signed)
    assert not may_hold_credential(png())
    assert read(png(), {"sealed": False}) == read(png(), {"sealed": True})


def test_no_person_is_read_out_of_a_credential(signer: Signer, signed: bytes) -> None:
    """Neither the author nor the common name of the certificate, which may be a person's, leaves the engine."""
    said = repr(read_origin(signed, "image/png", signer.root))
    assert "Tác Giả" not in said
    assert "Nguyễn" not in said


FIXTURES = {
    "C.jpg": Credential.UNTRUSTED,
    "CA.jpg": Credential.UNTRUSTED,
    "CA_ct.jpg": Credential.UNTRUSTED,
    "CACAE-uri-CA.jpg": Credential.UNTRUSTED,
    "boxhash.jpg": Credential.UNTRUSTED,
    "C.dng": Credential.UNTRUSTED,
    "file_with_wrong_extension.xyz.jpg": Credential.UNTRUSTED,
    "E-sig-CA.jpg": Credential.INVALID,
    "CIE-sig-CA.jpg": Credential.INVALID,
    "XCA.jpg": Credential.INVALID,
    "cloud.jpg": Credential.REMOTE,
    "A_thumbnail.jpg": Credential.NONE,
}


@pytest.mark.parametrize("name", FIXTURES)
def test_no_sample_with_a_credential_is_spared_the_look(name: str) -> None:
    """Each that holds or names a credential shows it in its bytes, and so does one in compressed XMP, which may."""
    data = Path(shared_data(f"pictures/c2pa/{name}")).read_bytes()
    assert may_hold_credential(data) or FIXTURES[name] is Credential.NONE
    assert may_hold_credential(data[:900] + b"iTXtXML:com.adobe.xmp\x00\x01\x00")


@pytest.mark.parametrize("name", FIXTURES)
def test_public_samples_are_worth_what_they_should_be(name: str) -> None:
    """The tampered ones are invalid, those of an unknown signer untrusted, and nobody's name is read."""
    data = Path(shared_data(f"pictures/c2pa/{name}")).read_bytes()
    origin = read_origin(data, media_type_of(data))
    assert FIXTURES[name] is origin.credential
    assert "John Doe" not in repr(origin)


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """An address on this machine, and whoever connects to it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            try:
                while True:
                    connection, address = server.accept()
                    came.append(address)
                    connection.close()
            except OSError:
                return

        waiting = threading.Thread(target=wait, daemon=True)
        waiting.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", came
        server.shutdown(socket.SHUT_RDWR)
    waiting.join(5)


READ_BY_DEFAULT = """
import c2pa, io, sys
try:
    c2pa.Reader("image/png", io.BytesIO(sys.stdin.buffer.read())).json()
except c2pa.C2paError:
    pass
"""


def test_no_address_inside_a_picture_is_opened(signer: Signer) -> None:
    """A picture that says where its credential stands is not followed, though the library by itself would follow."""
    with listening() as (address, came):
        data = signed_png(signer, remote=f"{address}x.c2pa")
        assert Credential.REMOTE is read_origin(data, "image/png", signer.root).credential
        assert [] == came
        subprocess.run([sys.executable, "-c", READ_BY_DEFAULT], input=data, check=True, capture_output=True)
        assert came, "the library no longer connects by itself: this test shows nothing"


def test_no_state_of_a_certificate_is_asked_for() -> None:
    """An address for asking (OCSP) inside a certificate is not opened, whether the signer is trusted or not."""
    with listening() as (address, came):
        asking = new_signer(ocsp=f"{address}ocsp")
        data = signed_png(asking)
        for trust in (None, asking.root):
            read_origin(data, "image/png", trust)
        assert [] == came


def corrupted(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or cut off."""
    spoilt = bytearray(data)
    at = chance.randrange(len(spoilt))
    how = chance.randrange(5)
    if how == 0:
        spoilt[at] ^= 1 << chance.randrange(8)
    elif how == 1:
        spoilt[at : at + chance.randrange(1, 64)] = chance.randbytes(chance.randrange(1, 64))
    elif how == 2:
        del spoilt[at : at + chance.randrange(1, 64)]
    elif how == 3:
        del spoilt[at:]
    else:
        spoilt[at:at] = spoilt[at : at + 64]
    return bytes(spoilt)


def test_no_corrupted_picture_is_accepted(signer: Signer, signed: bytes) -> None:
    """Five hundred times damaged in the pixels, the credential or the frame: never a crash, never still trusted."""
    chance = random.Random(20261122)
    still: list[bytes] = []
    for _ in range(500):
        spoilt = corrupted(signed, chance)
        if spoilt != signed and read_origin(spoilt, "image/png", signer.root).credential is Credential.TRUSTED:
            still.append(spoilt)
    assert [] == still


def test_nothing_hides_in_the_padding_of_a_signature(signer: Signer, signed: bytes) -> None:
    """Room kept for the signature holds zeros; no signature covers it, so anything else there makes it invalid."""
    at = signed.rindex(b"cpad") + 12
    changed = signed[:at] + b"X" + signed[at + 1 :]
    origin = read_origin(changed, "image/png", signer.root)
    assert (Credential.INVALID, ("padding.changed",)) == (origin.credential, origin.problems)


def test_a_time_stamp_of_something_else_makes_a_credential_invalid() -> None:
    """A byte changed inside the time stamp, which no signature of the picture covers."""
    data = bytearray(Path(shared_data("pictures/c2pa/boxhash.jpg")).read_bytes())
    data[110_550] ^= 0x10
    origin = read_origin(bytes(data), "image/jpeg")
    assert (Credential.INVALID, ("timeStamp.mismatch",)) == (origin.credential, origin.problems)


def test_a_picture_without_credential_says_so() -> None:
    """Nothing is made up, also of bytes that are no picture."""
    assert Credential.NONE is read_origin(png(), "image/png").credential
    assert Credential.NONE is read_origin(b"", "image/png").credential
    assert Credential.NONE is read_origin(b"<svg/>", "image/svg+xml").credential


def test_the_users_trust_list_is_read(tmp_path: Path, signer: Signer) -> None:
    """None at first; then the file in their folder; too large or without a certificate it is refused."""
    assert read_trust(tmp_path) is None
    path = tmp_path / TRUST_FILE
    path.parent.mkdir()
    path.write_text(signer.root)
    assert signer.root == read_trust(tmp_path)
    path.write_text(signer.root + "#" * (MAX_TRUST_BYTES - len(signer.root)))
    assert read_trust(tmp_path)
    path.write_text(signer.root + "#" * (MAX_TRUST_BYTES - len(signer.root) + 1))
    with pytest.raises(TooLarge):
        read_trust(tmp_path)
    path.write_text("no certificate")
    with pytest.raises(Unreadable):
        read_trust(tmp_path)


def test_a_trust_list_that_is_none_is_refused() -> None:
    """A damaged certificate is a mistake of the user's, not a reason to trust nobody in silence."""
    with pytest.raises(Unreadable):
        read_origin(png(), "image/png", "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----")
