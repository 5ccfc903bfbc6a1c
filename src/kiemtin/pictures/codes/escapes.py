"""Fields separated by semicolons, with backslashes before characters that mean themselves (Wi-Fi, MeCard, MATMSG)."""

from __future__ import annotations

from kiemtin.pictures.codes.limits import MAX_SHOWN
from kiemtin.pictures.plain_strings import plain_string

MAX_PIECES = 64
"""Fields of one code: the fullest contact has about 20."""


def pieces(text: str) -> list[tuple[str, str]]:
    """``KEY:value`` pairs of ``KEY:value;KEY:value;;`` in order, keys in capitals, values without their backslashes."""
    found: list[tuple[str, str]] = []
    for piece in _split(text):
        key, colon, value = piece.partition(":")
        if colon and len(found) < MAX_PIECES:
            found.append((key.strip().upper(), value))
    return found


def _split(text: str) -> list[str]:
    parts: list[str] = []
    current: list[str] = []
    escaped = False
    for one in text:
        if escaped or one not in "\\;":
            current.append(one)
            escaped = False
        elif one == "\\":
            escaped = True
        else:
            parts.append("".join(current))
            current = []
    return [*parts, "".join(current)]


def shown(text: str) -> str:
    """One value of a code, fit to be shown."""
    return plain_string(text, MAX_SHOWN)
