"""Ways in which spam disguises a message that a Vietnamese reader can still read; links and numbers stay."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

Disguise = Callable[[str, random.Random], str]

KEPT = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\+?\d[\d .,/-]{3,}\d|@\w+")
"""Links, domains, numbers and names of accounts: disguised, they would not work."""

HOMOGLYPHS = dict(zip("aeopcxyiAEOPCXTHBMK", "аеорсхуіАЕОРСХТНВМК", strict=True))
LEET = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5"}
TEENCODE = {
    "không": "ko", "khong": "ko", "được": "dc", "duoc": "dc", "tài khoản": "tk", "tai khoan": "tk",
    "ngân hàng": "nh", "ngan hang": "nh", "chuyển khoản": "ck", "chuyen khoan": "ck", "số điện thoại": "sdt",
    "khách hàng": "kh", "khach hang": "kh", "liên hệ": "lh", "lien he": "lh", "đăng ký": "đk", "dang ky": "dk",
    "nhân viên": "nv", "với": "vs", "quý khách": "qk", "quy khach": "qk", "thông báo": "tb", "thong bao": "tb",
}  # fmt: skip
SIGNS = ".,'_-*~:"


def _outside(text: str, change: Callable[[str], str]) -> str:
    """``text`` changed by ``change`` everywhere but in what must stay as it is."""
    pieces, at = [], 0
    for kept in KEPT.finditer(text):
        pieces += [change(text[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join([*pieces, change(text[at:])])


def _words(text: str, chance: random.Random, share: float, change: Callable[[str], str]) -> str:
    """Some of the longer words changed."""
    return _outside(
        text,
        lambda piece: re.sub(
            r"[^\W\d_]{3,}", lambda word: change(word.group()) if chance.random() < share else word.group(), piece
        ),
    )


def split_by_signs(text: str, chance: random.Random) -> str:
    """``chuy.ển``, ``c'h'u'y'e'n``."""
    return _words(text, chance, 0.4, lambda word: chance.choice(SIGNS).join(word))


def split_by_spaces(text: str, chance: random.Random) -> str:
    """``c h u y ể n``."""
    return _words(text, chance, 0.3, " ".join)


def homoglyphs(text: str, chance: random.Random) -> str:
    """Cyrillic letters for Latin ones."""
    return _words(text, chance, 0.7, lambda word: "".join(HOMOGLYPHS.get(letter, letter) for letter in word))


def fullwidth(text: str, chance: random.Random) -> str:
    """``ｃｈｕｙｅｎ``."""
    return _words(text, chance, 0.6, lambda word: "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in word))


def zero_width(text: str, chance: random.Random) -> str:
    """Characters that nobody sees between the letters."""
    return _words(text, chance, 0.8, chance.choice("\u200b\u200c\u2060\u00ad").join)


def without_diacritics(text: str, _chance: random.Random) -> str:
    """``chuyen khoan``."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


def teencode(text: str, _chance: random.Random) -> str:
    """``ko dc``, ``tk``, ``fải``, ``jì``."""

    def change(piece: str) -> str:
        for word, short in TEENCODE.items():
            piece = re.sub(rf"\b{word}\b", short, piece, flags=re.IGNORECASE)
        return re.sub(r"\b(ph|gi|qu)(?=\w)", lambda found: {"ph": "f", "gi": "j", "qu": "w"}[found.group()], piece)

    return _outside(text, change)


def leet(text: str, chance: random.Random) -> str:
    """``t1en``, ``kh0ng``."""
    return _words(text, chance, 0.5, lambda word: "".join(LEET.get(letter, letter) for letter in word))


DISGUISES: tuple[Disguise, ...] = (
    split_by_signs,
    split_by_spaces,
    homoglyphs,
    fullwidth,
    zero_width,
    without_diacritics,
    teencode,
    leet,
)
