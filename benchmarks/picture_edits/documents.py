"""Pictures of writing and hardly anything else: receipts, conversations, pages, tables, posters, codes to be scanned.

One seed says how a program looks, another what it says this time: two with one look are screens of one interface.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from picture_edits.drawing import Pixels, Sheet, canvas, font, words, wrapped

Draw = np.random.Generator
Colour = tuple[int, int, int]


def _look(draw: Draw) -> tuple[int, int, Colour, Colour, Colour, int]:
    """Width, height, ground, ink, accent, font."""
    width = int(draw.choice([720, 828, 1080]))
    dark = bool(draw.random() < 0.4)
    tint = int(draw.integers(0, 14))
    ground = (14 + tint, 16 + tint, 20 + tint) if dark else (255 - tint, 255 - tint, 255 - tint // 2)
    ink = (228, 228, 230) if dark else (24, 26, 30)
    accent = (int(draw.integers(20, 200)), int(draw.integers(20, 200)), int(draw.integers(20, 200)))
    return width, round(width * float(draw.uniform(1.4, 2.1))), ground, ink, accent, int(draw.integers(0, 7))


def _number(draw: Draw, digits: int = 9) -> str:
    return f"{int(draw.integers(10 ** (digits - 1), 10**digits)):,}".replace(",", ".")


def receipt(look: Draw, says: Draw) -> Pixels:
    """A payment has been made: the same labels, another amount, receiver, number and time."""
    width, height, ground, ink, accent, face = _look(look)
    unit = width // 36
    sheet = Sheet(canvas(width, height, ground))
    sheet.box((0, 0, width, 6 * unit), accent)
    sheet.write("Giao dịch thành công", (3 * unit, 2 * unit), font(1, 2 * unit), (255, 255, 255))
    sheet.disc((15 * unit, 7 * unit, 21 * unit, 13 * unit), (30, 170, 90))
    sheet.write(f"{_number(says)} VND", (8 * unit, 15 * unit), font(1, 2 * unit + unit // 2), accent)
    step = max(3 * unit, (height - 24 * unit) // 7)
    for row, label in enumerate(("Người nhận", "Ngân hàng", "Số tài khoản", "Nội dung", "Mã giao dịch", "Thời gian")):
        value = words(says, 2, 3) if row in (0, 1, 3) else str(says.integers(10**8, 10**11))
        sheet.write(label, (2 * unit, 20 * unit + row * step), font(face, unit + unit // 4), (130, 134, 140))
        sheet.write(value, (16 * unit, 20 * unit + row * step), font(face, unit + unit // 2), ink)
    return sheet.pixels()


def conversation(look: Draw, says: Draw) -> Pixels:
    """Messages in bubbles."""
    width, height, ground, ink, accent, face = _look(look)
    unit, name = width // 36, words(look, 2, 3)
    sheet, panel = Sheet(canvas(width, height, ground)), (48, 50, 56) if ground[0] < 90 else (232, 234, 238)
    sheet.box((0, 0, width, 5 * unit), panel)
    sheet.write(name, (5 * unit, 2 * unit), font(1, 2 * unit), ink)
    sheet.disc((unit, unit, 4 * unit, 4 * unit), accent)
    row, letters = 7 * unit, font(face, unit + unit // 3)
    while row < height - 10 * unit:
        mine = bool(says.random() < 0.5)
        text = wrapped(words(says, 3, 22), letters, 22 * unit)
        lines = text.count("\n") + 1
        left = 12 * unit if mine else unit
        low = row + unit + round(lines * unit * 1.8)
        sheet.box((left, row, left + 23 * unit, low), accent if mine else panel, unit)
        sheet.write(text, (left + unit, row + unit // 2), letters, (255, 255, 255) if mine else ink)
        row = low + unit
    return sheet.pixels()


def page(look: Draw, says: Draw) -> Pixels:
    """A page of a newspaper or a letter: a heading and paragraphs."""
    width, height, ground, ink, accent, face = _look(look)
    unit, size = width // 36, int(look.integers(0, 3))
    sheet = Sheet(canvas(width, height, ground))
    sheet.write("TIN VÍ DỤ", (2 * unit, unit), font(1, 2 * unit), accent)
    heading = wrapped(words(says, 8, 14), font(1, 2 * unit), width - 4 * unit)
    row, letters = (
        sheet.write(heading, (2 * unit, 5 * unit), font(1, 2 * unit), ink) + unit,
        font(face, unit + size * 4),
    )
    while row < height - 8 * unit:
        text = wrapped(words(says, 25, 60), letters, width - 4 * unit)
        row = sheet.write(text, (2 * unit, row), letters, ink) + unit
    return sheet.pixels()[:height]


def table(look: Draw, says: Draw) -> Pixels:
    """A list of names and numbers: prices, results, a statement of account."""
    width, height, ground, ink, accent, face = _look(look)
    unit, rows = width // 36, int(look.integers(8, 18))
    sheet, names = Sheet(canvas(width, height, ground)), [words(look, 2, 3) for _ in range(rows)]
    sheet.box((0, 0, width, 5 * unit), accent)
    sheet.write("Bảng giá hôm nay", (2 * unit, unit), font(1, 2 * unit), (255, 255, 255))
    step = (height - 8 * unit) // rows
    for row, name in enumerate(names):
        top = 6 * unit + row * step
        sheet.write(name, (2 * unit, top), font(face, unit + unit // 3), ink)
        sheet.write(_number(says, 7), (24 * unit, top), font(face, unit + unit // 3), accent)
        sheet.box((unit, top + step - unit // 2, width - unit, top + step - unit // 2 + 1), (150, 150, 150))
    return sheet.pixels()


def poster(look: Draw, says: Draw) -> Pixels:
    """Large words on a ground that goes from one colour to another."""
    width, height, _, _, accent, face = _look(look)
    unit, other = width // 36, tuple(int(part) for part in look.integers(0, 120, 3))
    share = np.linspace(0, 1, height)[:, None, None]
    colours = (np.array(accent) * (1 - share) * 0.7 + np.array(other) * share) * np.ones((1, width, 1))
    sheet = Sheet(colours.astype(np.uint8))
    sheet.write("THÔNG BÁO", (3 * unit, 3 * unit), font(1, 4 * unit), (255, 240, 120))
    letters = font(face, 2 * unit + unit // 2)
    text = wrapped(words(says, 14, 22), letters, width - 6 * unit)
    row = sheet.write(text, (3 * unit, 10 * unit), letters, (255, 255, 255))
    sheet.write(_number(says), (3 * unit, row + 2 * unit), font(1, 4 * unit), (255, 240, 120))
    sheet.write("Liên hệ văn phòng ví dụ", (3 * unit, height - 5 * unit), font(1, 2 * unit), (255, 255, 255))
    return sheet.pixels()


def code(look: Draw, says: Draw) -> Pixels:
    """Squares to be scanned, with words around them that stay the same."""
    width, height, ground, ink, accent, face = _look(look)
    unit, modules = width // 36, 29
    sheet = Sheet(canvas(width, height, ground))
    sheet.box((0, 0, width, 6 * unit), accent)
    sheet.write("Quét mã để chuyển tiền", (3 * unit, 2 * unit), font(1, 2 * unit), (255, 255, 255))
    bits = says.random((modules, modules)) < 0.5
    for y, x in ((0, 0), (0, modules - 7), (modules - 7, 0)):
        bits[y : y + 7, x : x + 7] = True
        bits[y + 1 : y + 6, x + 1 : x + 6] = False
        bits[y + 2 : y + 5, x + 2 : x + 5] = True
    side = 24 * unit // modules
    squares = np.where(np.kron(bits, np.ones((side, side))) > 0, 0, 255).astype(np.uint8)
    sheet.box((5 * unit, 8 * unit, 31 * unit, 34 * unit), (255, 255, 255), unit)
    sheet.paste(np.repeat(squares[:, :, None], 3, axis=2), 6 * unit, 9 * unit)
    sheet.write("Ngân hàng Ví Dụ", (10 * unit, 36 * unit), font(face, 2 * unit), ink)
    sheet.write(words(says, 2, 3), (10 * unit, 40 * unit), font(face, 2 * unit), ink)
    return sheet.pixels()


DOCUMENTS: dict[str, Callable[[Draw, Draw], Pixels]] = {
    "receipt": receipt,
    "conversation": conversation,
    "page": page,
    "table": table,
    "poster": poster,
    "code": code,
}


def drawn(kind: str, look: int, says: int) -> Pixels:
    """The document of a kind with this look that says this."""
    return DOCUMENTS[kind](np.random.default_rng([look, 1]), np.random.default_rng([says, 2]))
