"""Links as people and scammers write them, each with its place in the reading view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kiemtin.items.addresses import Addresses, authority_length
from kiemtin.items.disguises import find_disguised_names
from kiemtin.items.found import Found, Taken
from kiemtin.items.names import LABEL, NAME, Names
from kiemtin.items.redirects import find_redirects
from kiemtin.items.values import Anchor, Link
from kiemtin.items.view import View

WEB_SCHEME = r"h[tx*]{1,3}p{1,2}(s?)(?:\s?[:;]\s?(?:\\?/|\\){1,4}|//)"
OTHER_SCHEME = r"(?<![a-z0-9])[a-z][a-z0-9+\-]{1,24}+://"
SCHEME = re.compile(rf"(?:{WEB_SCHEME}\s{{0,2}})++|({OTHER_SCHEME})")
"""A scheme as written (``hxxps://``, ``https//``, ``h**p:``), repeated ones as one; searched in lower case."""

TAIL = re.compile(r"[^\s<>\"`“”„‘’«»⟨⟩。，、；！？（）【】《》|\\^]*+")
"""Path, query and fragment: up to a space or a character that no address holds unencoded."""

PLAIN_TAIL_START = re.compile(r"(?::\d{2,5}(?!\d))?[/?#]|:\d{2,5}(?![\w.,])")
WEB_SCHEMES = frozenset({"http", "https", "ftp", "ws", "wss"})
TARGET_SCHEME = re.compile(r"\s*+(?:(?P<name>[a-z][a-z0-9+.\-]{0,30}+):)?+[/\\]*+(?<=[:/\\])")
"""The scheme of an HTML target with its slashes; ``name`` is ``None`` for ``//host``. Relative targets have neither."""

USER_INFO = re.compile(rf"@({LABEL}++(?:\.{LABEL}++){{1,8}}+)")
"""A host behind ``vietcombank.com.vn@``: the name before the at sign is only a user's name."""

NEXT_SCHEME = re.compile(r"[,;|]?(?<![=/?&%:])h(?:tt|xx)ps?:/")
TRAILING = frozenset(".,;:!?'*_~-…")
CLOSING = {")": "(", "]": "[", "}": "{"}


class LinkFinder:
    """Finds the links of one text; ``limit`` links are read, further ones are counted as ``Found`` without detail."""

    def __init__(self, view: View, addresses: Addresses, taken: Taken, limit: int) -> None:
        self._view = view
        self._addresses = addresses
        self._taken = taken
        self._names = Names(view, addresses)
        self._left = limit

    def at_anchor(self, anchor: Anchor) -> Iterator[Found]:
        """The link whose target stands written out at ``anchor``; mail and telephone targets are left to others."""
        start, end = self._view.locate(anchor.start, anchor.end)
        scheme = TARGET_SCHEME.match(self._view.plain, start, end)
        if (
            start >= end
            or scheme is None
            or scheme["name"] in ("mailto", "tel", "sms")
            or not self._taken.free(start, end)
        ):
            return
        self._taken.take(start, end)
        if self._left <= 0:
            yield Found(start, end, None)
            return
        self._left -= 1
        link = self._target(scheme, end)
        shown = anchor.shown if anchor.shown and not _same_address(anchor.shown, link.url) else None
        yield Found(start, end, replace(link, shown=shown))
        yield from self._redirects(link, scheme.end(), end)

    def _target(self, scheme: re.Match[str], end: int) -> Link:
        """A target as a browser reads it: ``javascript:…`` has no host, ``//evil.top`` goes where ``https`` goes."""
        text, name = self._view.text, scheme["name"]
        if name is not None and name not in WEB_SCHEMES:
            return Link(text[scheme.start() : end], "", None, path="", has_scheme=True)
        host_end = scheme.end() + authority_length(text, scheme.end(), end)
        authority, rest = text[scheme.end() : host_end], text[host_end:end]
        return self._addresses.link(name or "https", authority, rest, has_scheme=True)

    def with_scheme(self) -> Iterator[Found]:
        """Links with ``https://``, ``hxxp://``, ``https//`` and the like."""
        view, position = self._view, 0
        lower = view.plain
        while found := SCHEME.search(lower, position):
            position = found.end()
            if found.group(2):
                scheme = found.group(2)[:-3]
            else:
                scheme = "https" if found.group(1) else "http"
            written = view.source(found.start(), found.end()).lower()
            disguised = written not in (f"{scheme}://", f"{scheme}:\\\\", f"{scheme}:/")
            yield from self._scheme_link(found.start(), found.end(), scheme, disguised)
            position = max(position, self._last_end)

    _last_end = 0

    def _scheme_link(self, start: int, host_start: int, scheme: str, disguised: bool) -> Iterator[Found]:
        self._last_end = host_start
        loose = next(find_disguised_names(self._view, self._addresses, self._taken, at=host_start), None)
        if loose is not None:
            _, host_end, host = loose
            end = self._tail_end(host_end)
            yield from self._emit(start, end, scheme, host, host_end, has_scheme=True, disguised=True)
            return
        text = self._view.text
        end = self._tail_end(host_start)
        host_end = host_start + authority_length(text, host_start, end)
        if host_end < end and text[host_end] not in "/?#":
            end = host_end
        if end == host_end:
            end = host_end = self._without_sentence(host_start, host_end)
        if end <= host_start:
            return
        if text[host_start - 1].isspace() and not self._addresses.domain(text[host_start:host_end].split(":")[0]):
            return
        authority = text[host_start:host_end]
        yield from self._emit(start, end, scheme, authority, host_end, has_scheme=True, disguised=disguised)

    def _without_sentence(self, start: int, end: int) -> int:
        """``dx.gov.vn.Tran`` ends before ``.Tran``: cut labels off until the top-level domain exists."""
        written = self._view.text[start:end].rstrip(".-_")
        if "@" in written or ":" in written or "[" in written:
            return start + len(written)
        labels = written.split(".")
        for count in range(len(labels), 1, -1):
            label = labels[count - 1]
            starts_sentence = count > 2 and label[:1].isupper() and label[1:].islower() and labels[count - 2].islower()
            if self._addresses.exists(label) and not (starts_sentence and self._addresses.exists(labels[count - 2])):
                return start + len(".".join(labels[:count]))
        return start + len(written)

    def _tail_end(self, start: int) -> int:
        """Where an address that goes on at ``start`` ends, without the punctuation of the sentence around it."""
        text = self._view.text
        found = TAIL.match(text, start)
        end = found.end() if found else start
        following = NEXT_SCHEME.search(self._view.plain, start, end)
        if following:
            end = following.start()
        return trim(text, start, end)

    def bare(self) -> Iterator[Found]:
        """Names written without a scheme: ``bit.ly/x``, ``www.…``, ``vietcombank-vn.top``, ``10.0.0.1:8080``."""
        view = self._view
        message = _bounds(view.text)
        for found in NAME.finditer(view.text):
            start, end = found.span()
            if not self._taken.free(start, end):
                continue
            user = USER_INFO.match(view.text, end)
            host_start, end = (user.start(1), user.end()) if user else (start, end)
            tail = PLAIN_TAIL_START.match(view.text, end)
            tail_end = self._tail_end(end) if tail else end
            path = tail_end > end + 1
            alone = message == (start, end)
            host_end = self._names.host_end(host_start, end, path=path, alone=alone)
            if host_end > host_start:
                last = tail_end if host_end == end else host_end
                yield from self._emit(start, last, "http", view.text[start:host_end], host_end, has_scheme=False)

    def disguised(self) -> Iterator[Found]:
        """Names with dots in disguise: ``vietcombank[.]com``, ``ehoaq. com``."""
        for start, end, host in find_disguised_names(self._view, self._addresses, self._taken):
            tail_end = self._tail_end(end) if self._view.text[end : end + 1] in ("/", "?", "#") else end
            yield from self._emit(start, tail_end, "http", host, end, has_scheme=False, disguised=True)

    def _emit(
        self,
        start: int,
        end: int,
        scheme: str,
        authority: str,
        host_end: int,
        *,
        has_scheme: bool,
        disguised: bool = False,
    ) -> Iterator[Found]:
        if not self._taken.free(start, end):
            return
        self._taken.take(start, end)
        self._last_end = end
        if self._left <= 0:
            yield Found(start, end, None)
            return
        self._left -= 1
        rest = self._view.text[host_end:end]
        if self._view.source(start, end) != self._view.text[start:end]:
            disguised = True
        link = self._addresses.link(scheme, authority, rest, has_scheme=has_scheme, disguised=disguised)
        yield Found(start, end, link)
        yield from self._redirects(link, host_end, end)

    def _redirects(self, link: Link, start: int, end: int) -> Iterator[Found]:
        for found in find_redirects(self._view, self._addresses, link, start, end):
            if self._left > 0:
                self._left -= 1
                yield found


def _same_address(shown: str, url: str) -> bool:
    """Whether a link text is its own target, give or take the scheme and a slash at the end."""
    bare = [re.sub(r"^[a-z]{2,8}://", "", address.strip().lower()).rstrip("/") for address in (shown, url)]
    return bare[0] == bare[1]


def trim(text: str, start: int, end: int) -> int:
    """``end`` without trailing punctuation and closing brackets that were not opened within the address."""
    counts: dict[str, int] = {}
    while end > start:
        last = text[end - 1]
        if last in CLOSING:
            if not counts:
                counts = {bracket: text.count(bracket, start, end) for bracket in "()[]{}"}
            if counts[last] <= counts[CLOSING[last]]:
                return end
            counts[last] -= 1
        elif last not in TRAILING:
            return end
        end -= 1
    return end


def _bounds(text: str) -> tuple[int, int]:
    """The span of ``text`` without the white space around it."""
    stripped = text.strip()
    start = len(text) - len(text.lstrip())
    return start, start + len(stripped)
