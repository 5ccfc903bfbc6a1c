"""Names in certificates: the same as another reader finds, whatever the bytes."""

from __future__ import annotations

import random

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemtin.watch.certificates.der import Malformed, issuer_of, read_names
from tests.watch.certificates.made import CA, builder, certificate

NAMES = ["a.example", "*.b.example", "xn--vietcombnk-6qi.com", "d" * 63 + ".example"]
WHOLE = certificate(NAMES, "a.example")


def _ours(data: bytes) -> tuple[list[str], list[str]]:
    found = read_names(data, 0, len(data), is_certificate=True)
    return [name.decode("ascii") for name in found.hosts], found.common


def _theirs(data: bytes) -> list[str]:
    """What ``cryptography`` reads; raises whatever it raises."""
    read = x509.load_der_x509_certificate(data)
    try:
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return names.get_values_for_type(x509.DNSName)


def test_host_names_and_common_names_are_read() -> None:
    """As they stand there; who issued it too."""
    assert (NAMES, ["a.example"]) == _ours(WHOLE)
    assert CA == issuer_of(WHOLE, 0, len(WHOLE), is_certificate=True)
    bare = certificate([], "Nguyễn Ví Dụ")
    assert ([], ["Nguyễn Ví Dụ"]) == _ours(bare)


def test_a_part_that_is_signed_is_read_as_precertificates_hold_it() -> None:
    """Without the certificate around it, from the middle of other bytes."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    part = builder(NAMES).sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()).tbs_certificate_bytes
    found = read_names(b"xx" + part + b"yy", 2, 2 + len(part), is_certificate=False)
    assert [name.encode() for name in NAMES] == found.hosts


def test_other_kinds_of_names_are_left_alone() -> None:
    """Addresses of persons and machines are nobody's host name."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    other = x509.SubjectAlternativeName([x509.RFC822Name("ai@vidu.example"), x509.DNSName("a.example")])
    made = (
        builder([]).add_extension(other, critical=False).sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )
    from cryptography.hazmat.primitives.serialization import Encoding

    assert ["a.example"] == _ours(made.public_bytes(Encoding.DER))[0]


def test_what_another_reader_reads_we_read_alike() -> None:
    """A thousand certificates with bytes changed, cut out and put in: wherever names come out there, they do here."""
    chance, compared = random.Random(7), 0
    for _ in range(1000):
        data = bytearray(WHOLE)
        for _ in range(chance.randint(1, 2)):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0 | 1:
                    data[place] = chance.randrange(256)
                case 2:
                    del data[place]
                case _:
                    data.insert(place, chance.randrange(256))
        try:
            expected = _theirs(bytes(data))
        except Exception:  # noqa: BLE001, S112 - it raises many kinds of error
            continue
        compared += 1
        assert expected == _ours(bytes(data))[0]
    assert compared > 100


@given(st.binary(max_size=300) | st.builds(lambda cut: WHOLE[:cut], st.integers(0, len(WHOLE) - 1)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but ``Malformed`` is ever raised, and a certificate that was cut off is one."""
    with pytest.raises(Malformed):
        read_names(data, 0, len(data), is_certificate=True)


def _value(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = bytes([len(content)]) if len(content) < 128 else b"\x82" + len(content).to_bytes(2)
    return bytes([tag]) + length + content


def _part(*extensions: bytes) -> bytes:
    """The smallest part of a certificate that is signed, around some extensions."""
    empty = _value(0x30)
    head = (_value(0xA0, b"\x02\x01\x02"), _value(0x02, b"\x01"), empty, empty, empty, empty, empty)
    return _value(0x30, *head, _value(0xA3, _value(0x30, *extensions)))


def _alternative(*names: bytes) -> bytes:
    listed = _value(0x30, *(_value(0x82, name) for name in names))
    return _value(0x30, b"\x06\x03\x55\x1d\x11", _value(0x04, listed))


def test_every_list_of_names_counts() -> None:
    """A second extension of the same kind, which the standard forbids, hides nothing."""
    data = _part(_alternative(b"a.example"), _alternative(b"b.example", b"c.example"))
    found = read_names(data, 0, len(data), is_certificate=False)
    assert [b"a.example", b"b.example", b"c.example"] == found.hosts


def test_lengths_have_one_form() -> None:
    """A length written longer than it must be, or left open, is no DER."""
    good = _alternative(b"a.example")
    assert 0x30 == good[0]
    for length in (b"\x81" + good[1:2], b"\x82\x00" + good[1:2], b"\x80", b"\x85\x00\x00\x00\x00" + good[1:2]):
        data = _part(good[:1] + length + good[2:])
        with pytest.raises(Malformed):
            read_names(data, 0, len(data), is_certificate=False)
