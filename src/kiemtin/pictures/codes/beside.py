"""Whether the codes of a picture lead where the text beside them says: other address, account, amount or number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiemtin.domains import DomainName, Suffixes, parse_domain
from kiemtin.errors import TooLarge
from kiemtin.items import Amount, BankAccount, Link, PhoneNumber, extract
from kiemtin.organisations.values import national_number
from kiemtin.pictures.codes.limits import MAX_ACCOUNT
from kiemtin.pictures.codes.values import Call, Code, Payment, Sms, WebLink
from kiemtin.text.fold import fold

HOST = re.compile(r"https?:[/\\]{0,8}(?:[^/?#@\s]*@)?([^/?#:\s]+)", re.IGNORECASE)
PROMISES_PAYMENT = re.compile(r"viet ?qr|napas ?247")
"""Signs that a picture calls its code a VietQR code."""

MISREAD_ALIKE = str.maketrans("oOlIiBSsZzGg", "001118552266")
"""Letters that reading by machine puts for digits."""

MAX_MISREAD = 2
"""Digits of an account number that reading a picture may get wrong: nearer numbers are called the same."""


class Difference(StrEnum):
    """In what a code differs from the text beside it."""

    SITE = "site"
    ACCOUNT = "account"
    BANK = "bank"
    AMOUNT = "amount"
    NUMBER = "number"
    NOT_A_PAYMENT = "not-a-payment"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """``code`` leads to ``target`` while the text says ``shown``; both are domains, numbers, banks or amounts."""

    code: Code
    difference: Difference
    shown: str
    target: str


def disagreements(codes: Sequence[Code], lines: Iterable[str], suffixes: Suffixes | None = None) -> list[Disagreement]:
    """Where codes differ from the text of their picture, at most one difference per code, in the order of ``codes``.

    What the text shows counts as kept when any code of the picture leads there: a poster may show an address for one
    code and an account for another. Numbers that differ by what reading a picture gets wrong are taken for the same.
    """
    try:
        shown = _shown("\n".join(lines), suffixes)
    except TooLarge:
        return []
    found = (
        _of_payment(code, shown, codes) or _of_link(code, shown, codes, suffixes) or _of_number(code, shown, codes)
        for code in codes
    )
    return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class _Shown:
    domains: tuple[str, ...]
    accounts: tuple[BankAccount, ...]
    amounts: tuple[float, ...]
    telephones: tuple[str, ...]
    promises_payment: bool


def _shown(text: str, suffixes: Suffixes | None) -> _Shown:
    """What the text names: registrable domains, accounts, amounts in đồng, telephone numbers."""
    details = [part.detail for part in extract(text, suffixes).parts]
    domains = (one.domain.registrable for one in details if isinstance(one, Link) and one.domain is not None)
    return _Shown(
        tuple(dict.fromkeys(domains)),
        tuple(one for one in details if isinstance(one, BankAccount)),
        tuple(dict.fromkeys(one.value for one in details if isinstance(one, Amount) and one.currency == "VND")),
        tuple(dict.fromkeys(national_number(one.number) for one in details if isinstance(one, PhoneNumber))),
        PROMISES_PAYMENT.search(fold(text).text) is not None,
    )


def _of_payment(code: Code, shown: _Shown, codes: Sequence[Code]) -> Disagreement | None:
    payment = code.content
    if not isinstance(payment, Payment) or payment.account is None:
        return None
    kept = [one.content.account for one in codes if isinstance(one.content, Payment) and one.content.account]
    others = [one for one in shown.accounts if not any(_is_same_number(one.number, number) for number in kept)]
    mine = [one for one in shown.accounts if _is_same_number(one.number, payment.account)]
    if others and not mine:
        return Disagreement(code, Difference.ACCOUNT, others[0].number, payment.account)
    return _of_bank(code, payment, mine) or _of_amount(code, payment, shown)


def _of_bank(code: Code, payment: Payment, mine: list[BankAccount]) -> Disagreement | None:
    """The same number at another bank: it is another account."""
    if payment.bank is None:
        return None
    named = [one.bank for one in mine if one.bank]
    if not named or any(_is_same_bank(one, payment.bank.name, payment.bank.organisation) for one in named):
        return None
    return Disagreement(code, Difference.BANK, named[0], payment.bank.name)


def _of_amount(code: Code, payment: Payment, shown: _Shown) -> Disagreement | None:
    """Another sum than the one the text names; where it names several, nobody knows which one is meant."""
    if payment.amount is None or payment.currency != "VND" or len(shown.amounts) != 1:
        return None
    asked, named = float(payment.amount), shown.amounts[0]
    if asked <= named or asked == 0:
        return None
    return Disagreement(code, Difference.AMOUNT, f"{named:.0f}", f"{asked:.0f}")


def _of_link(code: Code, shown: _Shown, codes: Sequence[Code], suffixes: Suffixes | None) -> Disagreement | None:
    target = _domain(code, suffixes)
    if target is None or target.registrable in shown.domains:
        return None
    kept = {one.registrable for other in codes if (one := _domain(other, suffixes)) is not None}
    others = [one for one in shown.domains if one not in kept]
    if others:
        return Disagreement(code, Difference.SITE, others[0], target.shown)
    pays = any(isinstance(one.content, Payment) for one in codes)
    if shown.promises_payment and not pays:
        return Disagreement(code, Difference.NOT_A_PAYMENT, "VietQR", target.shown)
    return None


def _of_number(code: Code, shown: _Shown, codes: Sequence[Code]) -> Disagreement | None:
    """A call or a message to another number than the text shows."""
    target = _telephone(code)
    if target is None or any(_is_same_number(one, target) for one in shown.telephones):
        return None
    kept = [number for one in codes if (number := _telephone(one)) is not None]
    others = [one for one in shown.telephones if not any(_is_same_number(one, number) for number in kept)]
    return Disagreement(code, Difference.NUMBER, others[0], target) if others else None


def _telephone(code: Code) -> str | None:
    """The number that a code dials or writes to."""
    content = code.content
    if not isinstance(content, Call | Sms) or (isinstance(content, Call) and content.is_command):
        return None
    number = national_number("".join(re.findall(r"^[+]|[0-9]", content.number)))
    return number or None


def _domain(code: Code, suffixes: Suffixes | None) -> DomainName | None:
    """The domain that a code opens."""
    found = HOST.match(code.content.url) if isinstance(code.content, WebLink) else None
    return parse_domain(found[1], suffixes) if found else None


def _is_same_number(shown: str, number: str) -> bool:
    """Whether two numbers are the same as far as reading a picture can tell; one with stars shows its end alone."""
    one, two = shown.translate(MISREAD_ALIKE), number.translate(MISREAD_ALIKE)
    if one == two or (len(one) >= 4 and (two.endswith(one) or two.startswith(one))):
        return True
    return abs(len(one) - len(two)) <= 1 and _distance(one[:MAX_ACCOUNT], two[:MAX_ACCOUNT]) <= MAX_MISREAD


def _distance(one: str, two: str) -> int:
    """Levenshtein's distance of two short numbers."""
    row = list(range(len(two) + 1))
    for at, digit in enumerate(one, 1):
        row = list(_next_row(row, at, digit, two))
    return row[-1]


def _next_row(row: list[int], at: int, digit: str, two: str) -> Iterator[int]:
    left = at
    yield left
    for place, other in enumerate(two, 1):
        left = min(row[place] + 1, left + 1, row[place - 1] + (digit != other))
        yield left


def _is_same_bank(shown: str, name: str, organisation: str | None) -> bool:
    """Whether the words for a bank mean this one; short forms such as VCB are known to differ and decide nothing."""
    plain = re.sub(r"[^a-z0-9]", "", fold(shown).text)
    names = {re.sub(r"[^a-z0-9]", "", fold(one).text) for one in (name, organisation or name)}
    return len(plain) <= SHORT_FORM or any(plain in one or one in plain for one in names)


SHORT_FORM = 4
"""Letters up to which a bank's name may be a short form: VCB, TCB, CTG, ICB, VBA."""
