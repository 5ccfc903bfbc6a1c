"""The web app manifest: the page on a phone's home screen and in its share menu.

What is shared comes as a POST, straight to the page for asking: in an address it would stay in the browser's history
and in the logs of every server on the way. Browsers do that without a service worker, so there is none, and nothing
that could keep a copy of what was asked.
"""

from __future__ import annotations

import json
from functools import lru_cache

from kiemtin.desk.given import IMAGE, MULTIPART, reads_pictures
from kiemtin.desk.rendering import address, say
from kiemtin.desk.statics import address_of
from kiemtin.evidence import Language

MEDIA_TYPE = "application/manifest+json"

ICONS = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)
"""Files, their sizes, types, and whether a phone may cut them to its own shape; ``tools/draw_icons.py`` makes them."""

NAME = "Kiểm Tin"

PAGE_COLOUR, NAME_COLOUR = "#f6f5f2", "#0b4f9e"

FIELDS = {"text": "text", "url": "url"}
"""What an app hands over, by the fields of our form. A title is left out: it is the app's own word, not the message."""

FILES = [{"name": IMAGE, "accept": ["image/*"]}]
"""Pictures, where this desk reads them."""


@lru_cache(maxsize=2)
def manifest(language: Language) -> str:
    """The manifest in ``language``."""
    return json.dumps(_document(language), ensure_ascii=False)


def _document(language: Language) -> dict[str, object]:
    start = address(language, "ask")
    return {
        "id": start,
        "name": say(language, "desk.ask.title"),
        "short_name": NAME,
        "description": say(language, "desk.ask.description"),
        "lang": language,
        "dir": "ltr",
        "start_url": start,
        "scope": "/",
        # With the address in sight: to look at it is what we teach.
        "display": "minimal-ui",
        "background_color": PAGE_COLOUR,
        "theme_color": NAME_COLOUR,
        "icons": [
            {"src": address_of(file), "sizes": sizes, "type": media_type, "purpose": purpose}
            for file, sizes, media_type, purpose in ICONS
        ],
        "share_target": {"action": start, "method": "POST", **_handed_over()},
    }


def _handed_over() -> dict[str, object]:
    if reads_pictures():
        return {"enctype": MULTIPART, "params": {**FIELDS, "files": FILES}}
    return {"enctype": "application/x-www-form-urlencoded", "params": FIELDS}
