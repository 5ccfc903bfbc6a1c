"""What the API is given and what it answers, as its OpenAPI document describes them.

Answers are written by ``kiemtin.formats``, as the command line writes them; the schemas of answers only describe them,
and tests hold real answers to them.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from ninja import Header, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema

from kiemtin.desk.api.reading import mended
from kiemtin.desk.questions.limits import MAX_ADDRESS
from kiemtin.desk.questions.limits import MAX_TEXT as MAX_QUESTION
from kiemtin.factchecks.values import Match
from kiemtin.organisations import Sector
from kiemtin.organisations.search import MAX_QUERY
from kiemtin.text.limits import MAX_TEXT_BYTES

MAX_RESULTS, RESULTS = 20, 10
"""Fact-checks that one search gives at most, and unless told otherwise: nobody reads further."""

MAX_ROWS, ROWS = 100, 50
"""Organisations on one page of the list at most, and unless told otherwise."""

MAX_OFFSET = 100_000

SOMETHING = r"[^\s\u001C-\u001F\u0085]"
"""More than spaces, as an OpenAPI document says it: to JavaScript, five that Python takes for spaces are none."""

COUNT = re.compile(r"[0-9]{1,9}")


def _whole(given: Any) -> Any:
    """JSON knows one kind of number: 5.0 is 5 there (and ``true`` is not 1)."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


def _count(given: Any) -> Any:
    """A count in an address is written in digits; Python would take ``1_0`` and `` 5`` as well."""
    return int(given) if isinstance(given, str) and COUNT.fullmatch(given) else given


def _mended(given: Any) -> Any:
    return mended(given) if isinstance(given, str) else given


# Length and content are judged where all texts are, with a better answer; the document only says what will be said.
Received = Annotated[
    StrictStr,
    BeforeValidator(_mended),
    Field(
        description="What was received, as it is: a message or a link. At most 128 KiB as UTF-8, and 5,000 lines.",
        json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT_BYTES, "pattern": SOMETHING},
    ),
]


class Given(Schema):
    """A body that was sent: names that nobody knows are refused, so that a slip is noticed."""

    model_config = ConfigDict(extra="forbid")


class Question(Given):
    """What was received, to be checked."""

    text: Received


class ToDesk(Given):
    """What was received, to be read by the people of the desk."""

    text: Annotated[
        StrictStr,
        BeforeValidator(_mended),
        Field(
            description="What was received, as it is: a message or a link. At most 10,000 characters.",
            json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION, "pattern": SOMETHING},
        ),
    ]
    reply_to: Annotated[
        StrictStr,
        Field(
            "",
            max_length=MAX_ADDRESS,
            description="An e-mail address for the answer, where this server offers that; deleted once it is sent.",
            json_schema_extra={"maxLength": 0},
        ),
    ] = ""


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="16 to 128 characters that nobody can guess: sent twice with the same, it is one question.",
    ),
]

ReceiptHeader = Annotated[
    str, Header(alias="Receipt", min_length=1, max_length=100, description="The receipt, as it was given.")
]


Said = Literal["yes", "partly", "no"]


class Feedback(Given):
    """Whether the answer helped whoever asked."""

    said: Said = Field(description="Whether it answered the question; another time it replaces what was said before.")


class Search(Given):
    """What was received, to be looked for among published fact-checks."""

    text: Received
    limit: Annotated[StrictInt, BeforeValidator(_whole)] = Field(
        RESULTS, ge=1, le=MAX_RESULTS, description="Results at most."
    )


Count = Annotated[StrictInt, BeforeValidator(_count)]
OneSector = Annotated[Sector | None, WithJsonSchema({"type": "string", "enum": [sector.value for sector in Sector]})]


class Wanted(Schema):
    """Which part of the register is wanted, as it stands in an address."""

    q: str = Field("", max_length=MAX_QUERY, description="A name, an alias, an id, a domain, a hotline.")
    sector: OneSector = Field(None, description="Organisations of this sector alone.")
    limit: Count = Field(ROWS, ge=1, le=MAX_ROWS, description="Rows at most.")
    offset: Count = Field(0, ge=0, le=MAX_OFFSET, description="Rows passed over.")


Id = Annotated[str, Field(examples=["vietcombank"], description="As the list names it; ids never change.")]


class FactSource(Schema):
    """Where a fact was seen."""

    title: str
    publisher: str
    url: str | None
    note: str | None


class Fact(Schema):
    """One channel; ``confirmed`` is the day on which it was seen at its source."""

    value: str | None = Field(description="null: a hotline that nobody confirmed is never shown.")
    confirmed: str | None
    source: FactSource | None
    user_content: bool
    note: str | None


class Alias(Schema):
    """A word that stands for the organisation inside a domain name."""

    value: str
    strength: Literal["strong", "weak"]


class Name(Schema):
    """A name in both languages."""

    vi: str
    en: str


class MainDomain(Schema):
    """The domain to show as the official one."""

    value: str
    confirmed: str | None


class Summary(Schema):
    """One organisation in a list."""

    id: str
    name: Name
    short: str
    sector: Sector
    confirmed: str | None
    domain: MainDomain | None
    hotline: str | None = Field(description="A confirmed number; null where none is.")


class Organisation(Schema):
    """One organisation with all its facts."""

    id: str
    name: Name
    short: str
    sector: Sector
    confirmed: str | None
    source: FactSource | None
    domains: list[Fact]
    hotlines: list[Fact]
    senders: list[Fact]
    channels: list[Fact]
    tenants: list[Fact]
    aliases: list[Alias]
    words: list[str]


class Organisations(Schema):
    """A page of the register."""

    schema_: Literal["kiemtin-organisations/1"] = Field(alias="schema")
    version: str = Field(description="The edition of the register.")
    total: int = Field(description="Organisations on all pages together.")
    next: str | None = Field(description="The address of the next page, relative to this one; null on the last.")
    organisations: list[Summary]


class OneOrganisation(Schema):
    """One entry of the register."""

    schema_: Literal["kiemtin-organisations/1"] = Field(alias="schema")
    version: str
    organisation: Organisation


class Found(Schema):
    """A published fact-check, in its publisher's words."""

    id: str
    url: str
    claim: str
    publisher: str
    rating: str
    score: float
    match: Match | None = Field(description="null: only distantly alike.")
    trusted: bool = Field(description="Whether this server's operator trusts the publisher.")
    title: str | None
    published: str | None
    cites: bool = Field(description="Whether it is about a link in the text.")


class Results(Schema):
    """What was found, best first."""

    schema_: Literal["kiemtin-factchecks/1"] = Field(alias="schema")
    results: list[Found]


class Sent(Schema):
    """A question is kept."""

    schema_: Literal["kiemtin-question/1"] = Field(alias="schema")
    receipt: str = Field(description="Shown only here; with it the answer is seen, or the question deleted.")
    expires: str = Field(description="The day on which all of it is forgotten.")


class Followed(Schema):
    """Where a question stands."""

    schema_: Literal["kiemtin-question/1"] = Field(alias="schema")
    state: Literal["waiting", "looked-at", "answered", "not-checkable"]
    answer: str | None = Field(description="The id of the published answer, once there is one.")
    expires: str = Field(description="The day on which all of it is forgotten.")
    feedback: Said | None = Field(description="What was said of the answer with this receipt.")


class Deleted(Schema):
    """A question is forgotten."""

    schema_: Literal["kiemtin-question/1"] = Field(alias="schema")
    state: Literal["deleted"]
