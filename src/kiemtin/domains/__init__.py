"""Domain names: one parser from end to end, with the public suffix list."""

from kiemtin.domains.name import DomainName, parse_domain, shown_form
from kiemtin.domains.suffixes import Suffixes, bundled_suffixes

__all__ = ["DomainName", "Suffixes", "bundled_suffixes", "parse_domain", "shown_form"]
