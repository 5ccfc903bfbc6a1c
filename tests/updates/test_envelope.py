"""A signed data file: nothing is believed before the signature, and only one form is read."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.errors import KiemtinError, Refused, Untrusted
from kiemtin.updates.envelope import Payload, open_envelope, require_clean
from kiemtin.updates.keys import PublicKey
from tests.updates.sealing import SAMPLE, payload, sealed, suffix_list

KEY = Ed25519PrivateKey.generate()
OTHER = Ed25519PrivateKey.generate()
TRUSTED = (PublicKey(KEY.public_key().public_bytes_raw(), "test", bundled=False),)


def opened(raw: bytes) -> Payload:
    """The payload of a file signed with the one trusted key."""
    return open_envelope(raw, TRUSTED)


def test_a_good_file_is_opened() -> None:
    """Version, register and key of a good file come out."""
    found = opened(sealed(payload(), KEY))

    assert found.register is not None
    assert ("2999-01-01", "2999-01-01", ["ngan-hang-mau"], None) == (
        found.version,
        found.register.version,
        [one.id for one in found.register],
        found.suffixes,
    )
    assert TRUSTED[0].id == found.key.id


def test_a_suffix_list_carries_its_own_date() -> None:
    """The edition of the list is the one that its own VERSION line names."""
    found = opened(sealed(payload(organisations=None, suffixes=suffix_list("mau", date="2998-05-06")), KEY))

    assert found.suffixes is not None
    assert ("2998-05-06", "mau", None) == (found.suffixes.version, found.suffixes.suffix("a.mau"), found.register)


def _with(**changes: Any) -> bytes:
    return sealed(payload(), KEY, **changes)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


UNTRUSTED = {
    "signed by a stranger": (sealed(payload(), OTHER), "data.unknown-key"),
    "a stranger who names our key": (sealed(payload(), OTHER, key=TRUSTED[0].id), "data.bad-signature"),
    "ours, said to be a stranger's": (_with(key="0" * 32), "data.unknown-key"),
    "key id in capitals": (_with(key=TRUSTED[0].id.upper() + "F"), "data.unknown-key"),
    "payload exchanged": (_with(payload=_b64(payload("2999-12-31"))), "data.bad-signature"),
    "payload with a space": (_with(payload=_b64(payload() + b" ")), "data.bad-signature"),
    "empty signature": (_with(signature=""), "data.bad-signature"),
    "short signature": (_with(signature=_b64(b"\0" * 63)), "data.bad-signature"),
    "long signature": (_with(signature=_b64(KEY.sign(payload()) + b"\0")), "data.bad-signature"),
    "zero signature": (_with(signature=_b64(b"\0" * 64)), "data.bad-signature"),
    "stub of a suffix list": (
        sealed(payload(suffixes="// VERSION: 2999-01-01\ncom\nvn\n"), KEY),
        "data.suffixes-incomplete",
    ),
    "entry without a channel": (
        sealed(payload(organisations=[{**SAMPLE, "domains": []}]), KEY),
        "data.register-invalid",
    ),
    "not a register": (sealed(payload(organisations={"a": 1}), KEY), "data.register-invalid"),
}


@pytest.mark.parametrize("name", UNTRUSTED)
def test_what_cannot_be_verified_is_untrusted(name: str) -> None:
    """A well-formed file that is bad is ``Untrusted`` (exit code 1), with the reason."""
    raw, message = UNTRUSTED[name]
    with pytest.raises(Untrusted) as caught:
        opened(raw)

    assert message == caught.value.message_id


TWICE = sealed(payload(), KEY).replace(b'{"schema"', b'{"schema": "kiemtin-data/1", "schema"')
MALFORMED = {
    "empty": b"",
    "not JSON": b"kiemtin-data/1",
    "a list": b"[]",
    "null": b"null",
    "another schema": _with(schema="kiemtin-data/2"),
    "no signature": json.dumps({"schema": "kiemtin-data/1", "payload": "", "key": ""}).encode(),
    "one field more": _with(extra="1"),
    "a number for the key": _with(key=1),
    "a field twice": TWICE,
    "trailing data": sealed(payload(), KEY) + b"{}",
    "trailing NUL": sealed(payload(), KEY) + b"\0",
    "byte order mark": b"\xef\xbb\xbf" + sealed(payload(), KEY),
    "UTF-16": sealed(payload(), KEY).decode().encode("utf-16"),
    "not base64": _with(payload="???"),
    "base64 with a line break": _with(payload=_b64(payload())[:8] + "\n" + _b64(payload())[8:]),
    "base64 in another form": _with(signature=_b64(KEY.sign(payload()))[:-3] + "B=="),
    "deep nesting": b"[" * 100_000,
    "huge integer": b'{"schema":' + b"9" * 10_000 + b"}",
    "payload is no JSON": sealed(b"data", KEY),
    "payload is a list": sealed(b"[]", KEY),
    "payload names a version twice": sealed(payload()[:-1] + b', "version": "2999-02-02"}', KEY),
    "payload with trailing data": sealed(payload() + b"[]", KEY),
    "payload holds NaN": sealed(payload(patterns=float("nan")), KEY),
    "payload nested deeply": sealed(b'{"version":"2999-01-01","patterns":' + b"[" * 5_000 + b"]" * 5_000 + b"}", KEY),
    "payload with a huge integer": sealed(b'{"version":' + b"9" * 5_000 + b"}", KEY),
    "no version": sealed(b'{"organisations":null}', KEY),
    "no such day": sealed(payload("2999-02-30"), KEY),
    "a version in other digits": sealed(payload("٢٩٩٩-01-01"), KEY),
    "nothing in it": sealed(payload(organisations=None), KEY),
    "a suffix list without a date": sealed(payload(suffixes="com\nvn\n"), KEY),
    "a suffix list that is a number": sealed(payload(suffixes=1), KEY),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused(name: str) -> None:
    """A file in any other form is ``Refused`` (exit code 2), never a crash."""
    with pytest.raises(Refused):
        opened(MALFORMED[name])


def test_a_part_of_a_later_kind_is_left_alone() -> None:
    """A field that this version does not use does not keep the rest from being taken in."""
    assert opened(sealed(payload(patterns=["a"], later={"b": 1}), KEY)).register is not None


def test_the_linter_has_the_last_word() -> None:
    """A register that is well-formed and still wrong is refused before anything is stored."""
    entry = {**SAMPLE, "aliases": [{"value": "nganhangmau"}, {"value": "nganhangmau", "strength": "weak"}]}
    suffix = {**SAMPLE, "domains": [{"value": "com.vn", "confirmed": False}]}
    for one in (entry, suffix):
        with pytest.raises(Untrusted):
            require_clean(opened(sealed(payload(organisations=[one]), KEY)))


def test_domains_are_judged_by_the_list_in_the_same_file() -> None:
    """An organisation under a new top-level domain is clean with the list that knows it, and not without."""
    entry = {**SAMPLE, "domains": [{"value": "nganhang.mau", "confirmed": False}]}
    require_clean(opened(sealed(payload(organisations=[entry], suffixes=suffix_list("mau")), KEY)))
    with pytest.raises(Untrusted):
        require_clean(opened(sealed(payload(organisations=[entry]), KEY)))


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=400))
def test_no_changed_byte_gets_through(noise: bytes, place: int) -> None:
    """Bytes put anywhere into a good file give the same payload or an error of ours, never another payload."""
    good = sealed(payload(), KEY)
    changed = good[:place] + noise + good[place + len(noise) :]
    try:
        found = opened(changed)
    except KiemtinError:
        return
    assert opened(good) == found
