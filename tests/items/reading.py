"""Short ways to say what was found in a text."""

from __future__ import annotations

from kiemtin.items import Item, Link, Part, PartKind, PhoneNumber, extract


def parts_of(text: str | Item, kind: str) -> list[Part]:
    """The parts of one kind."""
    return [part for part in extract(text).parts if part.kind == kind]


def links_of(text: str | Item) -> list[tuple[str, str]]:
    """Each link as written, with the host that a browser would ask for."""
    return [(part.text, part.detail.host) for part in parts_of(text, PartKind.LINK) if isinstance(part.detail, Link)]


def link_of(text: str | Item) -> Link:
    """The one link of a text."""
    (part,) = parts_of(text, PartKind.LINK)
    if not isinstance(part.detail, Link):
        raise TypeError(part)
    return part.detail


def phones_of(text: str) -> list[tuple[str, str, str]]:
    """Each telephone number as written, as dialled, and its line."""
    found = parts_of(text, PartKind.PHONE)
    return [(part.text, part.detail.number, part.detail.line) for part in found if isinstance(part.detail, PhoneNumber)]
