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
from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.desk import conftest  # noqa: E402, F401 - sets Django up
from tests.desk.browsing import COMPUTER, PHONE, STATES, chromium, visiting  # noqa: E402
from tests.desk.people.working import PASSWORD  # noqa: E402
from tests.desk.running import Desk, django_says, serving  # noqa: E402
from tests.desk.walking import walking  # noqa: E402

from kiemtin.desk.accounts.roles import Role  # noqa: E402
from kiemtin.evidence import LANGUAGES, Language  # noqa: E402

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


DESK: ViewportSize = {"width": 760, "height": 600}
"""A window in which pages of the desk have no wide margins."""

MAX_HEIGHT_OF_STOP = 1_400
"""Pixels of a page in the walk-through: what comes below is said in its words."""

STOPS = (
    *("receipt-waiting", "desk-queue", "desk-group", "desk-edit", "desk-review", "desk-preview", "desk-published"),
    *("receipt-answered", "published", "desk-correct", "published-corrected"),
)
"""Where the walk-through of docs/desk-walk.md shows what is seen."""

TEAM = {"mai": Role.ANSWERER, "binh": Role.REVIEWER, "lan": Role.ADMINISTRATOR}


def picture(page: Page, name: str, most: int = MAX_HEIGHT) -> None:
    """Write what is seen now, ``most`` pixels from the top; the animations are over, and no cursor blinks."""
    height = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"] if page.viewport_size else PHONE["width"]
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, most)}
    taken = page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
    with Image.open(io.BytesIO(taken)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(SCREENS / f"{name}.png", optimize=True)


def employ(desk: Desk) -> None:
    """Give the desk its team."""
    django_says(
        desk.home,
        "from kiemtin.desk.accounts.models import Account; from django.contrib.auth.hashers import make_password; "
        f"kept = make_password({PASSWORD!r}); team = { {name: str(role) for name, role in TEAM.items()} }; "
        "[Account.objects.create(name=name, role=role, password=kept) for name, role in team.items()]",
    )


def walk_through(folder: Path, browser: Browser, language: Language) -> None:
    """A question from its sender to the public page and its correction, as everybody on the way sees it."""

    def look(page: Page, name: str) -> None:
        if name in STOPS:
            picture(page, f"{name}-{language}", MAX_HEIGHT_OF_STOP)

    with (
        serving(folder, KIEMTIN_PUBLISHER={"vi": "Tổ kiểm chứng mẫu", "en": "Sample desk"}[language]) as desk,
        walking(browser, desk, language, look, viewport=DESK, color_scheme="light") as walk,
    ):
        employ(desk)
        for other, page in zip(TEAM, (walk.writer, walk.reviewer, walk.later), strict=True):
            walk.sign_in(page, other)
        walk.later.goto(walk.at("desk/people/"))
        picture(walk.later, f"desk-people-{language}")
        walk.be_asked()
        walk.group()
        walk.write()
        walk.review()
        walk.read()
        walk.correct()


def main() -> int:
    """Take all pictures anew; with ``--walk``, those of the walk-through alone."""
    if "--walk" in sys.argv:
        take_walk()
        return 0
    SCREENS.mkdir(exist_ok=True)
    for old in SCREENS.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "home") as desk, chromium() as browser:
        for look, language, options in LOOKS:
            for state, go in STATES.items():
                with visiting(browser, desk, language, **options) as visit:
                    go(visit)
                    picture(visit.page, f"{state}-{look}")
        for state in ON_PAPER:
            with visiting(browser, desk, viewport={"width": 794, "height": 1123}) as visit:
                STATES[state](visit)
                visit.page.emulate_media(media="print")
                picture(visit.page, f"{state}-paper-vi")
    take_walk()
    return 0


def take_walk() -> None:
    """The pictures of the walk-through, in both languages."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for language in LANGUAGES:
            walk_through(Path(folder) / language, browser, language)


if __name__ == "__main__":
    sys.exit(main())
