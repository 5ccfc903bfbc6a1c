"""Domain names taken apart along the public suffix list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.domains import Suffixes, bundled_suffixes, parse_domain
from kiemtin.domains.suffixes import list_version


@pytest.mark.parametrize(
    ("host", "suffix", "label", "subdomains"),
    [
        ("vidu.com.vn", "com.vn", "vidu", ()),
        ("a.b.vidu.com.vn", "com.vn", "vidu", ("a", "b")),
        ("shb.com.vn-kps.top", "top", "vn-kps", ("shb", "com")),
        ("VIDU.VN.", "vn", "vidu", ()),
        ("com.vn", "com.vn", "", ()),
        ("vidu.co.za", "co.za", "vidu", ()),
        ("a_b.vidu.vn", "vn", "vidu", ("a_b",)),
        ("vidu.github.io", "github.io", "vidu", ()),
    ],
)
def test_a_name_is_taken_apart(host: str, suffix: str, label: str, subdomains: tuple[str, ...]) -> None:
    """Suffix, registered label and what stands before it."""
    name = parse_domain(host)
    assert name is not None
    assert (suffix, label, subdomains) == (name.suffix, name.label, name.subdomains)


def test_unicode_and_punycode_are_one_name() -> None:
    """Both ways of writing give the same value, with both forms in it."""
    name = parse_domain("xn--vetcombank-x2i.com")
    assert name == parse_domain("vіetcombank.com")
    assert name is not None
    assert ("xn--vetcombank-x2i.com", "vіetcombank.com") == (name.ascii, name.shown)


@pytest.mark.parametrize(
    "host", ["", ".", "..", "a..vn", "localhost", "vidu.khongco", "1.2.3.4", "[::1]", "a" * 254 + ".vn"]
)
def test_what_is_no_name(host: str) -> None:
    """Addresses, empty labels, unknown top-level domains and endless names are no domain names."""
    assert parse_domain(host) is None


@given(st.text(st.characters(codec=None), max_size=80), st.sampled_from(["", ".vn", ".com.vn", ".xn--", "xn--a.vn"]))
def test_any_host_is_read(host: str, ending: str) -> None:
    """No host raises; what is a name goes back together."""
    name = parse_domain(host + ending)
    if name is not None:
        parts = (*name.subdomains, *([name.label] if name.label else []), name.suffix)
        assert name.shown == ".".join(parts)


def test_registrable_and_under() -> None:
    """The registered name, and who is under whom."""
    name = parse_domain("m.vidu.com.vn")
    assert name is not None
    assert "vidu.com.vn" == name.registrable
    assert [True, True, False] == [name.is_under(other) for other in ("vidu.com.vn", "m.vidu.com.vn", "du.com.vn")]


def test_the_list_is_bundled_and_dated() -> None:
    """The list comes with the installation and says of when it is."""
    assert 10 == len(bundled_suffixes().version)
    assert "unknown" == list_version("// nothing")
    assert "vd" == Suffixes("vd\n", "2026-01-01").suffix("a.b.vd")
