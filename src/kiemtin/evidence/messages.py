"""The catalogues: every message a user reads, in Vietnamese (the source language) and English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def render(message_id: str, values: Mapping[str, str | int | float], language: Language) -> str:
    """The message in words; raises ``KeyError`` for an id the catalogue lacks. Values are never parsed again."""
    return catalogue(language)[message_id].format_map(values)


def number(value: float, language: Language, decimals: int = 0) -> str:
    """A number as people write it: ``1.234.567,8`` in Vietnamese, ``1,234,567.8`` in English."""
    written = f"{value:,.{decimals}f}"
    return written if language == "en" else written.translate(str.maketrans(",.", ".,"))


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: Language) -> Mapping[str, str]:
    """All messages of one language: id → text with ``{value}`` fields, from ``catalogue/*.<language>.toml``."""
    messages: dict[str, str] = {}
    for entry in files("kiemtin.evidence").joinpath("catalogue").iterdir():
        if entry.name.endswith(f".{language}.toml"):
            messages |= entries_of(entry.read_text("utf-8"))
    return messages


def entries_of(text: str) -> dict[str, str]:
    """The messages of one file of a catalogue.

    A line of TOML that is a name and a text in quotation marks is JSON but for its sign, and ``json`` reads all of them
    in the time in which ``tomllib`` starts. What is written in another way is left to ``tomllib``.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    try:
        read = json.loads("{" + ",".join(line.replace('" = "', '": "', 1) for line in lines) + "}")
    except ValueError:
        import tomllib

        read = tomllib.loads(text)
    entries: dict[str, str] = read
    return entries


def language_of_locale(locale_name: str) -> Language:
    """The language for a POSIX locale name (``vi_VN.UTF-8``): English where it says so, else Vietnamese."""
    return "en" if locale_name.lower().startswith("en") else "vi"
