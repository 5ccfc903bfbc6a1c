"""Pictures as an item holds them: what was read in them, and where in the picture each word of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kiemtin.items.boxes import Box, around
from kiemtin.items.values import BankAccount, Item, ScannedCode, Section, Spot, Unread
from kiemtin.text.limits import MAX_TEXT_BYTES, require_within_limits

BETWEEN_SECTIONS = "\n\n"
"""Between what was typed and what was read, and between pictures: nothing runs on across it."""

MAX_READ = MAX_TEXT_BYTES // 32
"""Characters taken of one picture, so that ten pictures and a text stay within the limit of any text."""


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A QR or other code: ``text`` is what of it a reader can check, such as its link; ``account`` whom it pays."""

    text: str
    box: Box
    code: ScannedCode
    account: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """A picture that was looked at: its size after EXIF orientation, and what is in it; boxes are in these pixels.

    ``spots`` say where each word of ``text`` stands.
    ``scale`` is below 1 where it was made smaller before it was read.
    ``preview`` is a small copy without any metadata, for a report that shows it; ``None`` where none was asked for.
    ``origin`` is what its metadata says of where it comes from, as JSON. ``known`` are the known pictures that were
    found in it, best first, as the engine for pictures gives them; ``None`` where there are none to compare with.
    """

    width: int
    height: int
    scale: float = 1.0
    text: str = ""
    spots: tuple[Spot, ...] = ()
    codes: tuple[ReadCode, ...] = ()
    unread: tuple[Unread, ...] = ()
    preview: bytes | None = field(default=None, repr=False)
    origin: Any = None
    known: tuple[Any, ...] | None = None


def receive_pictures(pictures: Iterable[SeenPicture | Unread], text: str = "") -> Item:
    """One item of ``text`` and of what was read in ``pictures``; raises ``TooLarge`` past a limit of any text.

    ``item.text`` is all of it, one section behind the other. What could not be opened is said in ``item.unread``.
    """
    require_within_limits(text)
    written = _Writing(text)
    seen: list[SeenPicture] = []
    unread: list[Unread] = []
    for picture in pictures:
        if isinstance(picture, Unread):
            unread.append(picture)
            continue
        written.picture(len(seen), picture)
        seen.append(picture)
        unread += picture.unread
    whole = written.whole()
    require_within_limits(whole)
    return Item(whole, "picture", (), None, tuple(unread), tuple(written.sections), tuple(seen))


class _Writing:
    """The sections of an item, written one behind the other."""

    def __init__(self, text: str) -> None:
        self.sections: list[Section] = [Section(0, len(text))] if text.strip() else []
        self._texts = [text] if self.sections else []
        self._at = len(text) if self.sections else 0

    def whole(self) -> str:
        """All sections."""
        return "".join(self._texts)

    def picture(self, number: int, picture: SeenPicture) -> None:
        """What was read in one picture, then each of its codes."""
        text = picture.text[:MAX_READ]
        self._add(text, Section(0, len(text), number, Box(0, 0, picture.width, picture.height), picture.spots))
        for code in picture.codes:
            whole = (Spot(0, len(code.text), code.box, 0),) if code.text else ()
            self._add(code.text, Section(0, len(code.text), number, code.box, whole, code.code, code.account))

    def _add(self, text: str, section: Section) -> None:
        if self.sections:
            self._texts.append(BETWEEN_SECTIONS)
            self._at += len(BETWEEN_SECTIONS)
        self._texts.append(text)
        self.sections.append(section.moved(self._at))
        self._at += len(text)


def share(box: Box, start: int, end: int, length: int) -> Box:
    """The part of ``box`` that holds the characters ``start:end`` of ``length`` written evenly across it."""
    left, right = box.width * start // length, -(-box.width * end // length)
    return Box(box.x + left, box.y, max(1, right - left), box.height)


def boxes_of(section: Section, start: int, end: int) -> tuple[Box, ...]:
    """Where ``text[start:end]`` of the item stands in the section's picture: a box per line, in order."""
    found: dict[int, list[Box]] = {}
    for spot in section.spots:
        first, last = max(start, spot.start), min(end, spot.end)
        if first < last:
            piece = share(spot.box, first - spot.start, last - spot.start, spot.end - spot.start)
            found.setdefault(spot.line, []).append(spot.box if section.code is not None else piece)
    return tuple(box for boxes in found.values() if (box := around(boxes)) is not None)


def section_at(item: Item, start: int, end: int) -> Section | None:
    """The section of ``item`` that holds ``start:end``; ``None`` where it has none."""
    return next((one for one in item.sections if one.start <= start and end <= one.end), None)
