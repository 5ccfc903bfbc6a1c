"""What a code in a picture holds: one frozen value per kind of content, every string of it fit to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiemtin.items.boxes import Box


class Fault(StrEnum):
    """What is wrong with a payment code; a bank's app refuses it, or two apps would read it differently."""

    TOO_LONG = "too-long"
    CUT_SHORT = "cut-short"
    BAD_TAG = "bad-tag"
    BAD_LENGTH = "bad-length"
    BAD_VERSION = "bad-version"
    DUPLICATE = "duplicate"
    TOO_MANY_FIELDS = "too-many-fields"
    NO_CHECKSUM = "no-checksum"
    WRONG_CHECKSUM = "wrong-checksum"
    TWO_RECEIVERS = "two-receivers"
    NO_RECEIVER = "no-receiver"
    BAD_BANK = "bad-bank"
    BAD_ACCOUNT = "bad-account"
    BAD_AMOUNT = "bad-amount"
    BAD_CURRENCY = "bad-currency"
    BAD_COUNTRY = "bad-country"
    BAD_METHOD = "bad-method"


class Scheme(StrEnum):
    """Whose payment code it is, by the identifier inside it."""

    VIETQR = "vietqr"
    VNPAY = "vnpay"
    MOMO = "momo"
    ZALOPAY = "zalopay"
    CARDS = "cards"
    UNKNOWN = "unknown"


class Service(StrEnum):
    """What a VietQR code pays to (NAPAS's service codes)."""

    ACCOUNT = "account"
    CARD = "card"
    MERCHANT = "merchant"
    CASH = "cash"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Bank:
    """Who receives for a BIN: ``organisation`` is an id of the register where it has one; ``confirmed`` an ISO date."""

    bin: str
    name: str
    organisation: str | None = None
    confirmed: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment code whose checksum and structure are right.

    ``bin`` and ``account`` are set for VietQR; ``amount`` is written as in the code, in ``currency`` (ISO 4217 letters,
    or its digits where unknown). ``wallet`` is the e-wallet behind a bank's account that only passes money on.
    ``is_fixed`` tells a code for any number of payments (static) from one for a single payment; ``None`` where unsaid.
    """

    scheme: Scheme
    identifier: str = ""
    bin: str | None = None
    bank: Bank | None = None
    account: str | None = None
    service: Service = Service.UNSAID
    wallet: Scheme | None = None
    amount: str | None = None
    currency: str | None = None
    purpose: str = ""
    merchant: str = ""
    city: str = ""
    country: str = ""
    is_fixed: bool | None = None


@dataclass(frozen=True, slots=True)
class BrokenPayment:
    """Text that begins as a payment code and breaks its rules; ``fault`` is the first broken one."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class WebLink:
    """An address that opens in the browser."""

    url: str


@dataclass(frozen=True, slots=True)
class AppLink:
    """An address that opens another app: ``scheme`` is what stands before the colon."""

    scheme: str
    url: str


@dataclass(frozen=True, slots=True)
class Wifi:
    """A Wi-Fi network to join. The password is not kept; ``is_open`` says that there is none."""

    network: str
    is_open: bool
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry for the address book: whom it names is not kept, only how it would be reached."""

    organisation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A number to dial; ``is_command`` marks one with ``*`` or ``#``, which may change the telephone's settings."""

    number: str
    is_command: bool = False


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message made ready: to which number, with which words."""

    number: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail made ready."""

    address: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Crypto:
    """A request for a payment that nobody can call back."""

    currency: str
    address: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An entry for the calendar; ``urls`` are addresses inside it."""

    title: str = ""
    start: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppSecret:
    """A key for an app that makes one-time passwords, or a login on another screen: only its kind is kept."""

    kind: str


@dataclass(frozen=True, slots=True)
class Product:
    """The number of an article."""

    number: str


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text that does nothing by itself."""

    text: str


Content = (
    Payment
    | BrokenPayment
    | WebLink
    | AppLink
    | Wifi
    | Contact
    | Call
    | Sms
    | Email
    | Place
    | Crypto
    | Event
    | AppSecret
    | Product
    | PlainText
)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a picture: ``format`` as zxing-cpp names it, ``polygon`` its corners from top left, clockwise."""

    text: str
    format: str
    box: Box
    polygon: tuple[tuple[int, int], ...]
    content: Content
