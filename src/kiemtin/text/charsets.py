"""Bytes to text by the charset that a page or an e-mail declares."""

from __future__ import annotations

import codecs
import re
import unicodedata

CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|utf-?32(?:le|be)?|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]|gb2312|gbk|gb18030"
    r"|big5|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|tis-620"
)
"""Charsets believed by name: Python knows others that are slow on hostile text or are no charsets at all."""

WESTERN = re.compile(r"(?:us-?)?ascii|iso-?8859-1|latin-?1")
"""Names that programs write without meaning them: browsers read windows-1252 instead, and UTF-8 is likelier still."""

LONGEST_NAME = 40


def decode(data: bytes, charset: str) -> tuple[str, bool]:
    """``data`` as text, and whether all of it could be read as ``charset`` says; else UTF-8, with ``�`` where not."""
    name = charset.strip().lower()[:LONGEST_NAME]
    is_western = not name or WESTERN.fullmatch(name) is not None
    is_known = is_western or (CHARSETS.fullmatch(name) is not None and _exists(name))
    for candidate in _candidates(name, is_western=is_western, is_known=is_known):
        try:
            text = data.decode(candidate)
        except UnicodeError:
            continue
        # windows-1258 writes Vietnamese tone marks as characters of their own: put them back onto their letters.
        return unicodedata.normalize("NFC", text) if candidate.endswith("1258") else text, is_known
    return data.decode("utf-8", "replace"), False


def _candidates(name: str, *, is_western: bool, is_known: bool) -> tuple[str, ...]:
    if is_western:
        return ("utf-8", "cp1252") if name else ("utf-8",)
    return (name, "utf-8") if is_known else ("utf-8",)


def _exists(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
