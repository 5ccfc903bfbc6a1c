"""Contacts (vCard, RFC 6350; MeCard, NTT Docomo) and events (iCalendar, RFC 5545) inside codes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiemtin.pictures.codes.escapes import pieces, shown
from kiemtin.pictures.codes.limits import MAX_LINES, MAX_LISTED
from kiemtin.pictures.codes.values import Contact, Event

FOLDED = re.compile(r"\r?\n[ \t]")
URL = re.compile(r"https?://[^\s<>\"\\]{1,500}+", re.IGNORECASE)
ESCAPED = re.compile(r"\\([\\,;:])")


def read_vcard(text: str) -> Contact | None:
    """How the contact of a vCard would be reached; whose name it carries is not kept."""
    return _contact(_lines(text))


def read_mecard(text: str) -> Contact | None:
    """The same of a MeCard or BizCard."""
    short = {"T": "TEL", "B": "TEL", "M": "TEL", "E": "EMAIL", "C": "ORG"} if text[:3].upper() == "BIZ" else {}
    return _contact([(short.get(key, key), value) for key, value in pieces(text.partition(":")[2])])


def read_event(text: str) -> Event | None:
    """The entry that scanning offers for the calendar, and the addresses inside it, by which calendars are spammed."""
    fields = _lines(text)
    title = next((value for key, value in fields if key == "SUMMARY"), "")
    start = next((value for key, value in fields if key == "DTSTART"), "")
    urls = [url for _, value in fields for url in URL.findall(value)]
    return Event(shown(title), shown(start), _some(urls))


def _lines(text: str) -> list[tuple[str, str]]:
    """``NAME;parameters:value`` lines, names in capitals without group and parameters."""
    found: list[tuple[str, str]] = []
    for line in FOLDED.sub("", text).splitlines()[:MAX_LINES]:
        head, colon, value = line.partition(":")
        name = head.partition(";")[0].rpartition(".")[2].strip().upper()
        if colon and name:
            found.append((name, ESCAPED.sub(r"\1", value)))
    return found


def _contact(fields: Iterable[tuple[str, str]]) -> Contact:
    values: dict[str, list[str]] = {}
    for key, value in fields:
        values.setdefault(key, []).append(value)
    return Contact(
        organisation=shown(next(iter(values.get("ORG", [])), "").rstrip(";")),
        phones=_some(one.removeprefix("tel:") for one in values.get("TEL", [])),
        emails=_some(values.get("EMAIL", [])),
        urls=_some(values.get("URL", [])),
    )


def _some(values: Iterable[str]) -> tuple[str, ...]:
    """The first few different ones that say anything."""
    return tuple(dict.fromkeys(one for value in values if (one := shown(value))))[:MAX_LISTED]
