"""The register through the API: the same facts as the command line prints, page by page."""

from __future__ import annotations

import json

import httpx2
import pytest

from tests.cli.running import kiemtin, printed
from tests.desk.api.asking import ask, problem
from tests.desk.running import TIMEOUT, Desk


def test_an_organisation_is_what_the_command_line_says(patient: Desk) -> None:
    """One entry, fact by fact the same, under the same schema."""
    line = printed(kiemtin("organisations", "show", "vietcombank", "--json", home=patient.home))
    answer = ask(patient, "GET", "organisations/vietcombank")
    assert json.loads(line) == answer.json()
    assert "application/json" == answer.headers["content-type"]


@pytest.mark.parametrize("sector", [None, "bank"])
def test_all_pages_together_are_the_list_of_the_command_line(patient: Desk, sector: str | None) -> None:
    """Whoever follows ``next`` has every organisation once, in the same order."""
    arguments = ["--sector", sector] if sector else []
    line = json.loads(printed(kiemtin("organisations", "list", "--json", *arguments, home=patient.home)))
    url = f"{patient.address}/api/v1/organisations?limit=20" + (f"&sector={sector}" if sector else "")
    rows, pages = [], 0
    while url:
        answer = httpx2.get(url, timeout=TIMEOUT, trust_env=False)
        page = answer.json()
        rows += page["organisations"]
        pages += 1
        assert ("next" in answer.links) == (page["next"] is not None)
        url = str(answer.url.join(page["next"])) if page["next"] else ""
    assert (line["schema"], line["version"], line["organisations"]) == (page["schema"], page["version"], rows)
    assert len(rows) == page["total"]
    assert -(-len(rows) // 20) == pages


@pytest.mark.parametrize("query", ["ngoại thương", "ngoai thuong", "vietcombank.com.vn", "1900545413", "Vietcombnak"])
def test_a_search_finds_what_the_command_line_finds(patient: Desk, query: str) -> None:
    """By name, with diacritics or without, by domain, by hotline, and mistyped."""
    line = json.loads(printed(kiemtin("organisations", "search", query, "--json", home=patient.home)))
    answer = httpx2.get(f"{patient.address}/api/v1/organisations", params={"q": query, "limit": 20}, trust_env=False)
    assert line["organisations"] == answer.json()["organisations"]
    assert "vietcombank" in [one["id"] for one in line["organisations"]]
    assert "no-store" == answer.headers["cache-control"]


def test_the_next_page_keeps_what_was_wanted(patient: Desk) -> None:
    """A name, a sector and a size go along to the next page, whatever signs the name holds."""
    answer = httpx2.get(
        f"{patient.address}/api/v1/organisations",
        params={"q": "ngân hàng", "sector": "bank", "limit": 2},
        trust_env=False,
    )
    following = httpx2.get(answer.url.join(answer.json()["next"]), trust_env=False)
    first, second = (one.json()["organisations"] for one in (answer, following))
    assert (2, 2, 4) == (len(first), len(second), len({one["id"] for one in first + second}))
    assert {"bank"} == {one["sector"] for one in second}


def test_past_the_end_there_is_an_empty_page(patient: Desk) -> None:
    """No error, no next."""
    page = ask(patient, "GET", "organisations?offset=100000").json()
    assert ([], None) == (page["organisations"], page["next"])


def test_an_id_that_is_not_there_comes_with_those_that_resemble_it(patient: Desk) -> None:
    """Whoever mistypes is told what they may have meant."""
    answer = ask(patient, "GET", "organisations/vietcombnak")
    assert "vietcombank" in problem(answer, "not-found")["near"]
    assert [] == problem(ask(patient, "GET", "organisations/zzzzqqqq-zzzz"), "not-found")["near"]


@pytest.mark.parametrize("path", ["organisations?limit=5", "organisations/vietcombank", "openapi.json"])
def test_what_is_kept_is_asked_about(patient: Desk, path: str) -> None:
    """The tag says 304 without a body, in the packed form and the plain; another one gets the whole answer."""
    first = ask(patient, "GET", path)
    tag = first.headers["etag"]
    for encoding in ("gzip", "identity"):
        again = ask(patient, "GET", path, If_None_Match=f'"other", {tag}', Accept_Encoding=encoding)
        assert (304, b"", tag) == (again.status_code, again.content, again.headers["etag"])
    changed = ask(patient, "GET", path, If_None_Match='"other"')
    assert (200, first.content) == (changed.status_code, changed.content)
    assert "no-cache" == first.headers["cache-control"]


def test_the_tag_names_the_edition(patient: Desk) -> None:
    """An entry of the operator's own changes it, though the edition is the same."""
    answer = ask(patient, "GET", "organisations/vietcombank")
    assert answer.headers["etag"].startswith(f'W/"{answer.json()["version"]}-')
    other = ask(patient, "GET", "organisations/techcombank")
    assert answer.headers["etag"] != other.headers["etag"]


@pytest.mark.parametrize("path", ["organisations", "organisations/vietcombank", "openapi.json"])
def test_head_is_get_without_the_body(patient: Desk, path: str) -> None:
    """The same headers, and nothing after them."""
    head, get = ask(patient, "HEAD", path), ask(patient, "GET", path)
    assert b"" == head.content
    names = ("etag", "content-type", "content-length", "cache-control")
    assert [get.headers[name] for name in names] == [head.headers[name] for name in names]
