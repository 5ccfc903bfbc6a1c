"""Telephone numbers by the Vietnamese numbering plan, in the ways people write and hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemtin.items.found import Found, Taken
from kiemtin.items.values import PhoneNumber
from kiemtin.items.view import View

MOBILE = re.compile(r"(?:3\d|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
LANDLINE = re.compile(r"2(?:0[3-9]|1[0-689]|2[0-25-9]|[38][2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])\d{7}")
SERVICE = re.compile(r"1[89]00\d{4}(?:\d{2})?")
"""National numbers without the leading zero, as ``phonenumbers`` has them (a test compares the two)."""

DIGIT = "[0-9]"
RUN = re.compile(rf"(?<![\w.,/+])(?P<plus>\+)?\(?{DIGIT}{{1,20}}+(?:[ .\-–()]{{1,2}}{DIGIT}{{1,20}}+){{0,11}}(?!\w)")
"""Groups of digits with the separators people put between them; consumed once, so that the search is linear."""

GLUED = re.compile(r"(?<![0-9a-z])[a-z]{2,12}((?:0|84)\d{8,10})(?![\w])")
"""A number stuck to the word before it: ``LH0567841352``."""

SPELT = re.compile(r"(?<!\w)[0-9oli|](?:[^\w\s]{0,2}[0-9oli|]|\s[0-9oli|](?!\w)){7,12}(?!\w)")
"""Digits one by one, or with letters in their place: ``1>9>0>0>1>9>9>5``, ``O9l2.345.678``."""

LOOKS_LIKE_DIGIT = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})

SHORT = re.compile(
    r"(?<!\w)(?:goi(?: ngay| den| toi| so| tong dai| mien phi)?|bam(?: so| goi)?|lh|lien he|hotline|tong dai|cskh|dau so"
    r"|chi tiet|quay so|gui(?: toi| den| ve| so)?|nhan tin den|den(?: so| dau so)?)(?: qua)?(?: so)?[: ]{1,3}"
    r"(?P<number>[1-9]\d{2,5})(?![.,]\d|[\w*#%/]|\s?(?:d|dong|vnd|vnd|k|phut|p|mb|gb|sms|lan|ngay|nghin|ngan|trieu|tr|diem|nguoi|khach|trang)\b)"
)
"""Short codes (``156``, ``1313``): only behind a word that asks to call or text them."""

MAX_DIGITS = 15
"""Digits of an international number (E.164)."""

MAX_LOOKUPS = 50
"""Foreign numbers looked up in one text; each costs about 0.1 ms."""


def find_phones(view: View, taken: Taken) -> Iterator[Found]:
    """The numbers of a text that somebody could call or text."""
    lookups = MAX_LOOKUPS
    for found in RUN.finditer(view.plain):
        for start, end, written in _numbers(found):
            detail = read_number(written)
            if detail is None and written.startswith(("+", "00")) and lookups:
                lookups -= 1
                detail = read_foreign_number(written)
            if detail is not None:
                yield from _emit(view, taken, start, end, detail)
    for found in GLUED.finditer(view.plain):
        detail = read_number(found.group(1))
        if detail is not None:
            yield from _emit(view, taken, *found.span(1), detail)
    yield from _spelt(view, taken)
    for found in SHORT.finditer(view.plain):
        yield from _emit(view, taken, *found.span("number"), PhoneNumber(found["number"], "short"))


def read_number(written: str) -> PhoneNumber | None:
    """The Vietnamese number in ``written`` (digits, perhaps a plus), or ``None``."""
    digits = written.lstrip("+")
    if SERVICE.fullmatch(digits) and digits == written:
        return PhoneNumber(digits, "service")
    national = _national(written)
    if national and MOBILE.fullmatch(national):
        return PhoneNumber("+84" + national, "mobile")
    if national and LANDLINE.fullmatch(national):
        return PhoneNumber("+84" + national, "landline")
    return None


def _national(written: str) -> str:
    for prefix in ("+840", "+84", "00840", "0084", "840", "84", "0"):
        if written.startswith(prefix) and len(written) - len(prefix) in (9, 10):
            return written[len(prefix) :]
    return ""


def read_foreign_number(written: str) -> PhoneNumber | None:
    """The number of another country in ``written`` (``+`` or ``00`` first), or ``None``."""
    import phonenumbers  # 50 ms to import, and few messages hold a foreign number

    try:
        number = phonenumbers.parse("+" + written.lstrip("+").removeprefix("00"), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.country_code == 84:
        return None
    return PhoneNumber(f"+{number.country_code}{number.national_number}", "foreign")


GROUP = re.compile(r"[0-9]+")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def _numbers(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Split a run of digit groups into numbers: from each group on, the shortest number that is valid."""
    groups = [(group.start(), group.end()) for group in GROUP.finditer(run.string, run.start(), run.end())]
    index = 0
    while index < len(groups):
        plus = "+" if index == 0 and run["plus"] else ""
        taken = _first_valid(run.string, groups, index, plus)
        start = groups[index][0] - len(plus)
        if run.string[start - 1 : start] == "(" and ")" in run.string[start : groups[taken - 1][1]]:
            start -= 1
        yield start, groups[taken - 1][1], plus + _digits(run.string, groups[index:taken])
        index = taken


def _first_valid(text: str, groups: list[tuple[int, int]], index: int, plus: str) -> int:
    best = index + 1
    for stop in range(index + 1, min(len(groups), index + 10) + 1):
        digits = _digits(text, groups[index:stop])
        if len(digits) > MAX_DIGITS:
            break
        number = read_number(plus + digits)
        if number is not None and not THOUSANDS.fullmatch(text, groups[index][0], groups[stop - 1][1]):
            best = stop
            if number.line != "service":
                return best
        elif plus and stop == len(groups) and best == index + 1:
            best = stop
    return best


def _digits(text: str, groups: list[tuple[int, int]]) -> str:
    return "".join(text[start:end] for start, end in groups)


def _spelt(view: View, taken: Taken) -> Iterator[Found]:
    for found in SPELT.finditer(view.plain):
        written = found.group().translate(LOOKS_LIKE_DIGIT)
        digits = "".join(character for character in written if character.isdigit())
        real = sum(character.isdigit() for character in found.group())
        detail = read_number(digits)
        if detail is not None and len(digits) < real * 2 < 2 * len(found.group()):
            yield from _emit(view, taken, *found.span(), PhoneNumber(detail.number, detail.line, disguised=True))


def _emit(view: View, taken: Taken, start: int, end: int, detail: PhoneNumber) -> Iterator[Found]:
    if not taken.free(start, end):
        return
    taken.take(start, end)
    if not detail.disguised and view.source(start, end) != view.text[start:end]:
        detail = PhoneNumber(detail.number, detail.line, disguised=True)
    yield Found(start, end, detail)
