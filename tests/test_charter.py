"""What Kiểm Tin will never do, kept by tests: no people, no blocklists, no truth machine, no unasked connection."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

import kiemtin
from kiemtin.checks import ENABLED
from kiemtin.cli.application import application
from kiemtin.evidence import FindingKind, Outcome, catalogue
from kiemtin.items import PartKind
from kiemtin.organisations import Sector, bundled_register

PERSON = re.compile(
    r"author(?!ity)|poster|posted|liked|shared_by|forwarded|follower|following|handle|username|nickname|person|people|citizen"
    r"|profile|avatar|(?<!di)stance|sentiment|loyalty|political|party|opinion|emotion|mood|gender|birth|ethnic|religion|voter"
    r"|reporter|asker|owner_name|real_name|full_name"
)
"""Words for who wrote, shared or thinks something. What an item says of its sender (``sender``: an address) stays."""

TRUTH = re.compile(
    r"\b(đúng sự thật|sai sự thật|tin thật|tin giả|bịa đặt|là thật|là giả(?! mạo)|fake news|true news|misinformation"
    r"|disinformation|is true|is false|untrue|hoax|phản động|xấu độc|thù địch|harmful views)\b",
    re.IGNORECASE,
)
"""Words that judge a claim or a view."""

LEAVES_OPEN = frozenset({"outcome.official.means", "advice.never-give-otp"})
"""Messages that say in so many words that they do not judge: "that does not say that the content is true"."""

LISTENING = {
    "desk/api/partners.py",
    "desk/asking.py",
    "desk/door/bodies.py",
    "desk/door/door.py",
    "desk/door/queue.py",
    "desk/door/wire.py",
    "desk/serving.py",
    "desk/web.py",
}
"""The desk is connected to: it listens and waits, and knows the names of statuses. It connects to nobody."""

VALUE_PACKAGES = ("items", "evidence", "organisations", "lookalikes", "checks", "domains", "factchecks", "pictures")


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _fields() -> Iterator[tuple[str, str]]:
    for layer in VALUE_PACKAGES:
        package = importlib.import_module(f"kiemtin.{layer}")
        for module in (package, *_modules(package)):
            for _, value in inspect.getmembers(module, inspect.isclass):
                if dataclasses.is_dataclass(value) and value.__module__ == module.__name__:
                    owner = f"{module.__name__}.{value.__name__}"
                    yield from ((owner, field.name) for field in dataclasses.fields(value))


def test_no_value_holds_a_person() -> None:
    """Nothing in items, evidence and the register says who wrote, shared, liked or thinks something."""
    fields = list(_fields())
    assert 100 <= len(fields)
    assert [] == [(owner, name) for owner, name in fields if PERSON.search(name.lower())]


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from _properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _properties(value)


def test_no_field_of_the_report_is_a_person() -> None:
    """The published schema has no place for one either."""
    schema = json.loads(files("kiemtin.formats").joinpath("report.schema.json").read_text("utf-8"))
    names = set(_properties(schema))
    assert {"outcome", "findings", "organisation"} <= names
    assert [] == [name for name in names if PERSON.search(name.lower())]


def test_the_guard_against_persons_works() -> None:
    """A test that cannot fail is worse than none."""
    persons = ("author", "followers", "user_handle", "stance", "shared_by")
    assert [] == [name for name in persons if not PERSON.search(name)]


def test_the_register_holds_organisations_only() -> None:
    """Each entry has a channel of its own and a sector; none of the sectors is a kind of person, topic or view."""
    assert [] == [sector for sector in Sector if PERSON.search(sector) or sector in ("topic", "slogan", "movement")]
    assert [] == [one.id for one in bundled_register() if not one.official_channels]


def test_nothing_rates_opinions() -> None:
    """Kinds of finding, outcomes, kinds of part and checks: none of them measures what somebody thinks."""
    names = [str(one.value) for kind in (FindingKind, Outcome, PartKind) for one in kind if isinstance(one, Enum)]
    names += [check.id for check in ENABLED]
    names.remove("impersonated-sender")  # a check of who the words claim to be; it keeps nothing about who sent them
    assert [] == [name for name in names if PERSON.search(name) or name in ("true", "false", "safe", "fake")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_message_calls_a_claim_true_or_false(language: Any) -> None:
    """Reasons and advice speak of names, links and numbers; a claim is nobody's here to judge."""
    texts = catalogue(language)
    assert [] == [
        (message_id, found[0])
        for message_id, text in texts.items()
        if (found := TRUTH.search(text)) and message_id not in LEAVES_OPEN
    ]


def _options(group: click.Group) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield name
        if isinstance(command, click.Group):
            yield from _options(command)
        elif command is not None:
            yield from (option for parameter in command.params for option in parameter.opts)


FILTERS = re.compile(
    r"block|hosts|adguard|rpz|dnsmasq|unbound|pihole|takedown|filter|\bban\b|abuse|denylist|blacklist|firewall"
)


def test_no_command_and_no_option_makes_a_blocklist() -> None:
    """No output is in a form that another program could block or take down with."""
    names = set(_options(application))
    assert {"check", "--json", "--html"} <= names
    assert [] == [name for name in names if FILTERS.search(name)]


def test_the_formats_are_the_ones_for_readers() -> None:
    """Terminal, HTML and JSON; a new format comes past this test."""
    formats = {entry.name for entry in files("kiemtin.formats").iterdir() if entry.name.endswith(".py")}
    renderings = {"terminal.py", "html.py", "json.py"}
    assert renderings <= formats
    assert [] == [name for name in formats if FILTERS.search(name)]
    assert renderings == formats - {
        "__init__.py",
        "answers.py",
        "changes.py",
        "entries.py",
        "excerpt.py",
        "letters.py",
        "markup.py",
        "pairs.py",
        "places.py",
        "view.py",
        "visible.py",
    }


def test_no_module_imports_what_could_connect() -> None:
    """Only ``kiemtin.net`` may: the linter keeps it in the source, this test where the linter was not run."""
    connect = re.compile(
        r"^\s*(?:import|from) (socket|ssl|http|urllib\.request|ftplib|smtplib|asyncio|httpx2?|httpcore2?|requests)\b",
        re.MULTILINE,
    )
    package = Path(kiemtin.__file__).parent
    offenders = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if connect.search(path.read_text("utf-8")) and path.relative_to(package).parts[0] != "net"
    }
    assert LISTENING == offenders
    # What answers has to wait for whoever asks; it may not go out and ask somebody itself.
    go_out = re.compile(r"open_connection|open_unix_connection|create_connection|sock_connect|(?<!sqlite3)\.connect\(")
    assert [] == [path for path in (package / "desk").rglob("*.py") if go_out.search(path.read_text("utf-8"))]


def test_a_report_does_not_say_when_or_by_whom_it_was_asked() -> None:
    """Equal texts give equal reports: nothing of the asker is in them."""
    program = kiemtin.Kiemtin()
    assert program.check("https://vietcombank-vn.top") == program.check("https://vietcombank-vn.top")
