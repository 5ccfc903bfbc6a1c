"""From a web address as written to the ``Link`` that a browser would open (WHATWG)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ada_url import URL

from kiemtin.domains import DomainName, Suffixes, bundled_suffixes, parse_domain
from kiemtin.items.values import Link

MAX_AUTHORITY = 1024
"""Characters before the first slash that are looked at; a host name has at most 253."""

HOST_CHARACTERS = re.compile(r"[\w.\-%~\u0300-\u036f\u0900-\u109f\u1780-\u17d3\u2010-\u2015\u3099\u309a]*+")
"""What a host is written in: letters of any script with their marks, digits, dots, hyphens, percent signs."""


@dataclass(frozen=True, slots=True)
class Written:
    """An address as somebody wrote it: ``scheme://authority`` followed by ``rest`` (path, query, fragment)."""

    scheme: str
    authority: str
    rest: str


class Addresses:
    """Reads addresses under one public suffix list, remembering names it has met."""

    def __init__(self, suffixes: Suffixes | None = None) -> None:
        self.suffixes = suffixes or bundled_suffixes()
        self.domain = lru_cache(maxsize=1024)(self._domain)
        self._has_suffix = lru_cache(maxsize=4096)(self._suffix_exists)

    def _domain(self, host: str) -> DomainName | None:
        return parse_domain(host, self.suffixes)

    def _suffix_exists(self, name: str) -> bool:
        return bool(self.suffixes.suffix(_unicode_label(name)))

    def exists(self, top_level: str, before: str = "") -> bool:
        """Whether names can end in ``before.top_level``; ``.za`` itself has none, only ``.co.za`` and others."""
        last = top_level.lower()
        if self._has_suffix(last):
            return True
        return len(last) == 2 and bool(before) and self._has_suffix(f"{before.lower()}.{last}")

    def link(self, written: Written, *, has_scheme: bool, disguised: bool = False, inside: bool = False) -> Link:
        """The link that a browser would open for what was written, or as written where a browser would refuse it."""
        authority, rest = written.authority, written.rest
        source = f"{written.scheme}://{authority}{rest}"
        host_start = authority.rfind("@") + 1
        opened = _open(source)
        if opened is None or not opened.hostname:
            host = authority[host_start:].partition(":")[0].lower()
            user = authority[: max(0, host_start - 1)]
            return Link(source, host, None, rest or "/", user, has_scheme, disguised, inside=inside)
        user = opened.username + (":" + opened.password if opened.password else "")
        return Link(
            url=opened.href,
            host=opened.hostname,
            domain=self.domain(opened.hostname),
            path=opened.pathname,
            user_info=user,
            has_scheme=has_scheme,
            disguised=disguised,
            inside=inside,
        )


def authority_length(text: str, start: int, limit: int) -> int:
    """The characters from ``start`` that belong to user, host and port: up to the first slash or stray punctuation."""
    end = start
    stop = min(limit, start + MAX_AUTHORITY)
    while end < stop and text[end] not in "/\\?#":
        end += 1
    host_start = text.rfind("@", start, end) + 1 or start
    if text.startswith("[", host_start):
        close = text.find("]", host_start, end)
        host_end = close + 1 if close > 0 else host_start
    else:
        found = HOST_CHARACTERS.match(text, host_start, end)
        host_end = found.end() if found else host_start
    port = PORT.match(text, host_end, end)
    return (port.end() if port else host_end) - start


PORT = re.compile(r":\d{1,5}(?!\d)")


def _open(source: str) -> URL | None:
    try:
        return URL(source)
    except ValueError:  # refused, or not encodable (a lone surrogate)
        return None


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label
