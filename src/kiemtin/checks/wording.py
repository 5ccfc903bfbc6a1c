"""What a message holds besides words, as the engine for wording takes it: whose each link, number and account is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kiemtin.checks.deceptive_link import is_shortener
from kiemtin.domains import DomainName
from kiemtin.items import EmailAddress, Link, Part, PartKind, PhoneNumber
from kiemtin.messages import Thing
from kiemtin.organisations import Register
from kiemtin.text.fold import fold

CHAT_HOSTS = ("zalo.me", "t.me", "telegram.me", "wa.me", "m.me", "line.me", "zaloapp.com")

PLATFORMS = ("youtube.com", "youtu.be", "facebook.com", "fb.com", "fb.watch", "tiktok.com", "instagram.com", "x.com")
"""Where people post for all to see: a link to a post or a video asks for nothing by itself."""

PAGES = (
    "blogspot.com",
    "substack.com",
    "wordpress.com",
    "medium.com",
    "docs.google.com",
    "drive.google.com",
    "telegra.ph",
)
"""Where people publish what they write or keep, and forgers put up pages too: beside loose signs alone it is
there to be read, unless it is a form."""

FORMS = "/forms/"

PRESS = (
    *("baochinhphu.vn", "baodautu.vn", "baoquocte.vn", "baotintuc.vn", "bnews.vn", "cafebiz.vn", "cafef.vn"),
    *("cand.com.vn", "congan.com.vn", "congly.vn", "congthuong.vn", "daidoanket.vn", "danviet.vn", "dantri.com.vn"),
    *("giaoducthoidai.vn", "hanoimoi.vn", "ictnews.vn", "kenh14.vn", "kinhtedothi.vn", "laodong.vn", "ngoisao.vn"),
    *(
        "nguoiduatin.vn",
        "nhandan.vn",
        "nld.com.vn",
        "phunuonline.com.vn",
        "plo.vn",
        "qdnd.vn",
        "sggp.org.vn",
        "soha.vn",
    ),
    *("suckhoedoisong.vn", "thanhnien.vn", "tienphong.vn", "tuoitre.vn", "vietnamnet.vn", "vietnamplus.vn"),
    *("viettimes.vn", "vneconomy.vn", "vnexpress.net", "vov.vn", "vtc.vn", "vtcnews.vn", "vtv.vn", "znews.vn"),
    *("bbc.com", "bbc.co.uk", "rfi.fr", "rfa.org", "voatiengviet.com", "reuters.com", "apnews.com", "change.org"),
    *(
        "theguardian.com",
        "nytimes.com",
        "washingtonpost.com",
        "economist.com",
        "wsj.com",
        "ft.com",
        "dw.com",
        "cnn.com",
    ),
    *("luatkhoa.com", "thevietnamese.org", "thediplomat.com", "nikkei.com", "scmp.com", "nature.com", "avaaz.org"),
)
"""Newspapers, broadcasters and petitions: a link to one is there to be read, whatever the paper, and no way to act."""

RESERVED = ("gov.vn", "edu.vn", "mil.vn", "quochoi.vn", "dangcongsan.vn", "mattran.org.vn")
"""Registered only for state bodies and schools, on paper (VNNIC), or one body's own: confirmed as nobody's, yet no
stranger's."""

STATE_NUMBERS = frozenset(["113", "114", "115", "156", "5656"])

PREMIUM = re.compile(r"[678]\d{3}|1900\d{4,6}")
"""Numbers that may charge extra for a text or a call; banks and offices have some of them too."""

KINDS = {
    PartKind.LINK: "link",
    PartKind.PHONE: "phone",
    PartKind.BANK_ACCOUNT: "account",
    PartKind.EMAIL: "email",
    PartKind.AMOUNT: "money",
}

OTHER_NUMBER = re.compile(
    r"(?<![\w.,])(?:0[\s.]?\d{2,3}|\+84[\s.]?\d{2,3}|84[\s.]?[2-9]\d{1,2})([\s.-]?\d{3}){2}\d?(?!\w)"
)
"""Ten digits that begin as a telephone number does, though no operator has that range: people call it all the same."""


HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{3,31}(?![\w@])", re.ASCII)
"""A name on Telegram and the like (``Tele: @ten_nguoi``)."""


def things_of(text: str, parts: Sequence[Part], register: Register) -> tuple[Thing, ...]:
    """The parts as the engine reads them: what kind of thing each is, and whether an organisation owns it."""
    known = [_thing(part, register, text) for part in parts if part.kind in KINDS]
    taken = {at for thing in known for at in range(thing.start, thing.end)}
    numbers = (Thing("phone", *found.span(), frozenset(["mobile"])) for found in OTHER_NUMBER.finditer(text))
    handles = (Thing("link", *found.span(), frozenset(["chat"])) for found in HANDLE.finditer(text))
    return (*known, *(one for one in (*numbers, *handles) if taken.isdisjoint(range(one.start, one.end))))


def _thing(part: Part, register: Register, text: str) -> Thing:
    owner = _owner(part, register)
    traits = frozenset(_traits(part)) | ({"official"} if owner is not None else frozenset())
    if part.kind is PartKind.LINK and _is_own_name(part, text):
        traits |= {"own-name"}
    return Thing(KINDS[part.kind], part.start, part.end, traits, owner)


def _owner(part: Part, register: Register) -> str | None:
    detail = part.detail
    if isinstance(detail, Link | EmailAddress) and detail.domain is not None:
        owned = register.owner_of(detail.domain.ascii)
        return owned[0].id if owned and not owned[1].user_content else None
    if isinstance(detail, PhoneNumber):
        owned = register.hotline_of(detail.number)
        return owned[0].id if owned else None
    return None


def _traits(part: Part) -> Iterator[str]:
    detail = part.detail
    if isinstance(detail, Link) and detail.domain is not None:
        yield from _traits_of_link(detail, detail.domain)
    if isinstance(detail, PhoneNumber):
        if detail.line in ("mobile", "foreign"):
            yield "mobile"
        if detail.line == "service":
            yield "service"
        if detail.number in STATE_NUMBERS or detail.line == "short":
            yield "state"
        if PREMIUM.fullmatch(detail.number):
            yield "premium"


def _traits_of_link(link: Link, domain: DomainName) -> Iterator[str]:
    host = domain.ascii
    if is_under(host, PAGES) and not link.path.startswith(FORMS):
        yield "page"
    if is_under(host, CHAT_HOSTS):
        yield "chat"
    elif is_under(host, PLATFORMS):
        yield "platform"
    elif is_under(host, PRESS):
        yield "press"
    elif is_under(host, RESERVED):
        yield "reserved"
    elif is_shortener(domain):
        yield "short"


def _is_own_name(part: Part, text: str) -> bool:
    """Whether the message opens with the very name its link has (``CANIFA: … canifa.com``), as shops write."""
    detail = part.detail
    if not isinstance(detail, Link) or detail.domain is None or detail.domain.suffix not in HOME_SUFFIXES:
        return False
    label = detail.domain.label.replace("-", "")
    opening = "".join(filter(str.isalnum, fold(text[: min(part.start, SENDER)]).text))
    return len(label) >= MIN_NAME and label.isalpha() and label in opening


HOME_SUFFIXES = frozenset(["com", "vn", "com.vn", "net", "net.vn", "org", "org.vn", "asia"])
SENDER = 60
"""Characters within which a shop says its name."""

MIN_NAME = 5
"""Letters of a name that is not met by chance."""


def is_under(host: str, domains: Iterable[str]) -> bool:
    """Whether ``host`` is one of ``domains`` or lies under it."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)
