"""Masking: personal data in what was sent is covered for everyone but the member of the desk who is assigned to it.

1. Telephone numbers, bank accounts and e-mail addresses that the check found, and every other run of nine digits or
   more (identity numbers, cards, accounts without a word beside them) and passport numbers.
2. Not what the report is about: a number or link that a danger sign or an official channel stands for, or whose letters
   a finding marks. That is what the desk is asked about.
3. Not short codes and 1800/1900 lines, which belong to no person; not amounts.

Names and addresses of people are out of reach: nothing here pretends to know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiemtin.evidence import FindingKind, Report
from kiemtin.items import PartKind, PhoneNumber
from kiemtin.items.codes import follows_code_word
from kiemtin.items.view import View, read

ABOUT = frozenset({FindingKind.DANGER_SIGN, FindingKind.OFFICIAL})
"""Findings whose part is what the question is about."""

WHOLE = frozenset({PartKind.MESSAGE, PartKind.PICTURE})
"""Parts that hold the others: a finding about one of them uncovers only the letters it marks."""

MASKED = {PartKind.PHONE: "phone", PartKind.BANK_ACCOUNT: "account", PartKind.EMAIL: "mail"}

NOBODYS = frozenset({"short", "service"})
"""Lines that no person has."""

DIGITS = re.compile(r"(?<![0-9])\+?[0-9](?:[ .\-()]{0,2}+[0-9]){8,}+")
"""Nine digits or more, however they are spaced; identity cards had nine, and have twelve now."""

THOUSANDS = re.compile(r"[0-9]{1,3}(?:[., ][0-9]{3})+")

MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}+@[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,8}+")
"""Whatever may be an e-mail address, also where the check knows no such domain."""

PASSPORT = re.compile(r"(?<!\w)[A-Z][0-9]{7,8}(?!\w)")

ID_DIGITS = (9, 12)
CARD_DIGITS = range(13, 20)

OPENING, CLOSING = "⟦", "⟧"
"""Around the kind of what is masked: ``⟦phone⟧``. A page says it in its reader's language."""

KINDS = ("phone", "account", "mail", "card", "id", "number")


@dataclass(frozen=True, slots=True)
class Mask:
    """``text[start:end]`` is covered, and which kind of thing is said to stand there."""

    start: int
    end: int
    kind: str


def masks(report: Report) -> tuple[Mask, ...]:
    """What of the item of ``report`` is to be covered, in order, without overlaps."""
    open_spans = sorted(_left_open(report))
    found = sorted((*_of_parts(report), *_of_shapes(report.item.text)), key=lambda mask: (mask.start, -mask.end))
    kept: list[Mask] = []
    for mask in found:
        if kept and mask.start < kept[-1].end:
            kept[-1] = Mask(kept[-1].start, max(kept[-1].end, mask.end), kept[-1].kind)
        elif not _touches(open_spans, mask):
            kept.append(mask)
    return tuple(kept)


def masked(text: str, covered: Sequence[Mask]) -> str:
    """``text`` with each of ``covered`` replaced by its kind."""
    pieces, at = [], 0
    for mask in covered:
        pieces += [text[at : mask.start], OPENING, mask.kind, CLOSING]
        at = mask.end
    return "".join((*pieces, text[at:]))


def _left_open(report: Report) -> Iterator[tuple[int, int]]:
    """What the report is about, as spans of the item's text."""
    parts = {part.id: part for part in report.parts}
    for finding in report.findings:
        part = parts[finding.part]
        if finding.kind in ABOUT:
            yield from finding.marks
            if part.kind not in WHOLE:
                yield part.start, part.end
    for part in report.parts:
        nobodys = isinstance(part.detail, PhoneNumber) and part.detail.line in NOBODYS
        if nobodys or part.kind is PartKind.AMOUNT:
            yield part.start, part.end


def _of_parts(report: Report) -> Iterator[Mask]:
    for part in report.parts:
        kind = MASKED.get(part.kind)
        if kind is not None and part.start < part.end:
            yield Mask(part.start, part.end, kind)


def _of_shapes(text: str) -> Iterator[Mask]:
    """Long runs of digits, and what is shaped like an address, as the eye reads them."""
    view = read(text)
    for run in DIGITS.finditer(view.text):
        if THOUSANDS.fullmatch(run.group()) is None:
            yield Mask(*view.span(*run.span()), _kind(view, run))
    for mail in MAIL.finditer(view.text):
        yield Mask(*view.span(*mail.span()), "mail")
    for passport in PASSPORT.finditer(view.text):
        yield Mask(*view.span(*passport.span()), "id")


def _kind(view: View, run: re.Match[str]) -> str:
    digits = re.sub("[^0-9]", "", run.group())
    if len(digits) in CARD_DIGITS and _is_card(digits):
        return "card"
    return "id" if len(digits) in ID_DIGITS and follows_code_word(view.plain, run.start()) else "number"


def _is_card(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1)."""
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(two - 9 * (two > 9) for two in doubled)) % 10 == 0


def _touches(spans: Sequence[tuple[int, int]], mask: Mask) -> bool:
    return any(start < mask.end and mask.start < end for start, end in spans)
