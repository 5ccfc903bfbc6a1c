"""Amounts of money as written in messages: ``2.000.000VND``, ``500k``, ``1,4 triệu``, ``19.56 USD``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemtin.items.found import Found, Room
from kiemtin.items.values import Amount, PartKind
from kiemtin.items.view import View

NUMBER = r"\d{1,3}(?:[.,]\d{3}){1,5}+(?:[.,]\d{1,2}(?!\d))?|\d{1,15}+(?:[.,]\d{1,2}(?!\d))?"
UNIT = r"vnd|vn?d|dong|d|₫|k|(?:nghin|ngan|trieu|tr|ty|ti)(?:\s(?:dong|vnd|d)(?!\w))?+|usd|\$|us\$|eur|euro|€"
BEFORE = r"(?P<sign>us\$|\$|€|(?:usd|vnd|eur)\s?)"
AMOUNT = re.compile(
    rf"(?<![\w.,/])(?:{BEFORE}(?P<signed>{NUMBER})(?![\w])|(?P<number>{NUMBER})\s?(?P<unit>{UNIT})(?P<more>\d{{1,3}})?(?![\w]))"
    r"|(?<![\w.,/])(?P<bare>\d{1,3}(?:[.,]\d{3}){2,4}+)(?![\w.,]?\d|\w)"
)
"""An amount on text without diacritics; ``bare`` is a number in thousands groups of a million or more."""

FACTORS = {"k": 1e3, "nghin": 1e3, "ngan": 1e3, "trieu": 1e6, "tr": 1e6, "ty": 1e9, "ti": 1e9}
CURRENCIES = {"usd": "USD", "$": "USD", "us$": "USD", "eur": "EUR", "euro": "EUR", "€": "EUR"}
SMALLEST_DONG = 100
"""Below it ``5d`` is five days, not an amount: the smallest coin was worth 200 đồng."""

GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def find_amounts(view: View, room: Room) -> Iterator[Found]:
    """The amounts of a text that are not within another part."""
    for found in AMOUNT.finditer(view.plain):
        if room.is_full(PartKind.AMOUNT):
            room.admit(PartKind.AMOUNT)
            continue
        amount = _amount(found)
        start, end = found.span()
        if amount is not None and room.claim(PartKind.AMOUNT, start, end):
            yield Found(start, end, amount)


def _amount(found: re.Match[str]) -> Amount | None:
    if found["bare"]:
        return Amount(number(found["bare"]), "VND")
    if found["signed"]:
        return Amount(number(found["signed"]), CURRENCIES.get(found["sign"].strip(), "VND"))
    unit = found["unit"].split()[0]
    if unit in CURRENCIES:
        return Amount(number(found["number"]), CURRENCIES[unit]) if not found["more"] else None
    value = number(found["number"]) * FACTORS.get(unit, 1)
    if found["more"]:
        if unit not in ("tr", "ty", "ti"):
            return None
        value += float(f"0.{found['more']}") * FACTORS[unit]
    return Amount(value, "VND") if value >= SMALLEST_DONG else None


def number(written: str) -> float:
    """The value of a number written with Vietnamese or English separators: ``1.080.096,50``, ``2,250,000``, ``1,4``."""
    grouped = GROUPED.match(written)
    if grouped and (grouped.end() == len(written) or len(written) - grouped.end() <= 3):
        whole = re.sub(r"[.,]", "", grouped.group())
        return float(whole + "." + (written[grouped.end() + 1 :] or "0"))
    return float(written.replace(",", "."))
