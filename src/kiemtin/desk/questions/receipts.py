"""Receipt codes: letters that can be read aloud, made so that sending the same twice gives the same receipt."""

from __future__ import annotations

import hashlib
import re
import secrets

from kiemtin.desk.questions.sealing import keyed

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters without 0, O, 1 and I, which are taken for each other."""

GROUPS, GROUP = 5, 4
"""Twenty letters of five bits, 100 bits in all: nobody guesses one, so its hash needs neither salt nor slowness."""

BITS = 5

MEANT = str.maketrans({"1": "L", "I": "L"})
"""What somebody who copies a code by hand may write for a letter of ours."""

CODE = re.compile(f"[{LETTERS}]{{{GROUPS * GROUP}}}")

TOKEN_BYTES = 16


def new_token() -> str:
    """What a form holds so that pressing its button twice is sending once."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def receipt_for(token: str, fingerprint: str) -> str:
    """The receipt of the asking about ``fingerprint`` by the form that holds ``token``.

    It is made of them and of the desk's secret, so whoever presses a button twice gets it twice, although only its hash
    is kept.
    """
    number = int.from_bytes(keyed("receipt", token.encode(), fingerprint.encode()), "big")
    letters = [LETTERS[number >> BITS * place & (1 << BITS) - 1] for place in range(GROUPS * GROUP)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, GROUPS * GROUP, GROUP))


def read_receipt(written: str) -> str | None:
    """The code that somebody wrote, however they spaced it and in small letters too; ``None`` where it is none."""
    if len(written) > 100:
        return None
    plain = re.sub(r"[\s\-–—_.·]", "", written).upper().translate(MEANT)
    if not CODE.fullmatch(plain):
        return None
    return "-".join(plain[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))


def hash_of(receipt: str) -> str:
    """By what a receipt is known again: all that is kept of it."""
    return hashlib.blake2b(receipt.encode(), digest_size=32, person=b"kiemtin receipt").hexdigest()
