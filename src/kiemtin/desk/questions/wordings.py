"""By what a message that the desk has answered is known again, once nothing of its text is kept any more.

A keyed hash: without the desk's secret nobody can tell from it whether a message that they guess is among those.
"""

from __future__ import annotations

from kiemtin.desk.questions.likeness import normalised
from kiemtin.desk.questions.limits import LEAST_SHOWN, MAX_TEXT
from kiemtin.desk.questions.sealing import keyed
from kiemtin.factchecks.addresses import HASH_BYTES

LEAST_WORDS = 8
"""Words of a message that can be meant in one way alone; a shorter one ("is it true?") goes round with many things."""


def wording_of(text: str) -> bytes | None:
    """What every message of these words, however they are written, is known by; ``None`` for one that never is."""
    if len(text) > MAX_TEXT:
        return None
    words = normalised(text)
    if words.count(" ") + 1 < LEAST_WORDS:
        return None
    return keyed("wording", words.encode())[:HASH_BYTES]


def least_askings(wording: bytes) -> int:
    """How many askings a wording needs to be known: drawn from the secret for each, between five and nine.

    Whoever sends a message until it is known must not be able to count how many others have sent it.
    """
    return LEAST_SHOWN + int.from_bytes(keyed("wording known from", wording)) % LEAST_SHOWN
