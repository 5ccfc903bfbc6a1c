"""The OpenAPI document: what the framework knows of the operations, and what it cannot know."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kiemtin.desk.api.api import api
from kiemtin.desk.api.conditional import answer, tag_of
from kiemtin.desk.api.operations import said
from kiemtin.desk.api.problems import KINDS, PROBLEM
from kiemtin.desk.api.reading import JSON
from kiemtin.desk.door.routes import MAX_PICTURES_BYTES
from kiemtin.desk.given import IMAGE, MAX_ASKED, MULTIPART, reads_pictures
from kiemtin.formats.json import encode, schema
from kiemtin.text.limits import MAX_TEXT_BYTES
from kiemtin.version import __version__

PATH = "/api/v1/"

DIALECT = "https://json-schema.org/draft/2020-12/schema"

REFUSED = {
    "get": (400, 401, 408, 413, 414, 422, 429, 431, 500, 503),
    "post": (400, 401, 403, 408, 413, 414, 415, 422, 429, 431, 500, 503),
    "delete": (400, 401, 403, 404, 408, 413, 414, 422, 429, 431, 500, 503),
}
"""Statuses that every operation of a method may come to; 404 and 405 stand for addresses that no operation has."""

NOT_FOUND = 404

Document = dict[str, Any]


@require_http_methods(["GET", "HEAD"])
async def openapi(request: HttpRequest) -> HttpResponse:
    """``/api/v1/openapi.json``."""
    content = _content()
    return answer(request, content, tag_of(__version__, content))


@lru_cache(maxsize=1)
def _content() -> str:
    return encode(document())


def document() -> Document:
    """The OpenAPI 3.1 document; complete: every status that an operation may answer with, and every header."""
    made: Document = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=PATH.lstrip("/"))))
    made["info"]["description"] = said("api.means")
    made["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    made["jsonSchemaDialect"] = DIALECT
    made["servers"] = [{"url": "/"}]
    made["components"]["schemas"] |= {**_report_schemas(), "Problem": PROBLEM_SCHEMA}
    made["components"]["schemas"].pop("Wanted")  # each of its fields stands with its operation, as a parameter
    made["components"]["responses"] = {str(status): _refusal(status) for status in _statuses()}
    for path, methods in made["paths"].items():
        methods.pop("head", None)  # as HTTP has it: GET without the body
        for method, operation in methods.items():
            _complete(operation, method, has_place="{" in path)
    check = made["paths"][f"{PATH}check"]["post"]
    check["responses"]["200"]["content"] = _json("Report")
    if reads_pictures():
        check["requestBody"]["content"][MULTIPART] = {"schema": {"$ref": "#/components/schemas/Pictures"}}
        made["components"]["schemas"]["Pictures"] = PICTURES_SCHEMA
    _complete_questions(made["paths"][f"{PATH}questions"])
    of_feedback = made["paths"][f"{PATH}questions/feedback"]["post"]["responses"]
    of_feedback[str(NOT_FOUND)] = {"$ref": f"#/components/responses/{NOT_FOUND}"}
    return made


def _complete_questions(operations: Document) -> None:
    """A receipt that nobody has is 404; what it shows is never kept, so it has no edition."""
    if reads_pictures():
        content = {"schema": {"$ref": "#/components/schemas/Pictures"}}
        operations["post"]["requestBody"]["content"][MULTIPART] = content
    following = operations["get"]["responses"]
    following.pop("304")
    following["200"]["headers"] = QUOTA_HEADERS
    following["404"] = operations["post"]["responses"]["404"] = {"$ref": f"#/components/responses/{NOT_FOUND}"}


PICTURES_SCHEMA: Document = {
    "type": "object",
    "description": f"Pictures, and the text they came with. {MAX_PICTURES_BYTES // 1_048_576} MiB in all.",
    "required": [IMAGE],
    "additionalProperties": False,
    "properties": {
        IMAGE: {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_ASKED,
            "description": "JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP; its first bytes decide, not its name.",
            "items": {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"},
        },
        "text": {"type": "string", "maxLength": MAX_TEXT_BYTES, "description": "The message that came with them."},
    },
}

PROBLEM_SCHEMA: Document = {
    "type": "object",
    "description": "RFC 9457. `detail` is in the language that Accept-Language prefers, vi or en.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [f"/api/#{name}" for name in KINDS], "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "cause": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "name", "cause"],
                "properties": {name: {"type": "string"} for name in ("in", "name", "cause")},
            },
        },
        "near": {"type": "array", "items": {"type": "string"}},
        "reason": {"type": "object"},
        "violated-policies": {"type": "array", "items": {"type": "string"}},
    },
}


def _complete(operation: Document, method: str, *, has_place: bool) -> None:
    """Add to one operation what the framework does not know."""
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    done = operation["responses"]["200"]
    done["headers"] = {**QUOTA_HEADERS, **(CACHE_HEADERS if method == "get" else {})}
    if method == "get":
        operation["responses"]["304"] = {
            "description": "What If-None-Match names is still true.",
            "headers": CACHE_HEADERS,
        }
    for status in (*REFUSED[method], *([NOT_FOUND] if has_place else [])):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    operation["security"] = [{}, {"PartnerKey": []}]  # a key is welcome, and nobody needs one


def _header(description: str) -> Document:
    return {"description": description, "schema": {"type": "string"}}


QUOTA_HEADERS = {
    "RateLimit-Policy": _header('The budgets, as `"day";q=10000;w=86400` (draft-ietf-httpapi-ratelimit-headers).'),
    "RateLimit": _header('What is left of them, as `"day";r=9998;t=41325`. A picture takes four.'),
}

CACHE_HEADERS = {"ETag": _header("The edition; send it back in If-None-Match.")}

OWN_HEADERS = {
    401: {"WWW-Authenticate": _header("Bearer.")},
    415: {"Accept-Post": _header("What is accepted.")},
    429: {"Retry-After": _header("Seconds until it is worth asking again."), **QUOTA_HEADERS},
    503: {"Retry-After": _header("Seconds until it is worth asking again.")},
}


def _statuses() -> Iterator[int]:
    yield from sorted({*REFUSED["get"], *REFUSED["post"], NOT_FOUND})


def _refusal(status: int) -> Document:
    kinds = [kind for kind in KINDS.values() if kind.status == status]
    description = "\n\n".join(said(kind.title) for kind in kinds)
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content, "headers": OWN_HEADERS.get(status, {})}


def _json(name: str) -> Document:
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _report_schemas() -> dict[str, Document]:
    """The published schema of reports, its definitions beside it: few tools follow a ``$ref`` into a schema's own."""
    report = _moved(schema())
    parts = report.pop("$defs")
    for name in ("$schema", "$id"):
        report.pop(name)
    return {"Report": report, **{f"Report-{name}": part for name, part in parts.items()}}


def _moved(node: Any) -> Any:
    if isinstance(node, list):
        return [_moved(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {name: _ref(value) if name == "$ref" else _moved(value) for name, value in node.items()}


def _ref(reference: str) -> str:
    return reference.replace("#/$defs/", "#/components/schemas/Report-")
