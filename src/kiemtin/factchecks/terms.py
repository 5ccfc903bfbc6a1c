"""The terms that a text is searched by: folded words, cut to their beginnings, and pairs of Vietnamese syllables.

Folding takes the diacritics away, so that Vietnamese is found however it was typed; the pairs give back what a single
syllable lost by it (``lai suat`` is nearly always ``lãi suất``, ``lai`` alone may be twenty words).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kiemtin.text.fold import fold_quickly
from kiemtin.text.syllables import is_syllable

STEM = 5
"""Letters kept of a word that is no Vietnamese syllable: ``flooding`` and ``flooded`` are one term.

On the English dev claims the first five letters bring as much as a stemmer of endings, in any language.
"""

UNSPACED = "\u0e00"
"""From here on (Thai, Khmer, Chinese, Japanese …) words are written without spaces: pairs of letters are the terms."""

WORD = re.compile(r"[^\W_]+")

MARKED = re.compile(r"(?<=[a-z])(?=[A-Z])")
TAG = re.compile(r"[#@]\w+")

ADDRESS = re.compile(
    r"(?:https?://(?:www\.)?|www\.|\bpic\.twitter\.com/|\bt\.co/|\bbit\.ly/)(?P<host>[^\s/?#]*)\S*", re.IGNORECASE
)
"""Of an address the host is words, the rest is letters by chance; a whole address is looked up by its hash."""

SHORTENERS = ("t.co", "bit.ly", "goo.gl", "tinyurl.com", "youtu.be")

WHOLE = 8
"""Letters from which on a word is a term as a whole too: long words are names, and names of sites."""

KEY_BYTES = 8


def words_of(text: str) -> list[str]:
    """The folded words of ``text``: addresses left out, ``#AustralianFires`` taken apart."""
    spoken = ADDRESS.sub(_host, text) if "." in text else text
    if "#" in spoken or "@" in spoken:
        spoken = TAG.sub(lambda tag: MARKED.sub(" ", tag.group()), spoken)
    return WORD.findall(fold_quickly(spoken))


def _host(address: re.Match[str]) -> str:
    host = address["host"]
    return (
        " " if host.lower() in SHORTENERS or not address.group().lower().startswith(("http", "www.")) else f" {host} "
    )


def stems_of(words: list[str]) -> list[str]:
    """The terms of each word: its beginning, a long one whole too; letters written without spaces two by two."""
    return [term for word in words for term in _stems(word)]


@lru_cache(maxsize=65536)
def _stems(word: str) -> tuple[str, ...]:
    if not word.isascii() and max(word) >= UNSPACED:
        return tuple(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    return (stem(word), word) if len(word) >= WHOLE else (stem(word),)


def stem(word: str) -> str:
    """A syllable or number as it is; of any other word the beginning."""
    return word if len(word) <= STEM or word.isdigit() or is_syllable(word) else word[:STEM]


def pairs_of(stems: list[str]) -> list[str]:
    """Neighbouring Vietnamese syllables, as one term each."""
    pairs, before = [], ""
    for one in stems:
        now = one if is_syllable(one) else ""
        if now and before:
            pairs.append(f"{before} {now}")
        before = now
    return pairs


@lru_cache(maxsize=262_144)
def key(term: str) -> bytes:
    """The eight bytes an index knows a term by; big-endian, so that keys sort alike as bytes and as numbers."""
    return hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()
