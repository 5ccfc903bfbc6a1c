"""``deceptive-link``: a link made to look like something else than it is, whoever it imitates."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote

from kiemtin.checks.context import Context
from kiemtin.domains import DomainName, Suffixes, parse_domain
from kiemtin.evidence import Finding, FindingKind, Severity, Skip, Source, reason
from kiemtin.items import Link, Part
from kiemtin.text.fold import BIDI, INVISIBLE, fold

CHECK = "deceptive-link"

URL_STANDARD = Source("URL Standard: host and userinfo", "WHATWG", "https://url.spec.whatwg.org/")
UNICODE_SECURITY = Source("UTS #39: Unicode Security Mechanisms", "Unicode", "https://www.unicode.org/reports/tr39/")
URI_SEMANTICS = Source("RFC 3986, 7.6: semantic attacks", "IETF", "https://www.rfc-editor.org/rfc/rfc3986")
OUR_RULE = Source("deceptive-link", "Kiểm Tin")

APP_FILES = (
    ".apk",
    ".xapk",
    ".apks",
    ".apkm",
    ".ipa",
    ".mobileconfig",
    ".plist",
    ".exe",
    ".msi",
    ".scr",
    ".bat",
    ".dmg",
    ".jar",
)
"""Endings of files that install or run a program."""

PHONE_APP_FILES = (".apk", ".xapk", ".apks", ".apkm", ".ipa", ".mobileconfig")

HOME_NETWORKS = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128"))
)
"""Networks at home, in an office or on the machine itself (RFC 1918, RFC 4193). ``is_private`` holds far more."""

ENDS_OF_HOST = str.maketrans("?#\\", "///")
"""Signs that end a host in an address, besides the slash."""

Sign = tuple[str, Severity, float, Source]
"""Message id, severity, confidence and source of one sign."""


def deceptive_link(part: Part, context: Context) -> Iterator[Finding | Skip]:
    """Finds what a link hides, whoever it imitates.

    User information before ``@``, an IP address, mixed scripts, invisible characters, a link text that shows another
    address, an app file outside a store. A shortened link is a Skip: nobody can see through it offline.

    Scope: links; works offline. Example: ``https://vietcombank.com.vn@evil.top`` opens ``evil.top``.
    Confidence: set by hand; these constructions have next to no honest use in messages.
    """
    link = part.detail
    if not isinstance(link, Link):
        return
    for look in SIGNS:
        sign = look(part, link, context)
        if sign is not None:
            yield _finding(part, link, sign)
    if link.domain is not None and is_shortener(link.domain):
        yield Skip(CHECK, part.id, reason("deceptive.shortener", domain=link.domain.shown))


def _finding(part: Part, link: Link, sign: Sign) -> Finding:
    message_id, severity, confidence, source = sign
    return Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.CONTEXT if message_id in ONLY_CONTEXT else FindingKind.DANGER_SIGN,
        severity=severity,
        confidence=confidence,
        reason=reason(message_id, host=link.host, shown=link.shown or "", before=link.user_info),
        sources=(source,),
        technique=message_id.partition(".")[2],
    )


def user_info(_part: Part, link: Link, _context: Context) -> Sign | None:
    """``bank.com.vn@evil.top``: a browser opens what stands behind the ``@``."""
    if not link.user_info:
        return None
    looks_like_address = "." in link.user_info
    return "deceptive.user-info", Severity.HIGH if looks_like_address else Severity.MEDIUM, 0.95, URI_SEMANTICS


def ip_address(_part: Part, link: Link, _context: Context) -> Sign | None:
    """A bare number instead of a name: nobody's sign is on the door."""
    try:
        address = ipaddress.ip_address(link.host.strip("[]"))
    except ValueError:
        return None
    if any(address in network for network in HOME_NETWORKS if network.version == address.version):
        return "deceptive.private-address", Severity.LOW, 0.9, URL_STANDARD
    return "deceptive.ip-address", Severity.MEDIUM, 0.85, URL_STANDARD


def mixed_scripts(_part: Part, link: Link, _context: Context) -> Sign | None:
    """Latin and, say, Cyrillic letters in one label: only forgers write so (UTS #39, single-script restriction)."""
    labels = link.domain.shown.split(".") if link.domain else []
    if any(
        {"LATIN"} < scripts(label) and {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"} & scripts(label)
        for label in labels
    ):
        return "deceptive.mixed-scripts", Severity.HIGH, 0.9, UNICODE_SECURITY
    return None


def invisible_characters(part: Part, _link: Link, _context: Context) -> Sign | None:
    """Characters nobody sees inside a link: they break filters, or turn the direction of what is shown."""
    if any(character in INVISIBLE or character in BIDI for character in part.text):
        return "deceptive.invisible", Severity.MEDIUM, 0.8, UNICODE_SECURITY
    return None


def text_is_not_target(_part: Part, link: Link, context: Context) -> Sign | None:
    """A link text that shows one address while the link opens another."""
    claimed = _address_in(link.shown or "", context.suffixes)
    if claimed is None or link.domain is None or claimed.registrable == link.domain.registrable:
        return None
    owner = context.register.owner_of(claimed.ascii)
    target = context.register.owner_of(link.domain.ascii)
    if owner is not None and target is not None and owner[0].id == target[0].id:
        return None
    # Newsletters and mail filters pass readers on through a service of their own: not yet a forgery.
    forged = owner is not None and not is_shortener(link.domain)
    return "deceptive.text-is-not-target", Severity.HIGH if forged else Severity.MEDIUM, 0.9, URL_STANDARD


def app_file(_part: Part, link: Link, context: Context) -> Sign | None:
    """A file that installs a program, from somewhere that is no app store and not the organisation itself."""
    query = link.url.partition("?")[2].partition("#")[0]
    names = [unquote(name).lower().rstrip("/") for name in (link.path.partition("?")[0], query)]
    name = next((name for name in names if name.endswith(APP_FILES)), None)
    if name is None:
        return None
    owner = context.register.owner_of(link.domain.ascii) if link.domain else None
    if owner is not None and not owner[1].user_content:
        return None
    return "deceptive.app-file", Severity.HIGH if name.endswith(PHONE_APP_FILES) else Severity.MEDIUM, 0.9, OUR_RULE


def disguised(_part: Part, link: Link, _context: Context) -> Sign | None:
    """``hxxps://bank[.]top``: written so that filters miss it, or so that nobody opens it by mistake."""
    return ("deceptive.disguised", Severity.LOW, 0.9, OUR_RULE) if link.disguised else None


SIGNS: tuple[Callable[[Part, Link, Context], Sign | None], ...] = (
    user_info,
    ip_address,
    mixed_scripts,
    invisible_characters,
    text_is_not_target,
    app_file,
    disguised,
)

ONLY_CONTEXT = frozenset({"deceptive.disguised", "deceptive.private-address"})
"""Signs with honest uses: those who warn others write links so too."""


def scripts(label: str) -> set[str]:
    """The scripts of a label's letters, by the first word of their Unicode names."""
    return {unicodedata.name(letter, "?").partition(" ")[0] for letter in label if letter.isalpha()}


@lru_cache(maxsize=1)
def shorteners() -> frozenset[str]:
    """Domains that only pass a visitor on."""
    lines = files("kiemtin.checks").joinpath("data/shorteners.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_shortener(domain: DomainName) -> bool:
    """Whether ``domain`` is, or lies under, a shortener."""
    labels = domain.ascii.split(".")
    return any(".".join(labels[index:]) in shorteners() for index in range(len(labels) - 1))


def _address_in(shown: str, suffixes: Suffixes | None) -> DomainName | None:
    """The domain that a link text shows, where the text is an address and nothing else."""
    text = fold(shown.strip()).text
    rest = text.partition("://")[2] or text
    if any(character.isspace() for character in rest):
        return None
    host = rest.translate(ENDS_OF_HOST).partition("/")[0].rpartition("@")[2]
    return parse_domain(host.partition(":")[0], suffixes)
