"""What the door knows of each address."""

from __future__ import annotations

import pytest

from kiemtin.desk.door.asgi import Scope
from kiemtin.desk.door.routes import Routes, language_of


def _scope(method: str, path: str, query: bytes = b"", accepts: bytes = b"") -> Scope:
    headers = [(b"accept-language", accepts)] if accepts else []
    return {"method": method, "path": path, "query_string": query, "headers": headers}


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/", "home"),
        ("HEAD", "/en/", "home"),
        ("POST", "/", "ask"),
        ("POST", "/en", "ask"),
        ("POST", "/en/check/", "ask"),
        ("POST", "/api/v1/check", "api-check"),
        ("GET", "/api/v1/check", "other-api"),
        ("POST", "/api/v1/factchecks/search", "api-search"),
        ("GET", "/api/v1/organisations/vietcombank", "api-organisations"),
        ("GET", "/static/style.0123.css", "static"),
        ("POST", "/static/style.0123.css", "other-writing"),
        ("POST", "/en/setup/0123/", "set-up"),
        ("GET", "/healthz", "health"),
        ("GET", "/enquiry", "other"),
        ("GET", "/*", "other"),
        ("GET", "/static/../metrics", "static"),
        ("BREW", "/api/x", "other-writing-api"),
    ],
)
def test_a_request_has_one_name(method: str, path: str, name: str) -> None:
    """Languages and slashes change nothing; what nobody listed is other, and dear when it writes."""
    route = Routes().find(_scope(method, path))
    assert name == route.name
    assert not name.startswith("other-writing") or (route.paid_from, route.asks) == ("asks", True)


@pytest.mark.parametrize(
    ("scope", "language"),
    [
        (_scope("GET", "/"), "vi"),
        (_scope("GET", "/", accepts=b"en-GB"), "vi"),  # a page is in the language of its address
        (_scope("GET", "/en/x"), "en"),
        (_scope("GET", "/enquiry"), "vi"),
        (_scope("GET", "/", query=b"a=b&lang=en"), "en"),
        (_scope("POST", "/api/v1/check"), "vi"),
        (_scope("POST", "/api/v1/check", accepts=b"en-GB, vi;q=0.5"), "en"),
    ],
)
def test_a_refusal_speaks_the_language_of_the_address(scope: Scope, language: str) -> None:
    """Vietnamese unless the address, or a program, says otherwise."""
    assert language == language_of(scope)
