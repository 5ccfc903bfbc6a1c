"""Numbers that are neither called nor paid to: tax codes, identity numbers, orders, parcels, transactions."""

from __future__ import annotations

import re

CODE_WORD = re.compile(
    r"(?<!\w)(?:mst|msdn|cccd|cmnd|cmt|can cuoc(?: cong dan)?|ho chieu|otp|imei|serial|bhxh|gplx|mvd|van don"
    r"|(?:ma|so) (?:so thue|so doanh nghiep|thue|dinh danh|don(?: hang)?|van don|kh|khach hang|gd|giao dich|hd|hoa don"
    r"|hop dong|otp|xac nhan|xac thuc|bhxh|the|ho so|tham chieu|cccd|cmnd|du thuong|trung thuong)"
    r"|don hang|hoa don|hop dong|giao dich)"
    r"(?: (?:so|la|cua ban la))?[\s:.#()\-/]{0,3}$"
)
"""Words for such a code right before a number, without diacritics."""

REACH = 40
"""Characters looked back: the longest of these words with what may follow it."""

LETTERS = re.compile(r"(?<![^\W_])[a-z][a-z0-9]{0,11}[\-/_]$")


def follows_code_word(plain: str, start: int) -> bool:
    """Whether the number at ``start`` is announced as a code: ``MST 03…``."""
    return CODE_WORD.search(plain, max(0, start - REACH), start) is not None


def letters_before(plain: str, start: int) -> str:
    """The letters that a hyphen or slash ties to the number at ``start``: ``shp`` in ``SHP-2211``; else empty."""
    found = LETTERS.search(plain, max(0, start - 14), start)
    return found.group()[:-1] if found else ""
