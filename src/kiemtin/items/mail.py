"""E-mails as their reader sees them: the claimed sender, the subject, the body; attachments are named, not opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from kiemtin.errors import TooLarge, Unreadable
from kiemtin.items.page import MIN_HIDDEN, read_page
from kiemtin.items.values import Anchor, Item, Sender, Unread
from kiemtin.text.charsets import LONGEST_NAME, decode

MAX_MIME_PARTS = 100
"""Parts of one e-mail that are looked at; newsletters have about five."""

MAX_MIME_CONTAINERS = 30
"""Mentions of ``multipart/`` or ``message/``: each level of nesting needs one, and the standard parser recurses."""

MAX_BOUNDARIES = 2_000
"""Lines that begin like a boundary; each makes the parser build one more part."""

MAX_MAIL_LINES = 200_000
"""Lines of one e-mail as sent; 10 MiB of base64 have 138,000."""

MAX_HEADER = 2_000
"""Characters of one header line that are decoded."""

ODD_ERRORS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, MessageError)
"""What the standard library's e-mail parser raises on hostile input, as fuzzers report it."""

HEADER_LINE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:From [^\n]{0,500}\n)?[!-9;-~]{1,100}:")


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of an e-mail: its text, and anchors into it."""

    text: str
    anchors: tuple[Anchor, ...]


def read_mail(data: bytes) -> Item:
    """The e-mail in ``data`` as an item; raises ``Unreadable`` where it is none, ``TooLarge`` past a limit."""
    if not HEADER_LINE.match(data.lstrip(b"\r\n")):
        raise Unreadable("refused.not-mail")
    _require_within_mail_limits(data)
    try:
        return _read(message_from_bytes(data.lstrip(b"\r\n"), policy=policy.compat32))
    except ODD_ERRORS as error:
        raise Unreadable("refused.not-mail") from error


def _require_within_mail_limits(data: bytes) -> None:
    lower = data.lower()
    counts = (
        (lower.count(b"\n") + lower.count(b"\r"), 2 * MAX_MAIL_LINES),
        (lower.count(b"multipart/") + lower.count(b"message/"), MAX_MIME_CONTAINERS),
        (lower.count(b"\n--"), MAX_BOUNDARIES),
    )
    for size, limit in counts:
        if size > limit:
            raise TooLarge("refused.too-many-mail-parts", size=size, limit=limit)


def _read(message: Message) -> Item:
    unread: list[Unread] = []
    head, sender = _head(message)
    body = _body(message, unread)
    shift = len(head)
    anchors = tuple(Anchor(anchor.start + shift, anchor.end + shift, anchor.shown) for anchor in body.anchors)
    return Item(head + body.text, "mail", anchors, sender, tuple(dict.fromkeys(unread)))


def _head(message: Message) -> tuple[str, Sender | None]:
    """The lines From, Reply-To and Subject, and where the sender stands in them."""
    lines: list[str] = []
    sender = None
    for name in ("From", "Reply-To", "Subject"):
        value = header_text(_raw_header(message, name))
        if not value:
            continue
        if name == "From":
            start = len("From: ")
            sender = _sender(value, start)
        lines.append(f"{name}: {value}\n")
    return "".join(lines) + ("\n" if lines else ""), sender


def _sender(value: str, start: int) -> Sender:
    """The shown name and the address of a From line; what stands in the last angle brackets is the address."""
    opening, closing = value.rfind("<"), value.rfind(">")
    if not 0 <= opening < closing:
        return Sender("", value.strip(), start, start + len(value))
    name = value[:opening].strip().strip('"').strip()
    return Sender(name, value[opening + 1 : closing].strip(), start, start + len(value))


def _raw_header(message: Message, name: str) -> str:
    """The first header of this name as it was sent, though many programs write UTF-8 there without encoding it."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def header_text(value: object) -> str:
    """One header's value, decoded, on one line."""
    written = str(value or "")[:MAX_HEADER]
    try:
        pieces = [_decoded(piece, charset) for piece, charset in decode_header(written)]
    except ODD_ERRORS:
        pieces = [written]
    return " ".join("".join(pieces).split())


def _decoded(piece: bytes | str, charset: str | None) -> str:
    return piece if isinstance(piece, str) else decode(piece, charset or "")[0]


def _body(message: Message, unread: list[Unread]) -> _Body:
    text, anchors = "", []
    for number, part in enumerate(_shown_parts(message)):
        if number >= MAX_MIME_PARTS:
            unread.append(Unread("unread.mail-parts", (("limit", MAX_MIME_PARTS),)))
            break
        if _is_attachment(part):
            unread.append(_attachment(part))
            continue
        body = _text_of(part, unread)
        start = len(text) + 1 if text else 0
        text = f"{text}\n{body.text}" if text else body.text
        anchors += [Anchor(anchor.start + start, anchor.end + start, anchor.shown) for anchor in body.anchors]
    return _Body(text, tuple(anchors))


def _shown_parts(message: Message) -> Iterator[Message]:
    """The leaves that a mail program shows or lists; of alternatives the richest. Nested messages are leaves."""
    pending = [message]
    while pending:
        part = pending.pop()
        children = part.get_payload()
        if part.get_content_maintype() != "multipart" or not isinstance(children, list):
            yield part
            continue
        parts = [child for child in children if isinstance(child, Message)]
        if part.get_content_subtype() == "alternative":
            parts = [max(parts, key=_richness)] if parts else []
        pending.extend(reversed(parts))


def _richness(part: Message) -> int:
    kind = part.get_content_type()
    if kind == "text/html":
        return 2
    return 3 if kind.startswith("multipart/") else int(kind == "text/plain")


def _is_attachment(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    return disposition.startswith("attachment") or part.get_content_type() not in ("text/plain", "text/html")


def _attachment(part: Message) -> Unread:
    try:
        name = header_text(part.get_filename())
    except ODD_ERRORS:
        name = ""
    return Unread("unread.attachment", (("name", name or "?"), ("type", part.get_content_type()[:100])))


def _text_of(part: Message, unread: list[Unread]) -> _Body:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = str(part.get_content_charset() or "")
    text, complete = decode(data, charset)
    if not complete:
        unread.append(Unread("unread.encoding", (("charset", charset[:LONGEST_NAME]),)))
    if part.get_content_type() != "text/html":
        return _Body(text.replace("\r\n", "\n"), ())
    page = read_page(text)
    if page.hidden >= MIN_HIDDEN:
        unread.append(Unread("unread.hidden-text", (("count", page.hidden),)))
    return _Body(page.text, page.anchors)
