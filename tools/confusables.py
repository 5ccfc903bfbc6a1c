"""Rewrites ``src/kiemtin/text/data/confusables.tsv`` from the UTS #39 table inside the package confusable-homoglyphs.

Run as ``python tools/confusables.py`` after installing that package; the result is committed, so users never need it.
"""

from __future__ import annotations

import importlib.resources
import json
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/kiemtin/text/data/confusables.tsv"
HEADER = (
    "# Characters that look like ASCII letters or digits: Unicode security data (UTS #39 confusables.txt),\n"
    "# reduced to targets of ASCII letters and digits. Copyright Unicode, Inc., Unicode License v3: see NOTICE.\n"
)


def ascii_lookalikes() -> dict[str, str]:
    """Every non-ASCII character whose UTS #39 prototype is made of ASCII letters or digits, in lower case."""
    table = json.loads(
        importlib.resources.files("confusable_homoglyphs").joinpath("confusables.json").read_text("utf-8")
    )
    found = {}
    for character, targets in table.items():
        if len(character) != 1 or character.isascii():
            continue
        plain = [t["c"].lower() for t in targets if t["c"].isascii() and t["c"].isalnum()]
        folded = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
        if plain and not folded.isascii():
            found[character] = min(plain, key=len)
    return found


if __name__ == "__main__":
    rows = "".join(f"{ord(c):04X}\t{target}\n" for c, target in sorted(ascii_lookalikes().items()))
    TARGET.write_text(HEADER + rows, "utf-8")
