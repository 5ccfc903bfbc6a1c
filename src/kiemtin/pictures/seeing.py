"""Where the readers of pictures plug in: text (``reading``), codes (``codes``) and origin (``origin``).

Each is a part of its own with libraries of its own; what they find is turned here into what an item holds.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemtin.items.boxes import Box
from kiemtin.items.pictures import ReadCode
from kiemtin.items.values import BankAccount, ScannedCode, Spot, Unread
from kiemtin.pictures.origin.marks import may_hold_credential
from kiemtin.pictures.sandbox import Answer, Failure, Step

if TYPE_CHECKING:
    from kiemtin.pictures.picture import Picture

READING = "kiemtin.pictures.reading"
CODES = "kiemtin.pictures.codes"
BESIDE = "kiemtin.pictures.codes.beside"
ORIGIN = "kiemtin.pictures.origin.step"

Unreads = tuple[Unread, ...]

BY_MACHINE = "unread.read-by-machine"
"""What is said of every text that was read in a picture."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text in a picture, in reading order, where each word of it stands, and what was not read.

    ``sure`` are the boxes, in pixels, of lines that are words beyond doubt: no code is there. ``unsure`` are the
    numbers of the others.
    """

    text: str = ""
    spots: tuple[Spot, ...] = ()
    unread: Unreads = ()
    sure: tuple[Box, ...] = ()
    unsure: frozenset[int] = frozenset()


SURELY_WORDS, LEAST_LETTERS = 0.6, 3
"""A line this sure, of as many letters, is no code: what is read in one is short and unsure."""


def text_in(picture: Picture) -> Written:
    """The text in a picture."""
    reading = _module(READING)
    if reading is None or reading.missing_library():
        return Written(unread=(Unread("unread.picture-text"),))
    document = reading.read_document(picture.pixels)
    unread = [Unread(BY_MACHINE)] if document.text.strip() else []
    if document.reading.left_out:
        unread.append(Unread("unread.picture-lines", (("count", document.reading.left_out),)))
    sure = (document.reading.placed(line.box) for line in document.lines if _is_surely_words(line))
    unsure = frozenset(number for number, line in enumerate(document.lines) if not _is_surely_words(line))
    return Written(document.text, tuple(_spots(document, picture)), tuple(unread), tuple(sure), unsure)


def beside_codes(written: Written, codes: Sequence[ReadCode]) -> Written:
    """``written`` without unsure lines that stand wholly in a code: its pattern was taken for letters."""
    lines: dict[int, list[Spot]] = {}
    for spot in written.spots:
        lines.setdefault(spot.line, []).append(spot)
    noise = {
        number
        for number in written.unsure & lines.keys()
        if any(all(_is_within(spot.box, code.box) for spot in lines[number]) for code in codes)
    }
    if not noise:
        return written
    ends = [*(spots[0].start for spots in lines.values()), len(written.text)][1:]
    text, kept = "", list[Spot]()
    for (number, spots), end in zip(lines.items(), ends, strict=True):
        if number not in noise:
            moved = len(text) - spots[0].start
            kept += [replace(one, start=one.start + moved, end=one.end + moved) for one in spots]
            text += written.text[spots[0].start : end]
    unread = written.unread if text.strip() else tuple(one for one in written.unread if one.what != BY_MACHINE)
    return replace(written, text=text.rstrip("\n"), spots=tuple(kept), unread=unread)


def _is_within(word: Box, code: Box) -> bool:
    """Whether the middle of ``word`` is in ``code``."""
    x, y = word.x + word.width / 2, word.y + word.height / 2
    return code.x <= x <= code.right and code.y <= y <= code.bottom


def _is_surely_words(line: Any) -> bool:
    return bool(line.confidence >= SURELY_WORDS and sum(map(str.isalnum, line.text)) >= LEAST_LETTERS)


def _spots(document: Any, picture: Picture) -> Iterator[Spot]:
    for number, (line, start) in enumerate(zip(document.lines, document.starts, strict=True)):
        for word in line.words:
            at = start + word.start
            yield Spot(at, at + len(word.text), _box(document.reading.placed(word.box), picture), number)


def codes_in(picture: Picture, written: Written) -> tuple[tuple[ReadCode, ...], Unreads]:
    """The QR and other codes in a picture, largest first; ``written`` is what was read beside them."""
    codes = _module(CODES)
    if codes is None or importlib.util.find_spec("zxingcpp") is None:
        return (), (Unread("unread.picture-codes"),)
    found = codes.read_codes(picture.pixels, written.sure)
    beside = importlib.import_module(BESIDE).disagreements(found, written.text.splitlines())
    differing = {id(one.code): one for one in beside}
    return tuple(_code(code, codes, differing.get(id(code)), picture) for code in found), ()


def _code(code: Any, codes: Any, differing: Any, picture: Picture) -> ReadCode:
    does = tuple(Unread(effect.id, effect.values) for effect in codes.effects(code.content))
    differs = None
    if differing is not None:
        told = (("shown", differing.shown), ("target", differing.target))
        differs = Unread(f"codes.differs.{differing.difference}", told)
    scanned = ScannedCode(code.format, does, differs)
    return ReadCode(_checkable(code), _box(code.box, picture), scanned, _account(code.content))


def _checkable(code: Any) -> str:
    """What of a code the checks can look at: the account it pays; else the numbers and addresses in it."""
    content = code.content
    account = _account(content)
    if account is not None:
        return account.number
    match type(content).__name__:
        case "Payment" | "BrokenPayment" | "AppSecret" | "Wifi" | "Crypto" | "Product" | "Place":
            return ""
        case "WebLink" | "AppLink":
            return str(content.url)
        case "Contact":
            return " ".join((*content.phones, *content.emails, *content.urls))
        case "Event":
            return " ".join((content.title, *content.urls))
        case "Call":
            return str(content.number)
        case "Sms":
            return f"{content.number} {content.text}"
        case "Email":
            return f"{content.address} {content.subject}"
        case _:
            return str(code.text)


def _account(content: Any) -> BankAccount | None:
    number = getattr(content, "account", None)
    if not number:
        return None
    bank = getattr(content, "bank", None)
    return BankAccount(str(number), bank.name if bank is not None else None)


def steps_of_origin(data: bytes, trust: str | None = None) -> tuple[Step, ...]:
    """What the child process is to do with ``data`` besides decoding: read what it says of its origin.

    ``trust`` are the certificates, in PEM, whose signatures count.
    """
    return (Step(f"{ORIGIN}:read", {"trust": trust, "sealed": may_hold_credential(data)}),)


def value_of(answers: Sequence[Answer | Failure]) -> tuple[Any, Unreads]:
    """What the metadata says of the origin; a reader that broke down is said, and takes nothing else along."""
    if not answers:
        return None, ()
    (answer,) = answers
    return (answer.value, ()) if isinstance(answer, Answer) else (None, (Unread("unread.picture-origin"),))


def _box(box: Any, picture: Picture) -> Box:
    """``box`` of the pixels as a box of the picture as it is in the file, upright, and within it."""
    scale = picture.scale
    x = min(max(0, int(box.x / scale)), picture.original_width - 1)
    y = min(max(0, int(box.y / scale)), picture.original_height - 1)
    width, height = math.ceil(box.width / scale), math.ceil(box.height / scale)
    return Box(x, y, min(width, picture.original_width - x), min(height, picture.original_height - y))


def _module(name: str) -> Any:
    """A part of this package, where it and its libraries are there."""
    if not _module_exists(name):
        return None
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _module_exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
