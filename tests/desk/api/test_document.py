"""The OpenAPI document is valid, complete, and true of real answers; the page beside it is a page."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiemtin.desk.api.document import document
from kiemtin.desk.api.problems import KINDS
from kiemtin.desk.door.refusals import KINDS as DOOR_KINDS
from kiemtin.evidence import LANGUAGES, catalogue
from kiemtin.formats.json import schema
from tests.desk.api.asking import ask, send
from tests.desk.running import Desk


@pytest.fixture(scope="module")
def published(patient: Desk) -> dict[str, Any]:
    """The document as a program gets it."""
    made: dict[str, Any] = ask(patient, "GET", "openapi.json").json()
    return made


def _validator(published: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": published["components"]})


def test_it_is_the_document_that_the_code_makes(published: dict[str, Any]) -> None:
    """Every operation is in it, and nothing else: no address takes many texts at once."""
    assert json.loads(json.dumps(document())) == published
    assert {
        "/api/v1/check": ["post"],
        "/api/v1/factchecks/search": ["post"],
        "/api/v1/questions": ["post", "get", "delete"],
        "/api/v1/questions/feedback": ["post"],
        "/api/v1/organisations": ["get"],
        "/api/v1/organisations/{organisation_id}": ["get"],
    } == {path: list(methods) for path, methods in published["paths"].items()}


def test_every_reference_leads_somewhere(published: dict[str, Any]) -> None:
    """No part of the document is missing, and none is left over."""
    text = json.dumps(published)
    wanted = set(re.findall(r'"#/components/(\w+/[\w-]+)"', text))
    there = {f"{kind}/{name}" for kind in ("schemas", "responses") for name in published["components"][kind]}
    assert set() == wanted - there
    assert set() == there - wanted
    assert set() == {one for one in re.findall(r'"\$ref": "([^"]*)"', text) if not one.startswith("#/components/")}


def test_every_schema_is_one(published: dict[str, Any]) -> None:
    """Each keeps to JSON Schema 2020-12, which OpenAPI 3.1 speaks."""
    for one in published["components"]["schemas"].values():
        Draft202012Validator.check_schema(one)


def test_the_report_is_the_published_contract(published: dict[str, Any]) -> None:
    """The schema of reports stands in it whole: every definition, every field."""
    assert schema()["properties"].keys() == published["components"]["schemas"]["Report"]["properties"].keys()
    names = {name.removeprefix("Report-") for name in published["components"]["schemas"] if name.startswith("Report-")}
    assert set(schema()["$defs"]) == names


@pytest.mark.parametrize("operation", ["/api/v1/check", "/api/v1/factchecks/search"])
def test_every_error_is_described(published: dict[str, Any], operation: str) -> None:
    """Each status that a question may come to, as a problem."""
    responses = published["paths"][operation]["post"]["responses"]
    assert {"200", "400", "401", "403", "408", "413", "414", "415", "422", "429", "431", "500", "503"} == set(responses)
    looking_up = published["paths"]["/api/v1/organisations"]["get"]["responses"]
    assert {"200", "304"} | set(responses) - {"403", "415"} == set(looking_up)
    for status in set(responses) - {"200"}:
        described = published["components"]["responses"][status]
        assert ["application/problem+json"] == list(described["content"])
        assert described["description"]


def test_what_the_door_refuses_is_explained_as_well() -> None:
    """Each of its problems has a paragraph, of the same status, beside those of the API itself."""
    explained = {f"/api/#{name}": kind.status for name, kind in KINDS.items()}
    assert [] == [kind for kind in DOOR_KINDS.values() if explained.get(kind.type) != kind.status]


def test_nobody_needs_a_key(published: dict[str, Any]) -> None:
    """Every operation is open without one, and takes one."""
    for methods in published["paths"].values():
        assert all([{}, {"PartnerKey": []}] == operation["security"] for operation in methods.values())
    assert "bearer" == published["components"]["securitySchemes"]["PartnerKey"]["scheme"]


def test_real_answers_keep_to_it(published: dict[str, Any], patient: Desk) -> None:
    """One of each, against its schema."""
    answers = {
        "Report": send(patient, "check", {"text": "Vietcombank https://vietcombank-vn.top 0912345678"}),
        "Results": send(patient, "factchecks/search", {"text": "ung thư", "limit": 20}),
        "Organisations": ask(patient, "GET", "organisations?limit=100"),
        "OneOrganisation": ask(patient, "GET", "organisations/vietcombank"),
        "Problem": send(patient, "check", {}),
    }
    for name, answer in answers.items():
        _validator(published, name).validate(answer.json())


def test_answers_say_no_more_than_is_described(published: dict[str, Any], patient: Desk) -> None:
    """Each field of a row, an entry and a problem has its place in the document."""
    schemas = published["components"]["schemas"]
    entry = ask(patient, "GET", "organisations/vietcombank").json()
    page = ask(patient, "GET", "organisations?limit=1").json()
    found = send(patient, "factchecks/search", {"text": "ung thư"}).json()["results"][0]
    for name, value in (
        ("OneOrganisation", entry),
        ("Organisation", entry["organisation"]),
        ("Fact", entry["organisation"]["domains"][0]),
        ("Organisations", page),
        ("Summary", page["organisations"][0]),
        ("Found", found),
    ):
        assert set(schemas[name]["properties"]) == set(value)
        assert set(schemas[name]["required"]) == set(value)


@pytest.mark.parametrize(("path", "language"), [("/api/", "vi"), ("/en/api/", "en")])
def test_the_page_explains_every_address_and_every_problem(patient: Desk, path: str, language: Any) -> None:
    """In its language; where ``type`` leads there is a paragraph, and nothing is loaded from anywhere else."""
    answer = patient.get(path)
    assert (200, language) == (answer.status_code, answer.headers["content-language"])
    ids = set(re.findall(r'id="([a-z-]+)"', answer.text))
    assert set(KINDS) <= ids
    for address in document()["paths"]:
        assert address.replace("organisation_id", "id") in answer.text
    assert [] == re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert catalogue(language)["api.page.promise"] in answer.text


def test_the_frameworks_own_pages_are_not_there(patient: Desk) -> None:
    """They would load scripts from somebody else."""
    for path in ("docs", "redoc", "swagger"):
        assert 404 == ask(patient, "GET", path).status_code


def test_both_languages_are_in_the_document(published: dict[str, Any]) -> None:
    """What an operation does is said in Vietnamese and in English."""
    for language in LANGUAGES:
        assert catalogue(language)["api.means"] in published["info"]["description"]


def test_what_counts_as_nothing_is_nothing_to_javascript_too(published: dict[str, Any]) -> None:
    """A text of spaces alone is refused, so no character that Python takes for a space may fit the pattern."""
    pattern = published["components"]["schemas"]["Question"]["properties"]["text"]["pattern"]
    spaces_of_javascript = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
    as_there = re.compile(pattern.replace(r"\s", spaces_of_javascript))
    assert not [one for one in map(chr, range(sys.maxunicode + 1)) if not one.strip() and as_there.search(one)]
    assert as_there.search("a")
