"""Links inside links: the target of an open redirect is where the reader ends up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kiemtin.items.addresses import Addresses, Written, split_target
from kiemtin.items.found import Found, Room
from kiemtin.items.values import Link, PartKind
from kiemtin.items.view import View
from kiemtin.items.words import is_weak_top_level

MAX_TARGETS = 5
"""Targets read from one link; a genuine one has one or two."""

TARGET = re.compile(
    r"https?(?::|%3a|%253a)(?:/|%2f|%252f){2}"
    r"|(?<==)(?=[a-z0-9\-]{1,63}+(?:\.[a-z0-9\-]{1,63}+){1,8}+(?:[&/?]|%2f|$))"
)
"""An address within an address, as it is or percent-encoded up to twice; or a bare name as a parameter's value."""

TARGET_END = re.compile(r"[&;#]|%26|%2526")


def find_redirects(view: View, addresses: Addresses, room: Room, area: Found) -> Iterator[Found]:
    """Targets in ``area``, the part behind the host of the link ``area.detail``, that lead to another domain."""
    position = area.start
    for _ in range(MAX_TARGETS):
        found = TARGET.search(view.plain, position, area.end)
        if found is None:
            return
        stop = TARGET_END.search(view.plain, found.end(), area.end)
        position = stop.start() if stop else area.end
        target = _read(view.text[found.start() : position], addresses)
        is_link = target is not None and isinstance(area.detail, Link) and _is_elsewhere(target, area.detail)
        if is_link and target is not None and room.admit(PartKind.LINK):
            yield Found(found.start(), position, target)


def _read(written: str, addresses: Addresses) -> Link | None:
    address = unquote(unquote(written)) if "%" in written else written
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "http", address
    target = addresses.link(Written(scheme.lower(), *split_target(rest)), has_scheme=bool(separator), inside=True)
    is_name = target.domain is not None and not is_weak_top_level(target.domain.suffix.rpartition(".")[2])
    return target if separator or is_name else None


def _is_elsewhere(target: Link, link: Link) -> bool:
    if not target.host:
        return False
    if target.domain is None or link.domain is None:
        return target.host != link.host
    return target.domain.registrable != link.domain.registrable
