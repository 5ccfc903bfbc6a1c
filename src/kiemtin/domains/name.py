"""A domain name taken apart: what is shown, what is asked for, and which part somebody registered."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import idna

from kiemtin.domains.suffixes import Suffixes, bundled_suffixes

MAX_NAME_LENGTH = 253
"""Characters of a domain name (RFC 1035)."""


@dataclass(frozen=True, slots=True)
class DomainName:
    """One host name in lower case; ``shb.com.vn-kps.top`` has suffix ``top`` and label ``vn-kps``.

    ``ascii`` is what a browser asks for (``xn--…``), ``shown`` the same in Unicode. ``suffix`` is the public suffix,
    ``label`` the one label before it that somebody registered, ``subdomains`` the labels before that; all in the
    Unicode form. ``label`` is empty where the name is itself a public suffix.
    """

    ascii: str
    shown: str
    suffix: str
    label: str
    subdomains: tuple[str, ...]

    @property
    def registrable(self) -> str:
        """The name that somebody registered, in Unicode: ``vn-kps.top``; empty where the name is a public suffix."""
        return f"{self.label}.{self.suffix}" if self.label else ""

    def is_under(self, other: str) -> bool:
        """Whether this name is ``other`` (ASCII or Unicode, lower case) or one of its subdomains."""
        return any(name == other or name.endswith("." + other) for name in (self.ascii, self.shown))


def parse_domain(host: str, suffixes: Suffixes | None = None) -> DomainName | None:
    """``host`` taken apart, or ``None`` where it is no domain name under an existing top-level domain."""
    name = host.strip().rstrip(".").lower()
    if not name or len(name) > MAX_NAME_LENGTH or is_ip_address(name):
        return None
    shown = shown_form(name)
    labels = shown.split(".")
    suffix = (suffixes or bundled_suffixes()).suffix(shown)
    if not suffix or "" in labels:
        return None
    before = labels[: len(labels) - suffix.count(".") - 1]
    ascii_name = shown if shown.isascii() else ".".join(map(_to_ascii, labels))
    return DomainName(ascii_name, shown, suffix, before[-1] if before else "", tuple(before[:-1]))


def shown_form(host: str) -> str:
    """``host`` in lower case and in Unicode, as a browser shows it; a label that cannot be read stays as it is."""
    name = host.lower()
    return ".".join(map(_to_unicode, name.split("."))) if "xn--" in name else name


def is_ip_address(host: str) -> bool:
    """Whether ``host`` (as a WHATWG parser writes it) is an IPv4 or IPv6 address."""
    if host[-1:].isalpha() and ":" not in host:  # nearly every name: an address ends in a digit or a bracket
        return False
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _to_unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label


def _to_ascii(label: str) -> str:
    if label.isascii():
        return label
    try:
        return idna.encode(label, uts46=True, strict=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        # Registered names that IDNA 2008 forbids still resolve: keep them visible rather than lose them.
        try:
            return "xn--" + label.encode("punycode").decode("ascii")
        except UnicodeError:
            return label
