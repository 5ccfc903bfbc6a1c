"""Bank account numbers, with the bank named beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemtin.items.found import Found, Taken
from kiemtin.items.values import BankAccount
from kiemtin.items.view import View

BANKS = (
    r"vietcombank|vcb|vietinbank|viettinbank|icb|ctg|bidv|agribank|vbard|techcombank|tcb|mb ?bank|mb|acb|vp ?bank|tp ?bank"
    r"|sacombank|stb|hd ?bank|vib|shb|eximbank|eib|msb|maritime ?bank|ocb|sea ?bank|lp ?bank|lienvietpostbank|scb"
    r"|nam a ?bank|bac a ?bank|bvbank|ban viet|viet capital ?bank|pvcombank|abbank|an binh|viet ?bank|viet a ?bank"
    r"|kienlongbank|ncb|pg ?bank|ocean ?bank|gp ?bank|cb ?bank|saigonbank|baoviet ?bank|cake|timo|woori ?bank|woori"
    r"|shinhan ?bank|shinhan|hsbc|standard chartered|uob|public ?bank|cimb|indovina|vrb"
)
"""Banks as people write them, without diacritics; which organisation is meant is the register's business."""

BANK = re.compile(rf"(?<![\w.@/])(?:{BANKS})(?![\w@/]|\.\w)")
ACCOUNT_WORD = re.compile(
    r"(?<!\w)(?:stk|so tk|so tai khoan|tai khoan|tk|account(?: number| no)?|acc(?:ount)?|a/c)(?!\w)"
)
NUMBER = re.compile(r"(?<![\w.,])\d{4,19}(?:[ .\-]\d{2,6}){0,5}(?![\w]|[.,]\d)")
OTHER_USE = re.compile(r"zalo|sdt|so dien thoai|dien thoai|tele|hotline|lh\b|lien he|otp|ma gd|tong dai")
REACH = 60
"""Characters between the word for an account, or the bank, and the number."""

MIN_DIGITS, MAX_DIGITS = 6, 19
MIN_BESIDE_BANK = 8
"""Digits that make a number an account's where only a bank's name stands beside it."""


def find_accounts(view: View, taken: Taken) -> Iterator[Found]:
    """Numbers beside a word for account or beside a bank's name."""
    plain = view.plain
    for number in NUMBER.finditer(plain):
        start, end = _first_number(plain, *number.span())
        digits = "".join(character for character in plain[start:end] if character.isdigit())
        if not MIN_DIGITS <= len(digits) <= MAX_DIGITS or not taken.free(start, end):
            continue
        before = max(0, start - REACH)
        context = plain[before:start].rpartition("\n")[2]
        bank = _bank_beside(view, start - len(context), start, end)
        if _is_account(context, digits, bank):
            taken.take(start, end)
            yield Found(start, end, BankAccount(digits, view.source(*bank) if bank else None))


def _first_number(plain: str, start: int, end: int) -> tuple[int, int]:
    """One number of a run: a long first group stands alone, short ones belong together."""
    first = re.compile(r"\d+").match(plain, start)
    return (start, first.end()) if first and first.end() - start >= MIN_BESIDE_BANK else (start, end)


def _is_account(context: str, digits: str, bank: tuple[int, int] | None) -> bool:
    words = list(ACCOUNT_WORD.finditer(context))
    if words:
        between = context[words[-1].end() :]
        if not OTHER_USE.search(between) and not re.search(r"\d", between):
            return True
    if bank is None or len(digits) < MIN_BESIDE_BANK:
        return False
    return BESIDE.search(context) is not None


BESIDE = re.compile(rf"(?<!\w)(?:{BANKS})[\s:;.\-()#]{{1,3}}$")


def _bank_beside(view: View, before: int, start: int, end: int) -> tuple[int, int] | None:
    """The bank named nearest: before the number on its line, else right behind it."""
    banks = list(BANK.finditer(view.plain, before, start))
    if banks:
        return banks[-1].span()
    stop = view.plain.find("\n", end, end + 40)
    behind = BANK.search(view.plain, end, min(len(view.plain), end + 40) if stop < 0 else stop)
    return behind.span() if behind else None
