"""Screenshots of a feed and of a chat, and photos of a screen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from picture_edits.drawing import Pixels, Sheet, canvas, compressed, filled, fitted, font, words, wrapped

Draw = np.random.Generator


@dataclass(frozen=True, slots=True)
class Interface:
    """How one application looks on one telephone: the same for all screenshots of it."""

    width: int
    height: int
    dark: bool
    face: int
    accent: tuple[int, int, int]
    margin: int
    name: str

    @property
    def ground(self) -> tuple[int, int, int]:
        """The background."""
        return (18, 18, 20) if self.dark else (255, 255, 255)

    @property
    def panel(self) -> tuple[int, int, int]:
        """Bars and bubbles."""
        return (38, 39, 42) if self.dark else (240, 242, 245)

    @property
    def ink(self) -> tuple[int, int, int]:
        """Letters."""
        return (230, 230, 230) if self.dark else (20, 20, 20)


def interface(draw: Draw, *, dark: bool) -> Interface:
    """A telephone with an application."""
    width = int(draw.choice([720, 828, 1080, 1170]))
    accent = tuple(int(part) for part in draw.integers(0, 230, 3))
    margin = int(draw.choice([0, 0, width // 40]))
    height = round(width * draw.uniform(1.78, 2.17))
    return Interface(width, height, dark, int(draw.integers(0, 5)), accent, margin, words(draw, 2, 3))  # type: ignore[arg-type]  # three


def _status(sheet: Sheet, look: Interface, draw: Draw) -> int:
    """The bar of the telephone and of the application; the row below."""
    unit = look.width // 36
    sheet.write(
        f"{int(draw.integers(0, 24)):02}:{int(draw.integers(0, 60)):02}", (unit, unit // 2), font(1, unit), look.ink
    )
    for place in range(4):
        left = look.width - (place + 1) * unit * 2
        sheet.box((left, unit // 2, left + unit, unit + unit // 2), look.ink, unit // 4)
    sheet.box((0, 2 * unit, look.width, 6 * unit), look.panel)
    sheet.write(look.name, (unit, 3 * unit), font(1, unit * 2), look.accent)
    for place in range(3):
        left = look.width - (place + 1) * unit * 4
        sheet.disc((left, 5 * unit // 2, left + 3 * unit, 11 * unit // 2), look.accent)
        sheet.write("☰✚⌕"[place], (left + unit // 2, 3 * unit), font(0, unit * 2), look.ground)
    return 6 * unit


def _bottom(sheet: Sheet, look: Interface) -> None:
    unit = look.width // 36
    top = look.height - 5 * unit
    sheet.box((0, top, look.width, look.height), look.panel)
    for place, sign in enumerate("⌂☺♫☰✉"):
        left = place * look.width // 5 + unit * 2
        sheet.write(sign, (left, top + unit // 2), font(0, unit * 3), look.ink)


def feed(
    draw: Draw, photo: Pixels, look: Interface, others: tuple[Pixels, ...] = (), text: str | None = None
) -> Pixels:
    """A post with the photo in a feed, with what stands above and below it."""
    sheet, unit = Sheet(canvas(look.width, look.height, look.ground)), look.width // 36
    row = _status(sheet, look, draw) + unit
    if others:
        sheet.paste(filled(others[0], unit * 4, unit * 4), unit, row)
    else:
        sheet.disc((unit, row, 5 * unit, row + 4 * unit), look.accent)
    sheet.write(words(draw, 2, 3).title(), (6 * unit, row), font(1, unit + 8), look.ink)
    sheet.write(f"{int(draw.integers(1, 23))} giờ · ◉", (6 * unit, row + 2 * unit), font(0, unit), (130, 130, 130))
    face = font(look.face, unit + unit // 2)
    row = sheet.write(
        wrapped(text or words(draw, 6, 30), face, look.width - 2 * unit), (unit, row + 5 * unit), face, look.ink
    )
    shown = fitted(photo, look.width - 2 * look.margin)
    if shown.shape[0] > look.height - row - 8 * unit:
        shown = filled(shown, shown.shape[1], max(look.height - row - 12 * unit, round(0.75 * shown.shape[0])))
    sheet.paste(shown, look.margin, row + unit)
    row += shown.shape[0] + 2 * unit
    sheet.write(
        f"♥ {int(draw.integers(10, 999))}      {int(draw.integers(2, 99))} bình luận",
        (unit, row),
        font(0, unit + 4),
        (130, 130, 130),
    )
    for place, label in enumerate(("♡ Thích", "✎ Bình luận", "➦ Chia sẻ")):
        sheet.write(label, (unit + place * look.width // 3, row + 3 * unit), font(1, unit + 6), look.ink)
    sheet.box((0, row + 6 * unit, look.width, row + 7 * unit), look.panel)
    if row + 10 * unit < look.height and len(others) > 1:
        sheet.paste(fitted(others[1], look.width), 0, row + 12 * unit)
    _bottom(sheet, look)
    return compressed(sheet.pixels(), int(draw.integers(70, 95)))


def chat(draw: Draw, photo: Pixels, look: Interface, text: str | None = None) -> Pixels:
    """A conversation with the photo in it."""
    sheet, unit = Sheet(canvas(look.width, look.height, look.ground)), look.width // 36
    face = font(look.face, unit + unit // 3)
    row = _status(sheet, look, draw) + unit
    for place in range(int(draw.integers(1, 4))):
        row = (
            _bubble(sheet, look, (place % 2 * 8 * unit + unit, row), wrapped(words(draw, 3, 16), face, 22 * unit))
            + unit
        )
    shown = fitted(photo, round(look.width * draw.uniform(0.55, 0.75)))
    most = look.height - row - 10 * unit
    if shown.shape[0] > most:
        shown = resized_to(shown, max(most, look.height // 4))
    left = unit if draw.random() < 0.5 else look.width - unit - shown.shape[1]
    sheet.paste(shown, left, row)
    row += shown.shape[0] + unit
    _bubble(sheet, look, (unit, row), wrapped(text or words(draw, 4, 14), face, 24 * unit))
    sheet.box((0, look.height - 4 * unit, look.width, look.height), look.panel)
    sheet.write("Tin nhắn   ☺  ✚", (2 * unit, look.height - 3 * unit), font(0, unit * 2), (130, 130, 130))
    return compressed(sheet.pixels(), int(draw.integers(70, 95)))


def resized_to(photo: Pixels, height: int) -> Pixels:
    """The picture in another height, its shape kept."""
    return fitted(photo, max(1, round(photo.shape[1] * height / photo.shape[0])))


def _bubble(sheet: Sheet, look: Interface, at: tuple[int, int], text: str) -> int:
    unit = look.width // 36
    face = font(look.face, unit + unit // 3)
    lines = text.split("\n")
    right = at[0] + 2 * unit + int(max(face.getlength(line) for line in lines))
    low = at[1] + unit + round(len(lines) * unit * 1.8)
    sheet.box((at[0], at[1], right, low), look.panel, unit)
    sheet.write(text, (at[0] + unit, at[1] + unit // 2), face, look.ink)
    return low


def photographed(draw: Draw, photo: Pixels) -> Pixels:
    """The picture on a screen, photographed: seen from the side, with lines, dim, a little blurred."""
    shown = fitted(photo, 900)
    height, width = shown.shape[:2]
    frame = canvas(width + 80, height + 80, (22, 22, 24))
    frame[40:-40, 40:-40] = shown
    height, width = frame.shape[:2]
    lean = draw.uniform(0.03, 0.14, (4, 2)) * (width, height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    turn = cv2.getPerspectiveTransform(corners, (corners + lean * inward).astype(np.float32))
    wall = tuple(int(part) for part in draw.integers(30, 120, 3))
    seen = cv2.warpPerspective(frame, turn, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=wall)
    period, strength = draw.uniform(2.5, 6), draw.uniform(0.05, 0.2)
    lines = 1 - strength * (1 + np.sin(np.arange(height) * 2 * np.pi / period)) / 2
    light = np.linspace(draw.uniform(0.45, 0.75), draw.uniform(0.6, 0.9), width)
    noise = draw.normal(0, draw.uniform(2, 6), seen.shape)
    dimmed = seen * lines[:, None, None] * light[None, :, None] + noise
    soft = cv2.GaussianBlur(np.clip(dimmed, 0, 255).astype(np.uint8), (0, 0), draw.uniform(0.6, 1.3))
    return compressed(np.asarray(soft, np.uint8), int(draw.integers(60, 90)))
