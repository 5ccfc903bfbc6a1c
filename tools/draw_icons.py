"""Draws the PNG icons of the desk from ``icon.svg``, with a real browser; run it after changing the drawing.

Run as ``python tools/draw_icons.py``; needs Playwright's Python package and Chromium at ``/usr/bin/chromium``.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parent.parent / "src/kiemtin/desk/static"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

PAPER = "#ffffff"

ICONS = (
    # A phone cuts a maskable icon to a circle of four fifths of its width (W3C, Web Application Manifest).
    ("icon-maskable-512.png", 512, 0.6, PAPER),
    ("icon-180.png", 180, 0.76, PAPER),  # iOS shows black where nothing is drawn
    ("icon-192.png", 192, 1.0, "transparent"),
    ("icon-512.png", 512, 1.0, "transparent"),
)
"""File, pixels, share of them that the drawing takes, and what is behind it."""


def draw(page: Page, drawing: str, icon: tuple[str, int, float, str]) -> None:
    """Write one icon."""
    name, size, share, behind = icon
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f'<body style="margin:0;background:{behind};display:grid;place-items:center;height:{size}px">'
        f'<img width="{size * share}" height="{size * share}" src="data:image/svg+xml;base64,{drawing}">'
    )
    page.wait_for_function("document.images[0].complete")
    page.screenshot(path=STATIC / name, omit_background=True)


def main() -> int:
    """Write every icon."""
    drawing = b64encode((STATIC / "icon.svg").read_bytes()).decode("ascii")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        for icon in ICONS:
            draw(page, drawing, icon)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
