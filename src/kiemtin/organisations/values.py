"""The register's values: organisations and what is known of their own channels, each fact with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Sector(StrEnum):
    """What an organisation does; decides which words around its name are suspicious and which advice fits."""

    AUTOMOTIVE = "automotive"
    BANK = "bank"
    CONGLOMERATE = "conglomerate"
    ECOMMERCE = "ecommerce"
    EDUCATION = "education"
    EWALLET = "ewallet"
    EXCHANGE = "exchange"
    FINANCE = "finance"
    GAMING = "gaming"
    GOVERNMENT = "government"
    HEALTH = "health"
    INSURANCE = "insurance"
    LIBRARY = "library"
    LOGISTICS = "logistics"
    LOTTERY = "lottery"
    MEDIA = "media"
    NGO = "ngo"
    RETAIL = "retail"
    SECURITIES = "securities"
    SOCIAL = "social"
    TECH = "tech"
    TELECOM = "telecom"
    TRAVEL = "travel"
    UTILITY = "utility"
    OTHER = "other"


class Strength(StrEnum):
    """Whether an alias alone identifies the organisation, or needs other evidence."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact was seen; ``note`` says how (``stored copy``, ``own statement``)."""

    title: str
    publisher: str
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One official channel. ``confirmed`` is the ISO date on which it was seen at its source, or ``None``."""

    value: str
    confirmed: str | None = None
    source: FactSource | None = None
    user_content: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A word that stands for the organisation inside a domain name: lower-case ASCII letters, digits, hyphens."""

    value: str
    strength: Strength = Strength.STRONG


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with at least one official channel: never a person, a topic or a slogan.

    ``user_content`` on a domain marks services where anybody can publish: such an address is official, what stands
    there is not. ``tenants`` are domains of others that carry the name by right. ``words`` are folded words people
    put around the name.
    """

    id: str
    name_vi: str
    name_en: str
    short: str
    sector: Sector
    confirmed: str | None = None
    source: FactSource | None = None
    domains: tuple[Fact, ...] = ()
    hotlines: tuple[Fact, ...] = ()
    senders: tuple[Fact, ...] = ()
    channels: tuple[Fact, ...] = ()
    tenants: tuple[Fact, ...] = ()
    aliases: tuple[Alias, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def official_channels(self) -> tuple[Fact, ...]:
        """Everything through which the organisation itself can be reached."""
        return self.domains + self.hotlines + self.senders + self.channels

    @property
    def confirmed_hotline(self) -> Fact | None:
        """A number that may be shown as one to call: the first that was seen at its source, or ``None``."""
        return next((hotline for hotline in self.hotlines if hotline.confirmed), None)

    @property
    def main_domain(self) -> Fact | None:
        """The domain to show as the official one: the first in the register, confirmed or not.

        A lesser domain that happens to be confirmed is no substitute: it would send people to the wrong place.
        """
        return self.domains[0] if self.domains else None


@dataclass(frozen=True)
class Register:
    """All organisations of one edition, found by id, domain or telephone number."""

    organisations: tuple[Organisation, ...]
    version: str
    _by_id: dict[str, Organisation] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {organisation.id: organisation for organisation in self.organisations})
        if len(self._by_id) != len(self.organisations):
            raise ValueError("two organisations share an id")

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self.organisations)

    def __len__(self) -> int:
        return len(self.organisations)

    def get(self, organisation_id: str) -> Organisation | None:
        """The organisation with this id, or ``None``."""
        return self._by_id.get(organisation_id)

    def owner_of(self, host: str) -> tuple[Organisation, Fact] | None:
        """Whose domain ``host`` (lower case, ASCII or Unicode) is or lies under: the most exact entry wins."""
        return _longest_suffix(host, self._domains)

    def tenant(self, host: str) -> tuple[Organisation, Fact] | None:
        """The organisation whose name ``host`` may carry though it belongs to somebody else."""
        return _longest_suffix(host, self._tenants)

    def hotline_of(self, number: str) -> tuple[Organisation, Fact] | None:
        """Whose hotline ``number`` (digits, or ``+84…``) is."""
        return self._hotlines.get(national_number(number))

    def channel_of(self, address: str) -> tuple[Organisation, Fact] | None:
        """Whose page ``address`` (``zalo.me/…``, without scheme) is on a service that hosts everybody."""
        return self._channels.get(channel_key(address))

    @cached_property
    def _domains(self) -> dict[str, tuple[Organisation, Fact]]:
        return {fact.value: (one, fact) for one in self.organisations for fact in one.domains}

    @cached_property
    def _tenants(self) -> dict[str, tuple[Organisation, Fact]]:
        return {fact.value: (one, fact) for one in self.organisations for fact in one.tenants}

    @cached_property
    def _hotlines(self) -> dict[str, tuple[Organisation, Fact]]:
        return {national_number(fact.value): (one, fact) for one in self.organisations for fact in one.hotlines}

    @cached_property
    def _channels(self) -> dict[str, tuple[Organisation, Fact]]:
        return {channel_key(fact.value): (one, fact) for one in self.organisations for fact in one.channels}


def national_number(number: str) -> str:
    """``number`` as dialled inside Viet Nam: ``+84912…`` and ``84912…`` become ``0912…``.

    Other digits stay; with another country's code so does the ``+``: ``+1900…`` is a number in America.
    """
    digits = "".join(c for c in number if c.isdigit())
    if number.startswith("+84") or (digits.startswith("84") and len(digits) in (11, 12)):
        return "0" + digits[2:]
    return f"+{digits}" if number.startswith("+") else digits


def channel_key(address: str) -> str:
    """A page's address without scheme, ``www.``, query and closing slash, in lower case."""
    plain = address.lower().partition("://")[2] or address.lower()
    return plain.removeprefix("www.").partition("?")[0].partition("#")[0].rstrip("/")


def _longest_suffix(host: str, table: dict[str, tuple[Organisation, Fact]]) -> tuple[Organisation, Fact] | None:
    rest = host
    while rest:
        if rest in table:
            return table[rest]
        rest = rest.partition(".")[2]
    return None
