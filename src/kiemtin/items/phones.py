"""Telephone numbers by the Vietnamese numbering plan, in the ways people write and hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from kiemtin.items.codes import follows_code_word
from kiemtin.items.found import Found, Room
from kiemtin.items.values import PartKind, PhoneNumber
from kiemtin.items.view import View

MOBILE = r"(?:(?:3\d|7[06-9])\d|5(?:[1689]\d|2[238]|59)|8(?:[1-8]\d|9[6-9])|9(?:[0-8]\d|9[013-9]))\d{6}"
LANDLINE = r"(?:2(?:0[3-9]|1[0-689]|2[0-25-9]|[38][2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])|69)\d{7}"
"""Provinces by their code; ``069`` is the network of the police and the army, which ``phonenumbers`` lacks."""

NUMBER = re.compile(
    rf"(?:(?:\+|00)?840?|0)(?:(?P<mobile>{MOBILE})|(?P<landline>{LANDLINE}))|(?P<service>1[89]00\d{{4}}(?:\d{{2}})?)"
)
"""The numbering plan as ``phonenumbers`` has it (a test compares the two), and ``069``."""

RUN = re.compile(
    r"(?<![\w.,/+])(?P<plus>\+)?\(?(?=0|8[ .\-]?4|1[ .\-]?[89]|(?<=\+)\d)"
    r"[0-9]{1,20}+(?:[ .\-–()]{1,2}[0-9]{1,20}+){0,11}(?!\w)"
)
"""Groups of digits, from one that can begin a number, with the separators that people put between them."""

GLUED = re.compile(r"(?<![0-9a-z])[a-z]{2,12}((?:0|84)[0-9]{8,10})(?!\w)")
"""A number stuck to the word before it: ``LH0567841352``."""

SPELT = re.compile(r"(?<!\w)[0-9oli|](?:[^\w\s]{0,2}[0-9oli|]|\s[0-9oli|](?!\w)){7,12}(?!\w)")
"""Digits one by one, or with letters in their place: ``1>9>0>0>1>9>9>5``, ``O9l2.345.678``."""

LOOKS_LIKE_DIGIT = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})

NINE_DIGITS = re.compile(rf"(?:zalo|zl|sdt|tele|viber|whatsapp)[\s:.]{{1,4}}(?P<number>{MOBILE})(?!\w)")
"""A mobile number without its leading zero, behind the name of an app that shows numbers so."""

CALL_WORDS = (
    r"goi(?: ngay| den| toi| so| tong dai| mien phi)?|bam(?: so| goi)?|lh|l/h|lien he|hotline|tong dai|cskh|dau so"
    r"|chi tiet|quay so|gui(?: toi| den| ve| so)?|nhan tin den|den(?: so| dau so)"
)
UNITS = r"d|dong|vnd|k|phut|p|mb|gb|sms|lan|ngay|nghin|ngan|trieu|tr|diem|nguoi|khach|trang|usd"
SHORT = re.compile(
    rf"(?<!\w)(?:{CALL_WORDS})(?: qua)?(?: so)?[: ]{{1,3}}(?P<number>[1-9]\d{{2,5}}+)"
    rf"(?![.,]\d|[\w*#%/\-]|\s?(?:{UNITS})\b)"
)
"""Short codes (``156``, ``1313``): only behind a word that asks to call or text them."""

EMERGENCY_WORDS = (
    r"goi|bao|lh|l/h|lien he|so|call|bam|quay|hotline|tong dai|duong day nong|dien thoai|dt|sdt|cong an|canh sat"
    r"|cap cuu|cuu hoa|chua chay|khan cap"
)
BETWEEN = (
    r"ngay|cho|den|toi|qua|theo|so|la|tong dai|dien thoai|duong day nong|mien phi|cong an|canh sat|cap cuu|khan cap"
)
COUNTED = (
    rf"{UNITS}|ca|vu|don|chiec|cai|cau|bai|nha|ho|xe|m|km|kg|cm|hoc sinh|truong hop|giay|gio|tuan|thang|nam|tuoi|diem"
)
EMERGENCY_CODE = rf"(?P<number>11[1-5])(?![.,]?\d|[\w*#%]|[/\-](?!11[1-5]\b)|\s?(?:{COUNTED})\b)"
EMERGENCY = re.compile(rf"(?<![\w/])(?:{EMERGENCY_WORDS})(?: (?:{BETWEEN})){{0,3}}+[: ]{{1,3}}{EMERGENCY_CODE}")
"""The numbers of the police, the fire brigade, the ambulance and children's aid, behind a word that leads to them."""

EMERGENCY_NEXT = re.compile(
    rf"(?: ?\([^()\n]{{1,30}}+\))?+(?: ?[,/\-–] ?|,? (?:hoac|hay|va|or|and) )(?:so )?{EMERGENCY_CODE}"
)
"""Another one in the same list: ``113 (công an), 114 hoặc 115``."""

ADDRESS = re.compile(
    r"(?<!\w)(?:duong|nha|ngo|ngach|hem|phong|dieu|khoan|quoc lo|nghi dinh|cong van|luat|kenh|tuyen|xe buyt|xe|diem|bai"
    r"|cau|trang|lop|lo|doi) so ?$"
)
"""What makes ``số 113`` a place or a paper: ``nhà số 113``."""

MIN_DIGITS, MAX_DIGITS = 8, 15
"""Digits of the shortest number that is no short code (1900 1234), and of the longest international one (E.164)."""

MAX_LOOKUPS = 50
"""Foreign numbers looked up in one text; each costs about 0.1 ms."""

GROUP = re.compile(r"[0-9]+")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def find_phones(view: View, room: Room) -> Iterator[Found]:
    """The numbers of a text that somebody could call or text."""
    yield from _written_out(view, room)
    for glued in GLUED.finditer(view.plain):
        detail = None if follows_code_word(view.plain, glued.start()) else read_number(glued.group(1))
        if detail is not None:
            yield from _emit(view, room, *glued.span(1), detail)
    yield from _spelt(view, room)
    for nine in NINE_DIGITS.finditer(view.plain):
        yield from _emit(view, room, *nine.span("number"), PhoneNumber("+84" + nine["number"], "mobile"))
    yield from _emergency(view, room)
    for short in SHORT.finditer(view.plain):
        yield from _emit(view, room, *short.span("number"), PhoneNumber(short["number"], "short"))


def _emergency(view: View, room: Room) -> Iterator[Found]:
    """``gọi 113``, and the numbers that follow in the same list."""
    for first in EMERGENCY.finditer(view.plain):
        code: re.Match[str] | None = first
        if _is_house_number(view, first):
            continue
        while code:
            yield from _emit(view, room, *code.span("number"), PhoneNumber(code["number"], "short"))
            code = EMERGENCY_NEXT.match(view.plain, code.end())


def _is_house_number(view: View, found: re.Match[str]) -> bool:
    """Whether ``số 113`` belongs to a street or a paper: ``số 113 Trần Phú``, ``nhà số 113``."""
    if not found.group().startswith("so"):
        return False
    before = ADDRESS.search(view.plain, max(0, found.start() - 16), found.start() + 3)
    behind = view.text[found.end() : found.end() + 3]
    return before is not None or (behind[:1] == " " and behind[1:2].isupper() and behind[2:3].islower())


def read_number(written: str) -> PhoneNumber | None:
    """The Vietnamese number in ``written`` (digits, perhaps a plus), or ``None``."""
    found = NUMBER.fullmatch(written)
    return _number(found) if found else None


def read_foreign_number(written: str) -> PhoneNumber | None:
    """The number of another country in ``written`` (``+`` first), or ``None``."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.country_code == 84:
        return None
    return PhoneNumber(f"+{number.country_code}{number.national_number}", "foreign")


def _number(found: re.Match[str]) -> PhoneNumber:
    line = found.lastgroup or "service"
    return PhoneNumber(found[line] if line == "service" else "+84" + found[line], line)


def _written_out(view: View, room: Room) -> Iterator[Found]:
    """Numbers in digits, with or without separators."""
    lookups = MAX_LOOKUPS
    for run in RUN.finditer(view.plain):
        digits = "".join(GROUP.findall(run.group()))
        if len(digits) < MIN_DIGITS or follows_code_word(view.plain, run.start()):
            continue
        found_any = False
        for start, end, detail in _split(run, digits):
            found_any = True
            yield from _emit(view, room, start, end, detail)
        if not found_any and run["plus"] and len(digits) <= MAX_DIGITS and lookups:
            lookups -= 1
            foreign = read_foreign_number("+" + digits)
            if foreign is not None:
                yield from _emit(view, room, *run.span(), foreign)


def _split(run: re.Match[str], digits: str) -> Iterator[tuple[int, int, PhoneNumber]]:
    """Split a run of digit groups into numbers that begin and end with a group."""
    text = run.string
    groups = [group.span() for group in GROUP.finditer(text, *run.span())]
    offsets = list(accumulate((end - start for start, end in groups), initial=0))
    ends = {offset: end for offset, (_, end) in zip(offsets[1:], groups, strict=True)}
    position = 0
    for offset, (start, _) in zip(offsets, groups, strict=False):
        found = _at(digits, offset, ends) if offset >= position else None
        if found is not None and run["plus"] and not offset and found["service"]:
            continue  # +1900… is a number in another country, not the Vietnamese 1900 line
        if found is not None and not THOUSANDS.fullmatch(text, start, ends[found.end()]):
            yield _with_signs(text, start, ends[found.end()]), ends[found.end()], _number(found)
            position = found.end()


def _at(digits: str, offset: int, ends: dict[int, int]) -> re.Match[str] | None:
    """The number that begins at ``offset`` and ends with a group; of service numbers the longest."""
    for stop in (len(digits), offset + MIN_DIGITS):
        found = NUMBER.match(digits, offset, stop)
        if found and found.end() in ends:
            return found
    return None


def _with_signs(text: str, start: int, end: int) -> int:
    """The start of a number with the plus or the bracket before it."""
    start -= text[start - 1 : start] == "+"
    return start - (text[start - 1 : start] == "(" and ")" in text[start:end])


def _spelt(view: View, room: Room) -> Iterator[Found]:
    for found in SPELT.finditer(view.plain):
        if found.group().isdigit():
            continue
        written = found.group().translate(LOOKS_LIKE_DIGIT)
        digits = "".join(GROUP.findall(written))
        if len(digits) < MIN_DIGITS or not (detail := read_number(digits)):
            continue
        groups = GROUP.findall(found.group())
        real = sum(map(len, groups))
        if 2 * real > len(digits) and (real < len(digits) or len(groups) == real):
            yield from _emit(view, room, *found.span(), PhoneNumber(detail.number, detail.line, disguised=True))


def _emit(view: View, room: Room, start: int, end: int, detail: PhoneNumber) -> Iterator[Found]:
    if not room.claim(PartKind.PHONE, start, end):
        return
    if not detail.disguised and view.source(start, end) != view.text[start:end]:
        detail = PhoneNumber(detail.number, detail.line, disguised=True)
    yield Found(start, end, detail)
