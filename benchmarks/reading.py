"""How well and how fast screens are read: character errors, links and numbers exact, milliseconds of CPU.

Run as ``python benchmarks/reading.py FOLDER [--alone]`` on a folder that ``--draw SEED`` of this program filled with
screens (``benchmarks/screens.py``), or any folder of ``NNN.jpg`` beside ``NNN.json`` with ``{"blocks": [text, …]}``.
Characters are compared after NFC with whitespace collapsed, in reading order; emoji are left out on both sides. A link
or number counts when the same one is read from the same screen.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import re
import statistics
import unicodedata
from pathlib import Path

EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿️⃣]")
LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:top|vn|com|xyz|info|vip|cc|net|ly|km1|vnid|shop|online|site|org|click"
    r"|icu|club|live|store|app|me|asia|link|pro|io|co|biz|id|ee)\b[\w/?=.&-]*",
    re.I,
)
NUMBER = re.compile(r"\+?\d[\d.,:/]*\d")


def normal(text: str) -> str:
    """Text as it is compared."""
    return re.sub(r"\s+", " ", EMOJI.sub("", unicodedata.normalize("NFC", text))).strip()


def distance(one: str, other: str) -> int:
    """Levenshtein's distance, a row at a time."""
    import numpy as np

    letters = np.array([ord(letter) for letter in other], np.int64)
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for number, letter in enumerate(one, 1):
        above = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.minimum.accumulate(np.concatenate(([number], above)) - steps) + steps
    return int(row[-1])


def facts(text: str) -> collections.Counter[str]:
    """The links and numbers of a text."""
    links = [link.rstrip(".,;:!?)") for link in LINK.findall(text)]
    return collections.Counter(links + NUMBER.findall(LINK.sub(" ", text)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=int, metavar="SEED", help="fill the folder with 60 screens first")
    parser.add_argument("--held-out", action="store_true", help="with fonts and layouts that nothing was tuned on")
    parser.add_argument("--fonts", default="", help="these instead, parted by commas, with links and numbers by lot")
    parser.add_argument("--count", type=int, default=60, help="how many screens are drawn")
    parser.add_argument("--alone", action="store_true", help="without tesseract")
    parser.add_argument("--show", action="store_true", help="print what was read wrong")
    options = parser.parse_args()
    if options.draw is not None:
        from screens import photograph, screens

        fonts = tuple(filter(None, options.fonts.split(",")))
        drawn = screens(options.draw, options.count, held_out=options.held_out, fonts=fonts)
        photograph(drawn, options.folder)
    measure(options.folder, alone=options.alone, show=options.show)


def measure(folder: Path, *, alone: bool, show: bool) -> None:
    """Read every screen of ``folder`` and print the figures."""
    import numpy as np
    from PIL import Image

    from kiemtin.pictures import reading

    wrong = written = right = wanted = 0
    taken: list[float] = []
    by_layout: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for file in sorted(folder.glob("*.jpg")):
        truth = json.loads(file.with_suffix(".json").read_text("utf-8"))
        pixels = np.array(Image.open(file).convert("RGB"))
        before = sum(os.times()[:4])
        document = reading.read_document(pixels, second_voice=not alone)
        taken.append((sum(os.times()[:4]) - before) * 1000)
        true, read = normal(" ".join(truth["blocks"])), normal(document.text)
        errors = distance(true, read)
        wrong, written = wrong + errors, written + len(true)
        for name in (truth.get("layout", "?"), truth.get("font", "?")):
            by_layout[name][0] += errors
            by_layout[name][1] += len(true)
        there, found = facts(true), facts(read)
        right, wanted = right + (there & found).total(), wanted + there.total()
        if show:
            place = f"{truth.get('layout')} {truth.get('font')} q{truth.get('quality')} ×{truth.get('scale')}"
            print(f"--- {file.name} {errors / max(1, len(true)):.3f} {place}")
            print("missed", dict(there - found), "read", dict(found - there))
            if errors / max(1, len(true)) > 0.02:
                print(true, document.text, sep="\n=====\n")
    print(f"{len(taken)} screens, {written} characters: errors {wrong / written:.2%}")
    print(f"links and numbers exact {right / wanted:.2%} of {wanted}")
    # The first screen also loads libraries and models.
    print(f"CPU ms, warm: median {statistics.median(taken[1:]):.0f}, worst {max(taken[1:]):.0f}; first {taken[0]:.0f}")
    for name, (errors, length) in sorted(by_layout.items()):
        print(f"  {name:18} {errors / length:.2%}")


if __name__ == "__main__":
    main()
