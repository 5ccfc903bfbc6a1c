"""Sealing a result with its link."""

from __future__ import annotations

import pytest

from kiemtin.desk.sharing.seal import TOKEN, hash_of, new_token, opened, sealed

DOCUMENT = {"text": "Chào bạn, \ud800 \u202e " * 50}


def test_what_is_sealed_comes_back() -> None:
    """With its own token, whatever letters are in it."""
    token = new_token()
    assert DOCUMENT == opened(sealed(DOCUMENT, token), token)
    assert b"Ch" not in sealed(DOCUMENT, token)


def test_nothing_opens_it_but_its_token() -> None:
    """Another token, a changed byte and a cut end are all refused."""
    token = new_token()
    stored = sealed(DOCUMENT, token)
    for forged, key in ((stored, new_token()), (stored[:-1], token), (b"\0" + stored[1:], token), (b"", token)):
        with pytest.raises(ValueError, match="not sealed"):
            opened(forged, key)


def test_a_token_is_128_random_bits_and_its_hash_says_nothing_of_its_key() -> None:
    """Tokens are letters that need no escape; hash and key are derived apart."""
    tokens = {new_token() for _ in range(1_000)}
    assert 1_000 == len(tokens)
    assert all(TOKEN.fullmatch(token) for token in tokens)
    token = next(iter(tokens))
    with pytest.raises(ValueError, match="not sealed"):
        opened(sealed(DOCUMENT, token), hash_of(token))
