"""Takes a picture of every page in every state into ``docs/screens/``.

On a phone in Vietnamese by day, on a computer in English by night, and two on paper.

Run as ``python tools/screens.py``, with what the tests need, Pillow, and Chromium at ``/usr/bin/chromium``. It serves a
desk of its own over an empty folder.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.desk.browsing import COMPUTER, PHONE, STATES, Visit, chromium, visiting  # noqa: E402
from tests.desk.running import serving  # noqa: E402

SCREENS = ROOT / "docs/screens"

MAX_HEIGHT = 2_000
"""Pixels of a page that are shown: the page with every kind of scam is twenty times as long."""

COLOURS = 48
"""Our pages have fewer; letters are smooth all the same, and a picture weighs a third."""

LOOKS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("phone-vi", "vi", {"viewport": PHONE, "color_scheme": "light"}),
    ("computer-en", "en", {"viewport": COMPUTER, "color_scheme": "dark"}),
)
"""Each page is seen in both languages, in both sizes, by day and by night."""

ON_PAPER = ("answer-danger", "recognise")


def picture(visit: Visit, name: str) -> None:
    """Write what is seen now, from the top; the animations are over, and no cursor blinks."""
    height = visit.page.evaluate("document.documentElement.scrollHeight")
    width = visit.page.viewport_size["width"] if visit.page.viewport_size else PHONE["width"]
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, MAX_HEIGHT)}
    taken = visit.page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
    with Image.open(io.BytesIO(taken)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(SCREENS / f"{name}.png", optimize=True)


def main() -> int:
    """Take all pictures anew."""
    SCREENS.mkdir(exist_ok=True)
    for old in SCREENS.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "home") as desk, chromium() as browser:
        for look, language, options in LOOKS:
            for state, go in STATES.items():
                with visiting(browser, desk, language, **options) as visit:
                    go(visit)
                    picture(visit, f"{state}-{look}")
        for state in ON_PAPER:
            with visiting(browser, desk, viewport={"width": 794, "height": 1123}) as visit:
                STATES[state](visit)
                visit.page.emulate_media(media="print")
                picture(visit, f"{state}-paper-vi")
    return 0


if __name__ == "__main__":
    sys.exit(main())
