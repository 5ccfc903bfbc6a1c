"""Measures how many payment codes are read under sixteen conditions, and that none is misread.

``python benchmarks/codes.py [--codes N] [--photos FOLDER] [--seed N] [--words]`` makes the codes itself: random
accounts at random banks, correction levels M, Q and H, many sizes, in scenes of its own. ``--photos`` reads pictures
without codes.
"""

from __future__ import annotations

import argparse
import random
import time
from binascii import crc_hqx
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from kiemtin.pictures.codes import Payment, read_codes
from kiemtin.pictures.codes.banks import bank_list
from kiemtin.pictures.codes.emv import CRC_START
from kiemtin.pictures.kinds import PictureKind
from kiemtin.pictures.picture import Picture
from kiemtin.pictures.seeing import text_in

Pixels = NDArray[Any]
Random = random.Random
WORDS = ("THANH TOAN", "DON HANG", "HOC PHI", "THANG 11", "UNG HO", "QUY LOP", "MUA SAM", "TIEN DIEN", "SO 1207")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A code drawn on paper: its text, its picture in grey, the length of its modules in pixels, its correction."""

    text: str
    grey: Pixels
    module: int
    level: str


def field(tag: str, value: str) -> str:
    """One field of a payment code."""
    return f"{tag}{len(value):02}{value}"


def vietqr(chance: Random) -> str:
    """A VietQR payload as banks' apps write them: half with amount and purpose."""
    digits = "".join(chance.choices("0123456789", k=chance.randint(6, 16)))
    account = digits if chance.random() < 0.9 else f"99MM{digits[:8]}M{digits[:5]}"
    number = chance.choice(sorted(bank_list()))
    receiver = field("00", "A000000727") + field("01", field("00", number) + field("01", account))
    receiver += field("02", chance.choice(["QRIBFTTA", "QRIBFTTA", "QRIBFTTC"]))
    fixed = chance.random() < 0.5
    text = field("00", "01") + field("01", "11" if fixed else "12") + field("38", receiver) + field("53", "704")
    if not fixed:
        text += field("54", str(chance.randint(1, 50_000) * 1_000))
    text += field("58", "VN")
    if not fixed or chance.random() < 0.3:
        words = chance.sample(WORDS, k=4)
        text += field("62", field("08", " ".join(words)))
    text += "6304"
    return f"{text}{crc_hqx(text.encode(), CRC_START):04X}"


def draw(chance: Random, level: str | None = None, module: int | None = None) -> Drawn:
    """A code with its quiet zone, on white."""
    text, chosen, size = vietqr(chance), level or chance.choice("MQH"), module or chance.randint(4, 12)
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=chosen)
    small = np.array(code.to_image(scale=1), dtype=np.uint8)
    return Drawn(text, np.kron(small, np.ones((size, size), np.uint8)), size, chosen)


def on_paper(chance: Random, drawn: Drawn) -> Pixels:
    """The code on a larger sheet with lines of writing around it, as on a poster or in an app."""
    side = drawn.grey.shape[0]
    height, width = int(side * chance.uniform(1.1, 2.0)), int(side * chance.uniform(1.1, 1.7))
    paper = np.full((height, width), 255, np.uint8)
    y, x = chance.randint(0, height - side), chance.randint(0, width - side)
    for line in range(12, height - 12, 34):
        words = chance.choice(["Quet ma de thanh toan", "NGAN HANG", "So tai khoan", "VIETQR", "napas 247"])
        cv2.putText(paper, words, (8, line), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 60, 1, cv2.LINE_AA)
    paper[y : y + side, x : x + side] = drawn.grey
    return paper


def warped(chance: Random, grey: Pixels, strength: float) -> Pixels:
    """Seen at an angle: each corner moved inwards by up to ``strength`` of the side."""
    height, width = grey.shape
    padded = cv2.copyMakeBorder(grey, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + 40
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    by = np.array([[chance.uniform(0, strength) * width, chance.uniform(0, strength) * height] for _ in range(4)])
    matrix = cv2.getPerspectiveTransform(corners, (corners + inwards * by).astype(np.float32))
    return cv2.warpPerspective(padded, matrix, (width + 80, height + 80), borderValue=235)


def turned(grey: Pixels, degrees: float) -> Pixels:
    """Turned about its middle, nothing cut off."""
    height, width = grey.shape
    side = int(np.hypot(height, width)) + 8
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += (side - width) / 2, (side - height) / 2
    return cv2.warpAffine(grey, matrix, (side, side), borderValue=240)


def jpeg(grey: Pixels, quality: int) -> Pixels:
    """Compressed and read again."""
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return decoded(data, cv2.IMREAD_GRAYSCALE)


def decoded(data: Pixels, flags: int) -> Pixels:
    """A compressed picture."""
    picture = cv2.imdecode(data, flags)
    if picture is None:
        raise SystemExit("a picture cannot be read")
    return picture


def noisy(chance: Random, grey: Pixels, sigma: float) -> Pixels:
    """With the grain of a small sensor."""
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, sigma, grey.shape)
    return np.clip(grey + grain, 0, 255).astype(np.uint8)


def levels(grey: Pixels, dark: float, light: float) -> Pixels:
    """Black and white moved to ``dark`` and ``light``."""
    moved: Pixels = dark + grey.astype(np.float32) * (light - dark) / 255
    return moved.clip(0, 255).astype(np.uint8)


def shaded(chance: Random, grey: Pixels) -> Pixels:
    """A shadow with a soft edge across the picture."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = chance.uniform(0, 2 * np.pi)
    across = (x - width / 2) * np.cos(angle) + (y - height / 2) * np.sin(angle)
    light = 1 - chance.uniform(0.5, 0.8) / (1 + np.exp(-across / (0.08 * width)))
    return (grey * light).astype(np.uint8)


def logo(chance: Random, drawn: Drawn) -> Pixels:
    """A sign in the middle, as banks and shops put there; as large as the correction allows with a margin."""
    share = {"M": 0.16, "Q": 0.22, "H": 0.26}[drawn.level] * chance.uniform(0.7, 1.0)
    grey = drawn.grey.copy()
    side, middle = int((drawn.grey.shape[0] - 8 * drawn.module) * share), drawn.grey.shape[0] // 2
    low, high = middle - side // 2, middle - side // 2 + side
    grey[low:high, low:high] = 255
    cv2.circle(grey, (middle, middle), max(2, side // 2 - 2), chance.randint(0, 160), -1)
    return grey


def screen_photo(chance: Random, grey: Pixels) -> Pixels:
    """A photo of a screen: its lines, its dimness, an angle, the grain, compression."""
    lit = levels(grey, chance.uniform(20, 60), chance.uniform(150, 220)).astype(np.float32)
    period = chance.uniform(2.5, 6.0)
    lit *= 1 - 0.12 * (1 + np.sin(np.arange(lit.shape[0]) * 2 * np.pi / period))[:, None]
    seen = warped(chance, lit.clip(0, 255).astype(np.uint8), 0.1)
    return jpeg(noisy(chance, turned(seen, chance.uniform(-12, 12)), 5), 60)


def in_a_feed(chance: Random, grey: Pixels) -> Pixels:
    """A screenshot of a telephone with the code small inside it."""
    screen = np.full((2340, 1080), chance.choice([255, 24]), np.uint8)
    for line in range(60, 2300, 44):
        ink = 40 if screen[0, 0] > 128 else 220
        cv2.putText(screen, "chuyen khoan nhan qua " * 3, (30, line), cv2.FONT_HERSHEY_SIMPLEX, 0.9, ink, 2)
    side = chance.randint(300, 700)
    code = cv2.resize(grey, (side, int(side * grey.shape[0] / grey.shape[1])), interpolation=cv2.INTER_AREA)
    y, x = chance.randint(100, 2300 - code.shape[0]), chance.randint(20, 1060 - side)
    screen[y : y + code.shape[0], x : x + side] = code
    return jpeg(screen, chance.randint(40, 80))


def motion(chance: Random, grey: Pixels, length: int) -> Pixels:
    """Blurred along one direction by a moving hand."""
    kernel: Pixels = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1.0
    matrix = cv2.getRotationMatrix2D(((length - 1) / 2, (length - 1) / 2), chance.uniform(0, 180), 1.0)
    kernel = cv2.warpAffine(kernel, matrix, (length, length))
    return cv2.filter2D(grey, -1, kernel / kernel.sum())


def blurred(grey: Pixels, sigma: float) -> Pixels:
    """Out of focus."""
    return cv2.GaussianBlur(grey, (0, 0), sigma)


def small(chance: Random, grey: Pixels, module: float) -> Pixels:
    """Modules of two to three pixels, as in a thumbnail."""
    factor = chance.uniform(2.0, 3.0) / module
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


Condition = Callable[[Random, Drawn], Pixels]

CONDITIONS: dict[str, Condition] = {
    "plain": on_paper,
    "blur": lambda chance, code: blurred(on_paper(chance, code), chance.uniform(0.3, 0.65) * code.module),
    "moving hand": lambda chance, code: motion(chance, on_paper(chance, code), max(3, int(1.2 * code.module) | 1)),
    "rotated": lambda chance, code: turned(on_paper(chance, code), chance.uniform(0, 360)),
    "perspective": lambda chance, code: warped(chance, on_paper(chance, code), 0.2),
    "low light": lambda chance, code: noisy(chance, levels(on_paper(chance, code), 6, chance.uniform(40, 70)), 3),
    "low contrast": lambda chance, code: levels(on_paper(chance, code), 110, chance.uniform(140, 160)),
    "inverted": lambda chance, code: 255 - on_paper(chance, code),
    "small": lambda chance, code: small(chance, on_paper(chance, code), code.module),
    "logo": lambda chance, code: on_paper(chance, Drawn(code.text, logo(chance, code), code.module, code.level)),
    "JPEG q20": lambda chance, code: jpeg(on_paper(chance, code), 20),
    "noise": lambda chance, code: noisy(chance, on_paper(chance, code), chance.uniform(20, 45)),
    "shadow": lambda chance, code: shaded(chance, on_paper(chance, code)),
    "photo of a screen": lambda chance, code: screen_photo(chance, on_paper(chance, code)),
    "screenshot": lambda chance, code: in_a_feed(chance, on_paper(chance, code)),
    "all together": lambda chance, code: jpeg(
        noisy(chance, blurred(turned(warped(chance, logo(chance, code), 0.1), chance.uniform(-30, 30)), 1.0), 8), 30
    ),
}


def measure(name: str, count: int, seed: int, *, words: bool) -> tuple[int, int, float]:
    """How many of ``count`` codes were read, how many misread, and the seconds of CPU for one.

    ``words`` reads the words first, as a check does: no code is looked for in them.
    """
    chance = Random(f"{seed} {name}")
    read = misread = 0
    spent = 0.0
    for _ in range(count):
        code = draw(chance)
        grey = CONDITIONS[name](chance, code)
        pixels = np.ascontiguousarray(np.dstack([grey] * 3))
        sure = text_in(Picture(pixels, PictureKind.PNG, pixels.shape[1], pixels.shape[0])).sure if words else ()
        start = time.process_time()
        found = read_codes(pixels, sure)
        spent += time.process_time() - start
        read += any(one.text == code.text and isinstance(one.content, Payment) for one in found)
        misread += any(one.text != code.text for one in found)
    return read, misread, spent / count


def photo(path: Path) -> Pixels:
    """A picture of a file in RGB."""
    return cv2.cvtColor(decoded(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=int, default=100, help="codes per condition")
    parser.add_argument("--photos", type=Path, help="a folder of pictures without codes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", action="store_true", help="read the words first, as a check does (slow)")
    options = parser.parse_args()
    total = 0
    print("| condition | read | misread | CPU seconds |\n|---|---|---|---|")
    for name in CONDITIONS:
        read, misread, spent = measure(name, options.codes, options.seed, words=options.words)
        total += read
        print(f"| {name} | {read}/{options.codes} | {misread} | {spent:.3f} |", flush=True)
    print(f"| all | {100 * total / options.codes / len(CONDITIONS):.2f}% | | |")
    if options.photos:
        report_photos(options.photos)


def report_photos(folder: Path) -> None:
    """What is found in pictures that hold no code."""
    start = time.process_time()
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    found = {path.name: read_codes(photo(path)) for path in paths}
    seconds = (time.process_time() - start) / max(1, len(paths))
    print(f"{len(paths)} pictures, {seconds:.3f} CPU seconds each; codes in {[n for n, c in found.items() if c]}")


if __name__ == "__main__":
    main()
