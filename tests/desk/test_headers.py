"""What goes with every answer, and what pages link."""

from __future__ import annotations

import gzip
import re

import pytest

from kiemtin.desk.front import HEADERS
from tests.desk.running import Desk
from tests.desk.test_pages import FORGED
from tests.formats.test_html import Page

PATHS = ("/", "/en/", "/khong-co", "/setup/x/", "/healthz", "/readyz", "/api/v1/openapi.json", "/api/v1/khong-co")

ASKING = ("/", "/en/")
"""Where an answer may hold the picture it is about."""

PUBLISHED = ("/api/v1/openapi.json",)
"""What may be kept, and is asked about again each time."""

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(desk: Desk, path: str) -> None:
    """The same headers on pages, errors and answers for programs; nobody keeps a copy, nobody learns the server."""
    answer = desk.get(path)
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert policy == (POLICY | {"img-src": "'self' data:"} if path in ASKING else POLICY)
    others = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    assert {name: answer.headers[name] for name in others} == others
    assert ("no-cache" if path in PUBLISHED else "no-store") == answer.headers["cache-control"]
    assert "server" not in answer.headers


def test_pages_hold_nothing_that_the_policy_forbids(desk: Desk) -> None:
    """No inline script or style, and every address that a page loads or sends to is its own."""
    for text in (desk.get("/").text, desk.get("/en/").text, desk.ask(FORGED).text, desk.get("/khong-co").text):
        page = Page(text)
        names = {name for _, attributes in page.tags for name in attributes}
        assert set() == {name for name in names if name.startswith("on") or name in ("style", "srcset")}
        loaded = [
            attributes.get("src") or attributes.get("href") or attributes.get("action") or ""
            for tag, attributes in page.tags
            if tag in ("script", "link", "img", "form", "iframe")
        ]
        assert [] == [one for one in loaded if not re.match(r"/(?!/)", one)]
        assert "<style" not in text
        assert [] == re.findall(r"<script[^>]*>[^<]", text)


def test_linked_files_are_served_for_ever_under_the_name_of_their_content(desk: Desk) -> None:
    """Style, scripts and icons: right type, kept for a year, and compressed where a browser reads that."""
    text = desk.get("/").text
    files = sorted(set(re.findall(r"/static/[^\"]+", text)))
    types = [desk.get(path).headers["content-type"].partition(";")[0] for path in files]
    assert ["image/png", "image/svg+xml", "text/css", *["text/javascript"] * 3] == sorted(types)
    for path in files:
        answer = desk.get(path)
        assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]
        assert answer.content == desk.get(path, **{"Accept-Encoding": "identity"}).content


def test_the_first_visit_is_light(desk: Desk) -> None:
    """Page, style and scripts together, compressed: at most 28 KB, half a second on a slow 3G connection."""
    text = desk.get("/").text
    files = [desk.get(path).content for path in set(re.findall(r"/static/[^\"]+", text))]
    assert 28_000 >= sum(len(gzip.compress(one)) for one in (text.encode(), *files))


def test_the_script_from_elsewhere_is_the_one_it_says() -> None:
    """The copy of htmx is the released file, and its licence lies beside it."""
    import hashlib
    from importlib.resources import files

    folder = files("kiemtin.desk").joinpath("static")
    digest = hashlib.sha256(folder.joinpath("htmx.js").read_bytes()).hexdigest()
    assert digest == re.findall(r"[0-9a-f]{64}", folder.joinpath("README.md").read_text("utf-8"))[0]
    assert "Permission to use, copy, modify" in folder.joinpath("htmx.LICENSE").read_text("utf-8")
