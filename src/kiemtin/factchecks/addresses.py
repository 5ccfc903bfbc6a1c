"""Web addresses in one form, so that the same page is recognised however its address was copied, and their hashes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from urllib.parse import unquote

from ada_url import URL

MAX_LENGTH = 8_000
"""Characters of an address; browsers and servers stop at about as many."""

MAX_STEPS = 8
"""How often an address may be taken out of another one; nobody archives the archive of an archive so often."""

HASH_BYTES = 16
"""Of SHA-256: enough that no two addresses of any collection meet by chance."""

SAME_PAGE = re.compile(r"(?:www|m|mobile|amp)\.(?=[^.]+\.)")
"""Names in front of a host that show the same pages in another dress."""

SAME_HOST = {
    "twitter.com": "x.com",
    "fb.com": "facebook.com",
    "mbasic.facebook.com": "facebook.com",
    "web.facebook.com": "facebook.com",
}

TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|igshid?|igsh|mibextid|mc_[ce]id|_ga|_gl|si|ref|ref_src"
    r"|ref_url|refsrc|__tn__|__cft__.*|paipv|eav|rdid|share_url|_rdr|_rdc|feature|zarsrc|amp",
    re.IGNORECASE,
)
"""Parameters that say where a reader came from, and nothing about the page; ``zarsrc`` is Zalo's."""

TRACKING_AT = {"x.com": re.compile(r"[st]")}
"""Parameters that one site alone uses so: elsewhere they may choose the page."""

ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
WAYBACK = re.compile(r"/(?:web|save)/(?:[0-9*][^/]*/)?(?P<inner>[^/].*)")
ARCHIVE_TODAY = re.compile(r"archive\.(?:today|ph|is|li|vn|md|fo)")
ARCHIVED = re.compile(r"/(?:[^/]+/)*?(?P<inner>https?:/.*)", re.IGNORECASE)
AMP_CACHE = re.compile(r"/(?:[acvir]/)?(?P<secure>s/)?(?P<inner>[^/]+\.[^/]+(?:/.*)?)")
AMP_VIEWER = re.compile(r"/amp/(?P<secure>s/)?(?P<inner>[^/]+\.[^/]+(?:/.*)?)")
GOOGLE = re.compile(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?")
VIDEO = re.compile(r"/(?:shorts|embed|live|v)/(?P<id>[\w-]+)")
SHORT_VIDEO = re.compile(r"/(?P<id>[\w-]+)/?$")
SCHEME = re.compile(r"(?P<scheme>https?):/{1,2}(?!/)", re.IGNORECASE)


def canonical(url: str) -> str | None:
    """``url`` in the form in which two addresses of the same page are equal; ``None`` where it is no web address.

    Taken out of archives and redirectors; without ``www.``, fragment and what tracks readers; parameters in order;
    ``https`` for both schemes. The canonical form of a canonical form is itself.
    """
    if len(url) > MAX_LENGTH:
        return None
    known = url.strip()
    for _ in range(MAX_STEPS):
        step = _step(known)
        if step is None or step == known:
            return step
        known = step
    return None


def address_hash(url: str) -> bytes:
    """The first 16 bytes of SHA-256 of the canonical form (of the text as it is, where it has none)."""
    return hashlib.sha256((canonical(url) or url).encode("utf-8", "replace")).digest()[:HASH_BYTES]


def _step(url: str) -> str | None:
    """``url`` without its outermost wrapping, else in normal form; ``None`` where no browser would open it."""
    try:
        parsed = URL(url)
    except ValueError:  # refused, or not encodable (a lone surrogate)
        return None
    if parsed.protocol not in ("http:", "https:"):
        return None
    host = _host(parsed.hostname)
    inner = next((found for unwrap in UNWRAPPERS if (found := unwrap(host, parsed))), None)
    if inner is not None:
        return inner
    port = "" if parsed.port in ("", "80", "443") else f":{parsed.port}"
    path, query = _video(host, parsed.pathname, parsed.search)
    host = "youtube.com" if host == "youtu.be" and path == "/watch" else host
    kept = sorted(one for one in query.removeprefix("?").split("&") if one and not _tracks(one, host))
    tail = path.rstrip("/") + ("?" + "&".join(kept) if kept else "")
    return f"https://{host}{port}" + ESCAPE.sub(lambda found: found[0].upper(), tail)


def _host(name: str) -> str:
    host = name.rstrip(".") or name
    while found := SAME_PAGE.match(host):
        host = host[found.end() :]
    return SAME_HOST.get(host, host)


def _tracks(parameter: str, host: str) -> bool:
    name = unquote(parameter.partition("=")[0])
    at_home = TRACKING_AT.get(host)
    return TRACKING.fullmatch(name) is not None or (at_home is not None and at_home.fullmatch(name) is not None)


def _video(host: str, path: str, query: str) -> tuple[str, str]:
    """Path and query of a video in the one form they have on its own page."""
    if host not in ("youtu.be", "youtube.com"):
        return path, query
    if host == "youtube.com" and path == "/watch":
        return path, "&".join(one for one in query.removeprefix("?").split("&") if one.startswith("v="))
    found = (VIDEO if host == "youtube.com" else SHORT_VIDEO).match(path)
    return ("/watch", f"v={found['id']}") if found else (path, query)


def _archived(host: str, parsed: URL) -> str | None:
    whole = parsed.pathname + parsed.search
    if host in ("web.archive.org", "archive.org"):
        found = WAYBACK.match(whole)
    else:
        found = ARCHIVED.match(whole) if ARCHIVE_TODAY.fullmatch(host) else None
    return _with_scheme(found["inner"]) if found else None


def _amp(host: str, parsed: URL) -> str | None:
    whole = parsed.pathname + parsed.search
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        found = AMP_CACHE.match(whole)
    else:
        found = AMP_VIEWER.match(whole) if GOOGLE.fullmatch(host) else None
    return _with_scheme(found["inner"]) if found else None


def _redirected(host: str, parsed: URL) -> str | None:
    if host in ("facebook.com", "l.facebook.com", "lm.facebook.com", "l.instagram.com"):
        names: tuple[str, ...] = ("u",) if parsed.pathname in ("/l.php", "/") else ()
    else:
        names = ("q", "url") if GOOGLE.fullmatch(host) and parsed.pathname == "/url" else ()
    if not names:
        return None
    for parameter in parsed.search.removeprefix("?").split("&"):
        name, _, value = parameter.partition("=")
        inner = unquote(value.replace("+", " "))
        if name in names and SCHEME.match(inner):
            return inner
    return None


def _with_scheme(inner: str) -> str:
    """An address as it stands in the path of another: its scheme may be missing, encoded or have lost a slash."""
    written = unquote(inner) if re.match(r"https?%3a", inner, re.IGNORECASE) else inner
    found = SCHEME.match(written)
    return f"{found['scheme'].lower()}://{written[found.end() :]}" if found else f"https://{written}"


UNWRAPPERS: tuple[Callable[[str, URL], str | None], ...] = (_archived, _amp, _redirected)
