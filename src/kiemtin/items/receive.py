"""The door: what is handed over comes in whole, within limits, or is refused with a reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path, PurePath

from kiemtin.errors import OutOfReach, Refused, TooLarge, Unreadable
from kiemtin.items.values import Item, Unread
from kiemtin.text.charsets import LONGEST_NAME, decode
from kiemtin.text.limits import MAX_TEXT_BYTES, require_within_limits

TEXT_TYPES = frozenset({"", ".txt", ".text"})
MAIL_TYPES = frozenset({".eml"})
PAGE_TYPES = frozenset({".html", ".htm"})

MAX_TEXT_FILE_BYTES = 2 * MAX_TEXT_BYTES + 2
"""A text file may be UTF-16, which takes two bytes where UTF-8 takes one; then the limit of any text applies."""

MAX_MAIL_BYTES = 10 * 1024 * 1024
"""Attachments count: mail services refuse little below 10 MiB."""

MAX_PAGE_BYTES = 2 * 1024 * 1024
"""Saved pages carry styles and scripts; their visible text must fit the limit of any text."""

META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}['\"]?([a-zA-Z0-9_\-]{1,40})")
META_REACH = 4_096
"""Bytes in which a page declares its charset; browsers look at the first 1,024."""

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def receive_text(text: str) -> Item:
    """``text`` as an item, exactly as handed over; raises ``TooLarge`` past a limit."""
    require_within_limits(text)
    return Item(text)


def receive_file(path: Path) -> Item:
    """The file at ``path`` as an item; a type that is not read gives an empty item that says so.

    Raises ``OutOfReach`` where there is no readable file, ``Refused`` where it is a directory, a pipe or a device,
    and whatever ``receive_bytes`` raises. Never reads more than the limit of the file's type.
    """
    name = _printable(path.name)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise OutOfReach("missing.file", name=_printable(str(path))) from error
    if not stat.S_ISREG(status.st_mode):
        raise Refused("refused.not-a-file", name=name)
    limit = _limit(path.name)
    if limit == 0:
        return _unread_type(name)
    if status.st_size > limit:
        raise TooLarge("refused.file-too-large", name=name, size=status.st_size, limit=limit)
    return receive_bytes(_read(path, limit + 1), path.name)


def receive_bytes(data: bytes, name: str = "") -> Item:
    """``data``, read by the type that ``name`` ends in (no ending: text), as an item.

    Raises ``TooLarge`` past a limit and ``Unreadable`` where the bytes are not what the name says.
    """
    suffix = PurePath(name).suffix.lower()
    limit = _limit(name)
    if limit == 0:
        return _unread_type(_printable(name))
    if len(data) > limit:
        raise TooLarge("refused.file-too-large", name=_printable(name), size=len(data), limit=limit)
    if suffix in MAIL_TYPES:
        item = _mail(data)
    elif suffix in PAGE_TYPES:
        item = _page(data)
    else:
        item = Item(_text(data))
    require_within_limits(item.text)
    return item


def _limit(name: str) -> int:
    """The bytes read of a file called ``name``; 0 where its type is not read."""
    suffix = PurePath(name).suffix.lower()
    if suffix in TEXT_TYPES:
        return MAX_TEXT_FILE_BYTES
    if suffix in MAIL_TYPES:
        return MAX_MAIL_BYTES
    return MAX_PAGE_BYTES if suffix in PAGE_TYPES else 0


def _read(path: Path, limit: int) -> bytes:
    """At most ``limit`` bytes; does not wait where the file has become a pipe since it was looked at."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(limit) or b""
    except OSError as error:
        raise OutOfReach("missing.file", name=_printable(str(path))) from error


def _text(data: bytes) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("refused.not-text") from error
    if "\x00" in text:
        raise Unreadable("refused.not-text")
    return text


def _mail(data: bytes) -> Item:
    from kiemtin.items.mail import read_mail

    return read_mail(data)


def _page(data: bytes) -> Item:
    """A page is read by its byte order mark, else by the charset it declares, else as UTF-8."""
    from kiemtin.items.page import MIN_HIDDEN, read_page

    declared = META_CHARSET.search(data, 0, META_REACH)
    charset = declared.group(1).decode("ascii") if declared else "utf-8"
    charset = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), charset)
    html, complete = decode(data.removeprefix(codecs.BOM_UTF8), charset.removesuffix("-sig"))
    page = read_page(html)
    unread = []
    if not complete:
        unread.append(Unread("unread.encoding", (("charset", charset[:LONGEST_NAME]),)))
    if page.hidden >= MIN_HIDDEN:
        unread.append(Unread("unread.hidden-text", (("count", page.hidden),)))
    return Item(page.text, "page", page.anchors, None, tuple(unread))


def _unread_type(name: str) -> Item:
    return Item("", "unread", unread=(Unread("unread.file-type", (("name", name),)),))


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
