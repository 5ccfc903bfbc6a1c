"""What the text of a code means to the telephone that scans it."""

from __future__ import annotations

import re
from collections.abc import Callable

from kiemtin.pictures.codes.cards import read_event, read_mecard, read_vcard
from kiemtin.pictures.codes.emv import looks_like_payment
from kiemtin.pictures.codes.limits import MAX_CODE_CHARACTERS, MAX_SHOWN_TEXT
from kiemtin.pictures.codes.payments import read_payment
from kiemtin.pictures.codes.targets import read_call, read_crypto, read_email, read_place, read_sms
from kiemtin.pictures.codes.values import AppLink, AppSecret, Content, PlainText, Product, WebLink
from kiemtin.pictures.codes.wifi import read_wifi
from kiemtin.pictures.plain_strings import plain_string

ARTICLES = frozenset({"EAN-13", "EAN-8", "UPC-A", "UPC-E", "EAN/UPC"})
"""Formats, as zxing-cpp names them, that hold the number of an article and nothing else."""

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,31}+):(?=\S)")
NO_SCHEME = frozenset({"http", "https", "note", "memo", "re", "ps", "stk", "tel", "sdt", "zalo", "lh", "hotline"})
"""Words before a colon that are no app's, besides those read before."""

BARE_LINK = re.compile(
    r"(?:www\.[^\s/]+|[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,8}\.[A-Za-z]{2,24})(?:[/?#]\S*)?"
)
WEB = re.compile(r"https?://\S", re.IGNORECASE)

Reader = Callable[[str], Content | None]

READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(beginning, re.IGNORECASE), reader)
    for beginning, reader in (
        (r"WIFI:", read_wifi),
        (r"BEGIN:VCARD", read_vcard),
        (r"MECARD:|BIZCARD:", read_mecard),
        (r"BEGIN:(?:VCALENDAR|VEVENT)", read_event),
        (r"tel:", read_call),
        (r"(?:smsto|sms|mmsto|mms):", read_sms),
        (r"mailto:|MATMSG:|SMTP:", read_email),
        (r"geo:", read_place),
        (
            r"(?:bitcoin|ethereum|litecoin|dogecoin|tron|trx|usdt|solana|monero|bitcoincash|ripple|xrp|binance|bnb|ton|"
            r"lightning):",
            read_crypto,
        ),
    )
)


def read_content(text: str, code_format: str = "") -> Content:
    """What scanning a code with this text does; text of no known form is ``PlainText``. Never raises."""
    stripped = text[:MAX_CODE_CHARACTERS].strip("\ufeff \t\r\n\x00")
    if code_format in ARTICLES and stripped.isdigit():
        return Product(stripped)
    if looks_like_payment(stripped):
        return read_payment(stripped)
    for beginning, reader in READERS:
        if beginning.match(stripped):
            return reader(stripped) or _text(stripped)
    return _secret(stripped) or read_crypto(stripped) or _link(stripped) or _text(stripped)


def _secret(text: str) -> AppSecret | None:
    """Keys for one-time passwords and logins on another screen: the words alone are not to be shown or kept."""
    lowered = text[:64].lower()
    if lowered.startswith(("otpauth://", "otpauth-migration://")):
        return AppSecret("one-time-password")
    if lowered.startswith(("2@", "wa-link://", "sgnl://linkdevice", "tg://login", "zalo://login")):
        return AppSecret("login")
    return AppSecret("passkey") if lowered.startswith("fido:/") else None


def _link(text: str) -> WebLink | AppLink | None:
    """An address for the browser or for an app; a bare name such as ``vidu.vn/abc`` opens in the browser as well."""
    if WEB.match(text):
        return WebLink(_address(text))
    if BARE_LINK.fullmatch(text):
        return WebLink(_address(f"https://{text}"))
    scheme = SCHEME.match(text)
    if scheme is None or scheme[1].lower() in NO_SCHEME or scheme[1].isdigit():
        return None
    is_app = text[scheme.end() :].startswith("//") or scheme[1].lower() in (
        "intent",
        "market",
        "itms-apps",
        "javascript",
    )
    return AppLink(scheme[1].lower(), _address(text)) if is_app else None


def _address(text: str) -> str:
    """The address up to the first white space, without characters that nobody sees."""
    return plain_string(text.split(maxsplit=1)[0], MAX_CODE_CHARACTERS)


def _text(text: str) -> PlainText:
    return PlainText(plain_string(text, MAX_SHOWN_TEXT))
