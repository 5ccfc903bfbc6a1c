"""Calls, text messages, e-mails, places and payments in cryptocurrencies, as addresses inside codes."""

from __future__ import annotations

import math
import re
from urllib.parse import parse_qs, unquote

from kiemtin.pictures.codes.escapes import pieces, shown
from kiemtin.pictures.codes.values import Call, Crypto, Email, Place, Sms

MAX_QUERY_FIELDS = 32
"""Fields of a query that are read: these addresses have three at most."""

NUMBER = re.compile(r"[+0-9*#(][0-9*#().\s-]{1,38}+")
SMS_END = re.compile(r"[?:;]")
GEO = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?),(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)")

KNOWN_COINS = frozenset(
    {"bitcoin", "ethereum", "litecoin", "dogecoin", "tron", "solana", "monero", "bitcoincash", "ripple", "binance"}
    | {"ton", "lightning"}
)
COINS = {"btc": "bitcoin", "trx": "tron", "usdt": "tron", "xrp": "ripple", "bnb": "binance"}
BARE_ADDRESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bitcoin", re.compile(r"bc1[02-9ac-hj-np-z]{11,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34}")),
    ("ethereum", re.compile(r"0x[0-9a-fA-F]{40}")),
    ("tron", re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")),
)
"""Addresses as wallets show them, without a scheme: their alphabets and lengths (BIP 173, Base58, EIP-55)."""


def read_call(text: str) -> Call | None:
    """The number that ``tel:`` dials."""
    number = _number(text.partition(":")[2])
    return Call(number, is_command="*" in number or "#" in number) if number else None


def read_sms(text: str) -> Sms | None:
    """The text message that ``sms:`` and ``smsto:`` make ready."""
    rest = text.partition(":")[2]
    end = SMS_END.search(rest)
    words = ""
    if end is not None:
        behind = rest[end.end() :]
        words = _query(behind).get("body", "") if end[0] == "?" else unquote(behind).removeprefix("body=")
    number = _number(rest[: end.start()] if end else rest)
    return Sms(number, shown(words)) if number else None


def read_email(text: str) -> Email | None:
    """The e-mail that ``mailto:``, ``MATMSG:`` or ``SMTP:`` makes ready."""
    kind, _, rest = text.partition(":")
    if kind.upper() == "MATMSG":
        fields = dict(pieces(rest))
        address, subject = fields.get("TO", ""), fields.get("SUB", "")
    elif kind.upper() == "SMTP":
        address, _, subject = rest.partition(":")
    else:
        address, _, query = rest.partition("?")
        address, subject = unquote(address), _query(query).get("subject", "")
    return Email(shown(address), shown(subject.partition(":")[0])) if "@" in address else None


def read_place(text: str) -> Place | None:
    """The place of a ``geo:`` address (RFC 5870)."""
    found = GEO.match(text.partition(":")[2])
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    is_on_earth = math.fabs(latitude) <= 90 and math.fabs(longitude) <= 180
    return Place(latitude, longitude) if is_on_earth else None


def read_crypto(text: str) -> Crypto | None:
    """The payment of a ``bitcoin:`` address and its like, or of a bare address."""
    bare = next((name for name, address in BARE_ADDRESSES if address.fullmatch(text)), None)
    if bare is not None:
        return Crypto(bare, shown(text))
    scheme, colon, rest = text.partition(":")
    if not colon or not rest or not scheme.isalpha() or scheme.lower() in ("http", "https"):
        return None
    address, _, query = rest.removeprefix("//").partition("?")
    name = COINS.get(scheme.lower(), scheme.lower())
    if name not in KNOWN_COINS or not address.isascii() or not 8 <= len(address) <= 1_500:
        return None
    return Crypto(name, shown(address), shown(_query(query).get("amount", "")) or None)


def _number(text: str) -> str:
    """A telephone number as it stands there; empty where there is none."""
    found = NUMBER.match(unquote(text[:200]).strip())
    return shown(found[0]) if found else ""


def _query(text: str) -> dict[str, str]:
    """The first value of each field, names in small letters; a query with too many fields says nothing."""
    try:
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS, errors="replace")
    except ValueError:
        return {}
    return {name.lower(): values[0] for name, values in fields.items()}
