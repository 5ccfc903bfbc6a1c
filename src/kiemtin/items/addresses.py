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

SLASHES = "\u1735\u2041\u2044\u2215\u2571\u27cb\u29f8\u31d3"
"""Signs that look like a slash (UTS #39) and are letters like any other to a browser: ``vidu.vn⁄x.evil.top``."""

HOST_CHARACTERS = re.compile(rf"[\w.\-%~\u0300-\u036f\u0900-\u109f\u1780-\u17d3\u2010-\u2015\u3099\u309a{SLASHES}]*+")
"""What a host is written in: letters of any script with their marks, digits, dots, hyphens, percent signs."""

USER_AND_HOST = re.compile(rf"[^\s/\\?#,;|\"'`“”„‘’«»<>⟨⟩()\[\]{{}}，、；（）【】《》]{{0,{MAX_AUTHORITY}}}+")
"""What may hold ``user@host`` in running text. A browser takes spaces and commas in a user's name; in a message they
end the address, or ``https://a.vn. Email: b@c.vn`` would be one."""

IN_BRACKETS = re.compile(r"\[[^\s\[\]/\\?#@]{1,64}+\]")
"""An IPv6 address as a host."""


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


def authority_end(text: str, start: int) -> int:
    """Where user, host and port end that begin at ``start`` of a running text: at a slash or stray punctuation."""
    found = USER_AND_HOST.match(text, start)
    host_start = text.rfind("@", start, found.end() if found else start) + 1
    if host_start and (host_end := _host_end(text, host_start)) > host_start:
        return host_end
    return _host_end(text, start)


def split_target(target: str) -> tuple[str, str]:
    """Authority and rest of an address given as a whole, as a browser splits it: all before the first slash."""
    found = BEFORE_PATH.match(target)
    cut = found.end() if found else 0
    return target[:cut], target[cut:]


BEFORE_PATH = re.compile(r"[^/\\?#]*+")
PORT = re.compile(r":\d{1,5}(?!\d)")


def _host_end(text: str, start: int) -> int:
    found = IN_BRACKETS.match(text, start) or HOST_CHARACTERS.match(text, start, start + MAX_AUTHORITY)
    end = found.end() if found else start
    port = PORT.match(text, end)
    return port.end() if port else end


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
