"""Bank account numbers, with the bank named beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kiemtin.items.codes import follows_code_word, letters_before
from kiemtin.items.found import Found, Room
from kiemtin.items.phones import read_number
from kiemtin.items.values import BankAccount, PartKind
from kiemtin.items.view import View

BANKS = (
    r"vietcombank|vcb|vietinbank|viettinbank|icb|ctg|bidv|agribank|vbard|techcombank|tcb|mb ?bank|mb|acb|vp ?bank"
    r"|tp ?bank|sacombank|stb|hd ?bank|vib|shb|eximbank|eib|msb|maritime ?bank|ocb|sea ?bank|lp ?bank"
    r"|lienvietpostbank|scb|nam a ?bank|bac a ?bank|bvbank|ban viet|viet capital ?bank"
    r"|pvcombank|abbank|an binh|viet ?bank|viet a ?bank"
    r"|kienlongbank|ncb|pg ?bank|ocean ?bank|gp ?bank|cb ?bank|saigonbank|baoviet ?bank|cake|timo|woori ?bank|woori"
    r"|shinhan ?bank|shinhan|hsbc|standard chartered|uob|public ?bank|cimb|indovina|vrb"
)
"""Banks as people write them, without diacritics; which organisation is meant is the register's business."""

BANK = re.compile(rf"(?<![\w.@/])(?:{BANKS})(?![\w@/]|\.\w)")
ACCOUNT_WORD = re.compile(r"(?<!\w)(?:stk|so tk|so tai khoan|tai khoan|tk|account(?: number| no)?|acc|a/c)(?!\w)")
TRANSFER = re.compile(
    r"(?<!\w)(?:ck|chuyen khoan|chuyen tien|chuyen)(?: (?:vao|toi|den|qua|cho|ve|so|stk|tk))*+[\s:.\-]{1,3}$"
)
"""Words for paying right before a number, which make an account even of one that could be a telephone's."""

NUMBER = re.compile(r"(?<![\w.,])[0-9]{4,19}(?:[ .\-][0-9]{2,6}|[.\-][0-9]{7,10}){0,5}(?!\w|[.,]\d)")
FIRST_GROUP = re.compile(r"[0-9]+")
OTHER_USE = re.compile(
    r"\d|zalo|sdt|dien thoai|tele|hotline|\b(?:lh|goi|call|nhan tin|alo|ma|don)\b|lien he|otp|mat khau|tong dai|\n"
)
"""What between the word for an account and a number says that the number is another one's."""

BESIDE = re.compile(r"[\s:;.\-()#]{1,3}")
REACH = 60
"""Characters between the word for an account, or the bank, and the number."""

REACH_BEHIND = 40
SHORT_REACH = 4
"""Characters before a number of six or seven digits, which may as well be a one-time password."""

LOGIN_WORDS = frozenset({"tai khoan", "tk", "acc", "account"})
"""Words that also announce a login, which is often a telephone number."""

CLAUSE = re.compile(r"[;,.\d\n]")
MIN_DIGITS, MAX_DIGITS = 6, 19
MIN_BESIDE_BANK = 8
"""Digits that make a number an account's where only a bank's name stands before it."""

MIN_BEFORE_BANK = 9
"""The same where the bank's name stands behind it."""

Spans = list[tuple[int, int]]


def find_accounts(view: View, room: Room) -> Iterator[Found]:
    """Numbers beside a word for account or right behind a bank's name."""
    banks = [bank.span() for bank in BANK.finditer(view.plain)]
    words = [word.span() for word in ACCOUNT_WORD.finditer(view.plain)]
    if not banks and not words:
        return
    for number in NUMBER.finditer(view.plain):
        start, end = _first_number(view.plain, *number.span())
        digits = "".join(FIRST_GROUP.findall(view.plain, start, end))
        if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
            continue
        if _is_code(view.plain, start):
            continue
        bank = _bank_beside(view.plain, banks, start, end)
        is_account = _follows_word(view.plain, words, start, digits, has_bank=bank is not None)
        is_account = is_account or _touches_bank(view.plain, banks, (start, end), digits)
        if is_account and room.claim(PartKind.BANK_ACCOUNT, start, end):
            yield Found(start, end, BankAccount(digits, view.source(*bank) if bank else None))


def _first_number(plain: str, start: int, end: int) -> tuple[int, int]:
    """One number of a run: a long first group stands alone, short ones belong together."""
    first = FIRST_GROUP.match(plain, start)
    return (start, first.end()) if first and first.end() - start >= MIN_BESIDE_BANK else (start, end)


def _before(spans: Spans, position: int) -> tuple[int, int] | None:
    """The last of ``spans`` that ends at or before ``position``, within reach."""
    index = bisect_left(spans, (position, 0)) - 1
    return spans[index] if index >= 0 and 0 <= position - spans[index][1] <= REACH else None


def _follows_word(plain: str, words: Spans, start: int, digits: str, *, has_bank: bool) -> bool:
    """Whether a word for account announces the number, and nothing between says that it is another one's."""
    word = _before(words, start)
    if word is None or OTHER_USE.search(plain, word[1], start):
        return False
    if len(digits) < MIN_BESIDE_BANK and start - word[1] > SHORT_REACH:
        return False
    is_login = not has_bank and plain[slice(*word)] in LOGIN_WORDS and read_number(digits) is not None
    return not is_login


def _touches_bank(plain: str, banks: Spans, number: tuple[int, int], digits: str) -> bool:
    """Whether a bank's name stands right beside the number, which is then an account's unless one could call it."""
    start, end = number
    before, index = _before(banks, start), bisect_left(banks, (end, 0))
    if before is not None and len(digits) >= MIN_BESIDE_BANK and BESIDE.fullmatch(plain, before[1], start):
        return read_number(digits) is None or _is_paid_to(plain, before[0])
    if index == len(banks) or len(digits) < MIN_BEFORE_BANK or not BESIDE.fullmatch(plain, end, banks[index][0]):
        return False
    return read_number(digits) is None or _is_paid_to(plain, start)


def _is_paid_to(plain: str, start: int) -> bool:
    """Whether a word for paying stands right before ``start``."""
    return TRANSFER.search(plain, max(0, start - REACH_BEHIND), start) is not None


def _is_code(plain: str, start: int) -> bool:
    """Whether the number is a tax code's or an order's: ``MST 03…``, ``SHP-2211-0099`` (``STK-0071…`` is none)."""
    letters = letters_before(plain, start)
    is_tied = letters != "" and not ACCOUNT_WORD.fullmatch(letters) and not BANK.fullmatch(letters)
    return is_tied or follows_code_word(plain, start)


def _bank_beside(plain: str, banks: Spans, start: int, end: int) -> tuple[int, int] | None:
    """The bank named nearest, on the same line and with no other number between: ``MSB STK: 0400…``, ``… tại BIDV``."""
    before = _before(banks, start)
    index = bisect_left(banks, (end, 0))
    behind = banks[index] if index < len(banks) and banks[index][0] - end <= REACH_BEHIND else None
    if before is not None and not CLAUSE.search(plain, before[1], start):
        return before
    if behind is not None and not CLAUSE.search(plain, end, behind[0]):
        return behind
    return before if before is not None and not re.search(r"[\d\n]", plain[before[1] : start]) else None
