"""The values that receiving and extracting produce: frozen, and impossible to build wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kiemtin.domains import DomainName
from kiemtin.items.boxes import Box

if TYPE_CHECKING:
    from kiemtin.items.pictures import SeenPicture


class PartKind(StrEnum):
    """What a part of an item is."""

    MESSAGE = "message"
    LINK = "link"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    EMAIL = "email"
    AMOUNT = "amount"
    PICTURE = "picture"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Unread:
    """Something inside an item that was not looked at: ``what`` (a message id) with its ``values``."""

    what: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of an HTML page or e-mail: ``text[start:end]`` is the target as written out in the item's text.

    ``shown`` is what the reader sees instead of the target.
    """

    start: int
    end: int
    shown: str


@dataclass(frozen=True, slots=True)
class Sender:
    """The From line of an e-mail: the name it shows and the address it really gives, as spans of the item's text."""

    name: str
    address: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link: ``url`` is what a browser would open (WHATWG), ``domain`` its host taken apart.

    ``domain`` is ``None`` for an IP address or a host that is no domain name. ``path`` leaves out the query;
    ``host`` is empty for ``javascript:`` and ``data:`` targets of HTML. ``has_scheme`` says whether the sender
    wrote ``http(s)://``; ``disguised`` whether it had to be read through ``hxxp``, ``[.]``, spaces and the like;
    ``shown`` is the link text of HTML, where it differs; ``inside`` is set when the link stood in another one's query.
    """

    url: str
    host: str
    domain: DomainName | None
    path: str = "/"
    user_info: str = ""
    has_scheme: bool = False
    disguised: bool = False
    shown: str | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A telephone number: ``number`` in international form (``+84912345678``), or as dialled (``19001234``, ``156``).

    ``line`` is ``mobile``, ``landline``, ``service`` (1800/1900), ``short`` (short codes) or ``foreign``.
    """

    number: str
    line: str
    disguised: bool = False


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A bank account number (digits, or an alias in letters) with the bank named beside it, as written."""

    number: str
    bank: str | None


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An e-mail address; ``shown_name`` is the display name of a From line."""

    address: str
    domain: DomainName | None
    shown_name: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; ``currency`` is an ISO 4217 code, ``value`` in its main unit."""

    value: float
    currency: str


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A QR or other code: its ``format`` (``QRCode``), and what scanning it does, as message ids with values.

    ``differs`` says, in the same way, where it leads elsewhere than the words of its picture say.
    """

    format: str
    does: tuple[Unread, ...] = ()
    differs: Unread | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """``text[start:end]`` of an item stands in ``box`` of a picture, on the line numbered ``line``."""

    start: int
    end: int
    box: Box
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an item's text: what was typed, or, with ``image`` (from 0), what was read in that picture.

    ``box`` is the picture, or the ``code`` that holds the text; ``account`` is whom the code pays.
    """

    start: int
    end: int
    image: int | None = None
    box: Box | None = None
    spots: tuple[Spot, ...] = ()
    code: ScannedCode | None = None
    account: BankAccount | None = None

    def moved(self, by: int) -> Section:
        """The same section ``by`` code points further on."""
        spots = tuple(replace(spot, start=spot.start + by, end=spot.end + by) for spot in self.spots)
        return replace(self, start=self.start + by, end=self.end + by, spots=spots)


@dataclass(frozen=True, slots=True)
class Item:
    """What one person handed over, unchanged, within the limits; every span is in code points of ``text``.

    For an HTML page or an e-mail ``text`` is what its reader sees, with each link's target written out behind its
    text as ``⟨https://…⟩``, so that every finding can point at it. ``source`` is ``text``, ``page``, ``mail``,
    ``picture`` (text of pictures, read by a machine) or ``unread`` (a type that is not read: the text is empty and
    ``unread`` says so). With ``pictures``, ``sections`` say which stretch of ``text`` was typed, which was read in
    which picture, and which is a code's; each is looked at on its own.
    """

    text: str
    source: str = "text"
    anchors: tuple[Anchor, ...] = ()
    sender: Sender | None = None
    unread: tuple[Unread, ...] = ()
    sections: tuple[Section, ...] = ()
    pictures: tuple[SeenPicture, ...] = ()


Detail = Link | PhoneNumber | BankAccount | EmailAddress | Amount | ScannedCode


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item: ``text == item.text[start:end]``; ``detail`` fits ``kind``.

    The message and a picture have no detail. A part of a picture has ``image`` (from 0) and ``box``, its place there.
    """

    id: str
    kind: PartKind
    text: str
    start: int
    end: int
    detail: Detail | None = None
    image: int | None = None
    box: Box | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"part {self.id} does not fit its span {self.start}:{self.end}")
        if (self.image is None) is not (self.box is None):
            raise ValueError(f"part {self.id} has a picture or a box, but not both")
        if type(self.detail) is not DETAIL_OF[self.kind]:
            raise ValueError(f"a part of kind {self.kind} cannot hold {type(self.detail).__name__}")


DETAIL_OF: dict[PartKind, type] = {
    PartKind.MESSAGE: type(None),
    PartKind.LINK: Link,
    PartKind.PHONE: PhoneNumber,
    PartKind.BANK_ACCOUNT: BankAccount,
    PartKind.EMAIL: EmailAddress,
    PartKind.AMOUNT: Amount,
    PartKind.PICTURE: type(None),
    PartKind.CODE: ScannedCode,
}
