"""Vietnamese diacritics: whether a word as written may stand for a word as spelt."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "r", "\u0309": "r", "\u0323": "j"}
"""The tone marks. Hỏi and ngã are one here: half of the country does not tell them apart, in speech or writing."""

LETTERS = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz")


@lru_cache(maxsize=8192)
def accent_key(word: str) -> tuple[str, str] | None:
    """The letters of ``word`` with their shapes (``â``, ``ơ``, ``đ``) and its tone; ``None`` if it is not Vietnamese.

    The place of the tone mark does not matter: ``hòa`` and ``hoà`` have one key.
    """
    tone, letters = "", []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in TONES:
            tone = TONES[character]
        else:
            letters.append(character)
    plain = unicodedata.normalize("NFC", "".join(letters))
    return (plain, tone) if LETTERS.issuperset(plain) else None


@lru_cache(maxsize=16384)
def may_stand_for(written: str, spelt: str) -> bool:
    """Whether ``written`` may be ``spelt``, both of the same plain letters: marks may be missing, never different.

    The stroke of ``đ`` is not forgotten in a word that has other marks: ``dừng`` is not ``đừng``.
    """
    if written == spelt:
        return True
    ours, theirs = accent_key(written), accent_key(spelt)
    if ours is None or theirs is None or len(ours[0]) != len(theirs[0]):
        return True
    if ours[1] and ours[1] != theirs[1]:
        return False
    marked = bool(ours[1]) or not ours[0].isascii()
    return all(a == b or (a.isascii() and not (marked and b == "đ")) for a, b in zip(ours[0], theirs[0], strict=True))
