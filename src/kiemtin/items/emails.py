"""E-mail addresses, plain and with ``(at)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiemtin.items.addresses import Addresses
from kiemtin.items.found import Found, Room
from kiemtin.items.values import EmailAddress, PartKind
from kiemtin.items.view import View

AT = re.compile(r"(?<=[\w.+\-])(?:@|\s?[\[({]\s?(?:@|at|a cong)\s?[\])}]\s?)(?=\w)")
DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot|cham)\s?[\])}]\s?)"
HOST = re.compile(rf"[\w\-]{{1,63}}+(?:{DOT}[\w\-]{{1,63}}+){{1,8}}+")
ANY_DOT = re.compile(DOT)
MAX_LOCAL = 64
"""Characters before the at sign (RFC 5321)."""


def find_emails(view: View, addresses: Addresses, room: Room) -> Iterator[Found]:
    """The addresses whose domain could exist."""
    for found in AT.finditer(view.plain):
        start = _local_start(view.plain, found.start())
        host = HOST.match(view.plain, found.end())
        if host is None or start == found.start():
            continue
        end, domain = _host(view.text, host.start(), host.end(), addresses)
        if not domain or view.text.startswith("/", end) or not room.claim(PartKind.EMAIL, start, end):
            continue
        address = f"{view.text[start : found.start()]}@{domain}"
        yield Found(start, end, EmailAddress(address, addresses.domain(domain.lower())))


def _local_start(plain: str, end: int) -> int:
    start, floor = end, max(0, end - MAX_LOCAL)
    while start > floor and (plain[start - 1].isalnum() or plain[start - 1] in "._+-%"):
        start -= 1
    while start < end and plain[start] in "._+-%":
        start += 1
    return start


def _host(text: str, start: int, end: int, addresses: Addresses) -> tuple[int, str]:
    """The end and the host name of an address, without a sentence glued to it."""
    cuts = [found.start() for found in ANY_DOT.finditer(text, start, end)]
    for stop in [end, *reversed(cuts)]:
        name = ANY_DOT.sub(".", text[start:stop])
        if "." in name and addresses.exists(*reversed(name.split(".")[-2:])):
            return stop, name
    return end, ""
