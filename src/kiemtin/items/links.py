"""Links as people and scammers write them, each with its place in the reading view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiemtin.items.addresses import HOST_CHARACTERS, SLASHES, Addresses, Written, authority_end, split_target
from kiemtin.items.disguises import DisguisedName, disguised_name_at, find_disguised_names, find_spaced_letters
from kiemtin.items.found import Found, Room
from kiemtin.items.names import LABEL, NAME, Names
from kiemtin.items.redirects import find_redirects
from kiemtin.items.values import Anchor, Link, PartKind
from kiemtin.items.view import View

WEB_SCHEME = r"h[tx*]{1,3}p{1,2}(s?)(?:\s?(?:[:;]|\[:\])\s?(?:\\?/|\\){1,4}|//)"
OTHER_SCHEME = r"(?<![a-z0-9])(?![a-z0-9+\-]{0,24}h(?:tt|xx)ps?:)[a-z][a-z0-9+\-]{1,24}+://"
SCHEME = re.compile(rf"(?:{WEB_SCHEME}[ \t]{{0,2}})++|({OTHER_SCHEME})")
"""A scheme as written (``hxxps://``, ``https//``, ``h**p:``), repeated ones as one; searched in lower case."""

TAIL = re.compile(r"[^\s<>\"`“”„‘’«»⟨⟩。，、；！？（）【】《》|\\^]*+")
"""Path, query and fragment: up to a space or a character that no address holds unencoded."""

PATH_STARTS = ("/", "\\", "?", "#")
PATH_FOLLOWS = re.compile(r"(?::\d{2,5})?[/?#][^\s.,;:!?)\]}'\"]|:\d{2,5}(?![\w.,:])")
NEXT_SCHEME = re.compile(r"[,;|]?(?<![=/?&%:])h(?:tt|xx)ps?:/")
"""Another address glued to this one; behind ``=`` or ``/`` it belongs to this one."""

TAIL_STEP = 256
"""Characters of an address read at once; a run of thousands of glued addresses would be read to its end for each."""

SCHEME_LENGTH = 10
"""Characters of a scheme that may stand across two steps."""

FULL_WIDTH_SLASHES = frozenset("／＼")
"""Read as slashes in a text; in a host a browser refuses them."""

MAX_BEHIND_SLASHES = 253
"""Characters looked at behind a sign that looks like a slash: the length of a host name."""

USER_INFO = re.compile(rf"@({LABEL}++(?:\.{LABEL}++){{1,8}}+)")
"""A host behind ``vietcombank.com.vn@``: the name before the at sign is only a user's name."""

WEB_SCHEMES = frozenset({"http", "https", "ftp", "ws", "wss"})
OTHER_FINDERS = frozenset({"mailto", "tel", "sms"})
TARGET_SCHEME = re.compile(r"(?:(?P<name>[a-z][a-z0-9+.\-]{0,30}+):)?+[/\\]{0,8}+(?<=[:/\\])")
"""The scheme of an HTML target with its slashes; ``name`` is ``None`` for ``//host``."""

TRAILING = frozenset(".,;:!?'*_~-…")
CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class _Written:
    """An address as it stands in the view: its span, its authority, and where that authority's text ends."""

    start: int
    end: int
    authority: str
    authority_end: int
    scheme: str = "http"
    has_scheme: bool = False
    disguised: bool = False


class LinkFinder:
    """Finds the links of one text, in the order in which its methods are called; earlier ones keep their place."""

    def __init__(self, view: View, addresses: Addresses, room: Room) -> None:
        self._view = view
        self._addresses = addresses
        self._room = room
        self._names = Names(view, addresses)

    def at_anchor(self, anchor: Anchor) -> Iterator[Found]:
        """The link whose target stands written out at ``anchor``; mail and telephone targets are left to others."""
        start, end = self._view.locate(anchor.start, anchor.end)
        scheme = TARGET_SCHEME.match(self._view.plain, start, end)
        if scheme is None or scheme["name"] in OTHER_FINDERS or not self._room.claim(PartKind.LINK, start, end):
            return
        link = self._target(scheme, end)
        shown = anchor.shown if anchor.shown and not _is_same_address(anchor.shown, link.url) else None
        yield Found(start, end, replace(link, shown=shown))
        yield from find_redirects(self._view, self._addresses, self._room, Found(scheme.end(), end, link))

    def with_scheme(self) -> Iterator[Found]:
        """Links with ``https://``, ``hxxp://``, ``https//`` and the like."""
        position = 0
        while found := SCHEME.search(self._view.plain, position):
            position = found.end()
            written = self._behind_scheme(found)
            if written is not None:
                position = max(position, written.end)
                yield from self._emit(written)

    def bare(self) -> Iterator[Found]:
        """Names written without a scheme: ``bit.ly/x``, ``www.…``, ``vietcombank-vn.top``, ``10.0.0.1:8080``."""
        text = self._view.text
        message = _bounds(text)
        for found in NAME.finditer(text):
            start, end = found.span()
            if not self._room.is_free(start, end):
                continue
            if self._room.is_full(PartKind.LINK):
                self._room.admit(PartKind.LINK)
                continue
            user = USER_INFO.match(text, end)
            host_start, end = (user.start(1), user.end()) if user else (start, end)
            has_path = PATH_FOLLOWS.match(text, end) is not None
            host_end = self._names.host_end(host_start, end, path=has_path, alone=message == (start, end))
            if host_end > host_start:
                last = self._free_tail_end(end) if has_path and host_end == end else host_end
                yield from self._emit(_Written(start, last, text[start:host_end], host_end))

    def disguised(self) -> Iterator[Found]:
        """Names with dots in disguise: ``vietcombank[.]com``, ``ehoaq. com``."""
        yield from self._named(find_disguised_names(self._view, self._addresses, self._room))

    def spaced(self) -> Iterator[Found]:
        """Names with their letters apart: ``v i d u . t o p``."""
        yield from self._named(find_spaced_letters(self._view, self._addresses))

    def _named(self, names: Iterator[DisguisedName]) -> Iterator[Found]:
        for name in names:
            end = self._tail_end(name.end) if self._view.text.startswith(PATH_STARTS, name.end) else name.end
            yield from self._emit(_Written(name.start, end, name.host, name.end, disguised=True))

    def _target(self, scheme: re.Match[str], end: int) -> Link:
        """A target as a browser reads it: ``javascript:…`` has no host, ``//evil.top`` goes where ``https`` goes."""
        text, name = self._view.text, scheme["name"]
        if name is not None and name not in WEB_SCHEMES:
            return Link(text[scheme.start() : end], "", None, path="", has_scheme=True)
        target = split_target(text[scheme.end() : end])
        return self._addresses.link(Written(name or "https", *target), has_scheme=True)

    def _behind_scheme(self, found: re.Match[str]) -> _Written | None:
        """The address behind a scheme, or ``None`` where there is none."""
        text, start, host_start = self._view.text, found.start(), found.end()
        scheme = found[2][:-3] if found[2] else "https" if found[1] else "http"
        name = disguised_name_at(self._view, self._addresses, host_start, commas=True)
        if name is not None:
            end = self._tail_end(name.end) if text.startswith((":", *PATH_STARTS), name.end) else name.end
            return _Written(start, end, name.host, name.end, scheme, has_scheme=True, disguised=True)
        end = host_end = authority_end(text, host_start)
        if text.startswith(PATH_STARTS, host_end):
            end = self._tail_end(host_end)
        if end <= host_end:
            end = host_end = self._without_sentence(host_start, host_end)
        authority = text[host_start:host_end]
        is_apart = text[host_start - 1].isspace()
        if end <= host_start or (is_apart and ("@" in authority or not self._addresses.domain(authority))):
            return None
        written = self._view.source(start, host_start).lower()
        disguised = written not in (f"{scheme}://", f"{scheme}:\\\\", f"{scheme}:/") or not set(SLASHES).isdisjoint(
            authority
        )
        return _Written(start, end, authority, host_end, scheme, has_scheme=True, disguised=disguised)

    def _without_sentence(self, start: int, end: int) -> int:
        """``dx.gov.vn.Tran`` ends before ``.Tran``: cut labels off until the top-level domain exists."""
        written = self._view.text[start:end].rstrip(".-_~%" + SLASHES)
        if any(sign in written for sign in "@:[" + SLASHES):
            return start + len(written)
        labels = written.split(".")
        if len(labels) > 32:
            return start + len(written)
        for count in range(len(labels), 1, -1):
            label, before = labels[count - 1], labels[count - 2]
            is_sentence = count > 2 and label[:1].isupper() and label[1:].islower() and before.islower()
            if self._addresses.exists(label, before) and not (is_sentence and self._addresses.exists(before)):
                return start + len(".".join(labels[:count]))
        return start + len(written)

    def _tail_end(self, start: int) -> int:
        """Where an address that goes on at ``start`` ends, without the punctuation of the sentence around it."""
        view, end = self._view, start
        while True:
            found = TAIL.match(view.text, end, end + TAIL_STEP)
            stop = found.end() if found else end
            following = NEXT_SCHEME.search(view.plain, max(start, end - SCHEME_LENGTH), stop)
            if following or stop < end + TAIL_STEP:
                return trim(view.text, start, following.start() if following else stop)
            end = stop

    def _free_tail_end(self, start: int) -> int:
        """The same, or ``start`` where the tail would run into another part: ``vidu.vn/ten@vidu.vn``."""
        end = self._tail_end(start)
        return end if self._room.is_free(start, end) else start

    def _through_slashes(self, written: _Written) -> _Written:
        """``written`` with the host that goes on behind signs that only look like a slash: ``vidu.vn⁄x.evil.top``."""
        view, cut = self._view, written.authority_end
        limit, end = cut + MAX_BEHIND_SLASHES, cut
        while end < limit and self._is_false_slash(end):
            found = HOST_CHARACTERS.match(view.text, end + 1, limit)
            end = found.end() if found else end + 1
        name = view.text[cut:end].rstrip(".-_~%")
        labels = name.split(".")
        if len(labels) < 2 or not self._addresses.exists(labels[-1], labels[-2]):
            return written
        end = cut + len(name)
        tail = self._tail_end(end) if view.text.startswith((":", *PATH_STARTS), end) else end
        authority = written.authority + view.source(cut, end)
        return replace(written, authority=authority, authority_end=end, end=tail, disguised=True)

    def _is_false_slash(self, place: int) -> bool:
        character = self._view.text[place : place + 1]
        if character in ("/", "\\"):
            return self._view.source(place, place + 1) in FULL_WIDTH_SLASHES
        return character != "" and character in SLASHES

    def _emit(self, written: _Written) -> Iterator[Found]:
        written = self._through_slashes(written)
        if not self._room.claim(PartKind.LINK, written.start, written.end):
            return
        view = self._view
        is_changed = view.source(written.start, written.end) != view.text[written.start : written.end]
        rest = view.text[written.authority_end : written.end]
        link = self._addresses.link(
            Written(written.scheme, written.authority, rest),
            has_scheme=written.has_scheme,
            disguised=written.disguised or is_changed,
        )
        yield Found(written.start, written.end, link)
        target_area = Found(written.authority_end, written.end, link)
        yield from find_redirects(view, self._addresses, self._room, target_area)


def trim(text: str, start: int, end: int) -> int:
    """``end`` without trailing punctuation and closing brackets that were not opened within the address."""
    counts: dict[str, int] = {}
    while end > start:
        last = text[end - 1]
        if last in CLOSING:
            counts = counts or {bracket: text.count(bracket, start, end) for bracket in "()[]{}"}
            if counts[last] <= counts[CLOSING[last]]:
                return end
            counts[last] -= 1
        elif last not in TRAILING:
            return end
        end -= 1
    return end


def _is_same_address(shown: str, url: str) -> bool:
    """Whether a link text is its own target, give or take the scheme and a slash at the end."""
    bare = [re.sub(r"^[a-z]{2,8}://", "", address.strip().lower()).rstrip("/") for address in (shown, url)]
    return bare[0] == bare[1]


def _bounds(text: str) -> tuple[int, int]:
    """The span of ``text`` without the white space and punctuation around it."""
    around = " \t\r\n\"'<>()[]{}.,;:!?*"
    start = len(text) - len(text.lstrip(around))
    return start, start + len(text.strip(around))
