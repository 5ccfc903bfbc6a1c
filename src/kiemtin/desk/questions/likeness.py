"""When two messages are the same, and how much alike they are otherwise.

The same: their words are, however they are spelt, spaced and marked, and whether or not somebody passed them on. Alike:
the share of terms that both have (weighted Jaccard), where a term is one of those that published fact-checks are
searched by; numbers all count as one, since the same message goes round with ever new ones.

To find what is alike among 100,000 without an index beside the database, each message is known by the sixteen of its
terms whose hashes are smallest (a bottom-k sketch, Broder 1997: messages that share most terms share most of these).
"""

from __future__ import annotations

import hashlib
import re

from kiemtin.factchecks.terms import WORD, key, stems_of, words_of
from kiemtin.factchecks.weights import asked_terms
from kiemtin.text.fold import fold_quickly

COMPARED = 3_000
"""Characters of a message that are compared: two pages, read in some milliseconds."""

SKETCH = 16
"""Terms that a message is found by."""

RARE = 0.5
"""The weight, 0 to 1, from which on a term says enough of a message for it to be found by."""

ALIKE = 0.5
"""From here on a message is put to another one as a suggestion."""

ALIKE_BESIDE_PICTURES = 0.3
"""The same where their pictures are alike: screens of one form look alike, whatever stands in them."""

FEW_TERMS = 5
"""Terms below which words beside a picture say nothing against it."""

PASSED_ON = re.compile(r"(?:(?:fwd?|re|chuyen tiep|da chuyen tiep|forwarded|forwarded message|tin nhan chuyen tiep) )+")
"""What apps and people put before a message they pass on."""

NEAR = 31
"""Bits in which the PDQ hashes of one picture may differ: as ``pictures.pdq`` has it."""

CHUNK = 4
"""Hexadecimal digits of a PDQ hash that are looked up together: hashes that differ in few bits share most of these."""

TERM_BYTES = 8


def normalised(text: str) -> str:
    """The words of ``text`` alone, folded: equal for messages that a reader would call the same."""
    words = " ".join(WORD.findall(fold_quickly(text)))
    passed_on = PASSED_ON.match(words)
    return (words[passed_on.end() :] if passed_on else words) or " ".join(text.split())


def terms_of(text: str) -> dict[str, float]:
    """The terms of ``text`` with their weights, 0 to 1."""
    words = ["0" if word.isdecimal() else word for word in words_of(text[:COMPARED])]
    return {term: min(weight, 1.0) for term, weight in asked_terms(stems_of(words))}


def likeness(some: dict[str, float], others: dict[str, float]) -> float:
    """How much of what two messages say is the same, 0 to 1."""
    every = {**some, **others}
    whole = sum(every.values())
    return sum(weight for term, weight in every.items() if term in some and term in others) / whole if whole else 0.0


def sketch_of(terms: dict[str, float]) -> tuple[int, ...]:
    """The few terms that a message is found by, as numbers of 63 bits."""
    telling = [term for term, weight in terms.items() if weight >= RARE] or list(terms)
    return tuple(sorted(_number(key(term)) for term in telling)[:SKETCH])


def sketch_of_picture(pdq: str) -> tuple[int, ...]:
    """What a picture is found by: the pieces of its hash, each at its place."""
    pieces = (f"pdq {at} {pdq[at : at + CHUNK]}".encode() for at in range(0, len(pdq), CHUNK))
    return tuple(_number(hashlib.blake2b(piece, digest_size=TERM_BYTES).digest()) for piece in pieces)


def distance(some: str, other: str) -> int:
    """In how many bits two PDQ hashes differ."""
    return (int(some, 16) ^ int(other, 16)).bit_count()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big") >> 1
