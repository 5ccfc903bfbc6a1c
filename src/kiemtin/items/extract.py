"""From an item to its parts: the message itself, links, accounts, numbers, addresses and amounts in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiemtin.domains import Suffixes
from kiemtin.items.accounts import find_accounts
from kiemtin.items.addresses import Addresses
from kiemtin.items.amounts import find_amounts
from kiemtin.items.emails import find_emails
from kiemtin.items.found import Found, Room
from kiemtin.items.links import LinkFinder
from kiemtin.items.phones import find_phones
from kiemtin.items.receive import receive_text
from kiemtin.items.values import EmailAddress, Item, Part, PartKind
from kiemtin.items.view import View, read

MAX_PARTS = 200
"""Parts of one item besides the message. A genuine newsletter has about 80 links; more buries the one that matters."""

RANK = (PartKind.LINK, PartKind.PHONE, PartKind.BANK_ACCOUNT, PartKind.EMAIL, PartKind.AMOUNT)
"""Which kinds are kept first when there are too many: two hundred amounts must not hide a link."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The parts of an item, the message first, then in order of position; ``left_out`` more were not looked at."""

    parts: tuple[Part, ...]
    left_out: int = 0


def extract(item: Item | str, suffixes: Suffixes | None = None) -> Extraction:
    """Every part of ``item``; never raises on an ``Item``, and takes time linear in its length.

    Parts do not overlap, except that the message holds them all and that a link may hold another one in its query.
    A string is received first, so it may be refused as too large.
    """
    received = receive_text(item) if isinstance(item, str) else item
    view = read(received.text)
    room = Room(len(view.text), MAX_PARTS)
    found = list(_find(received, view, Addresses(suffixes), room))
    kept = sorted(found, key=lambda one: RANK.index(one.kind))[:MAX_PARTS]
    kept.sort(key=lambda one: (one.start, -one.end))
    message = Part("p0", PartKind.MESSAGE, received.text, 0, len(received.text))
    parts = (_part(view, number, one) for number, one in enumerate(kept, 1))
    return Extraction((message, *parts), room.left_out + len(found) - len(kept))


def _find(item: Item, view: View, addresses: Addresses, room: Room) -> Iterator[Found]:
    """Links before all else: whatever stands within one belongs to it."""
    links = LinkFinder(view, addresses, room)
    for anchor in item.anchors:
        yield from links.at_anchor(anchor)
    yield from links.with_scheme()
    for email in find_emails(view, addresses, room):
        yield _with_shown_name(item, view, email)
    yield from links.bare()
    yield from links.disguised()
    yield from links.spaced()
    yield from find_accounts(view, room)
    yield from find_phones(view, room)
    yield from find_amounts(view, room)


def _with_shown_name(item: Item, view: View, found: Found) -> Found:
    """An address in the From line carries the name shown before it."""
    start, end = view.span(found.start, found.end)
    sender, email = item.sender, found.detail
    if sender is None or not isinstance(email, EmailAddress) or not sender.start <= start < end <= sender.end:
        return found
    return replace(found, detail=replace(email, shown_name=sender.name)) if email.address == sender.address else found


def _part(view: View, number: int, found: Found) -> Part:
    start, end = view.span(found.start, found.end)
    return Part(f"p{number}", found.kind, view.original[start:end], start, end, found.detail)
