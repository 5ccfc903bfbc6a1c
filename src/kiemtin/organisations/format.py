"""The register's file format: YAML (or JSON) to values, and values back to plain data.

``docs/register.md`` describes the format. Reading collects every problem before it refuses, so that one run of
``kiemtin organisations lint`` shows them all.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiemtin.errors import RegisterInvalid
from kiemtin.organisations.values import Alias, Fact, FactSource, Organisation, Sector, Strength

MAX_FILE_BYTES = 4_000_000
"""Bytes of one register file: 1,000 organisations take about 1 MB."""

MAX_SHOWN = 400
"""Characters of a file's own values in a message about it."""

MAX_ORGANISATIONS = 20_000
"""Organisations in one file."""

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
ALIAS = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))+")
NUMBER = re.compile(r"\+?[0-9]{3,15}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

ENTRY_KEYS = frozenset(
    [
        "id",
        "name",
        "short",
        "sector",
        "confirmed",
        "source",
        "domains",
        "hotlines",
        "senders",
        "channels",
        "tenants",
        "aliases",
        "words",
    ]
)
FACT_KEYS = frozenset(["value", "confirmed", "source", "user_content", "note"])
SOURCE_KEYS = frozenset(["title", "publisher", "url", "note"])


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a register: where (entry and field), and a message id with its values."""

    where: str
    message_id: str
    values: tuple[tuple[str, str | int], ...] = ()


class Problems:
    """Collects what is wrong, each naming the entry and the field."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, where: str, message_id: str, **values: str | int) -> None:
        """Remember one problem, with what the file holds clipped: it may hold anything."""
        clipped = ((name, value[:MAX_SHOWN] if isinstance(value, str) else value) for name, value in values.items())
        self.found.append(Problem(where[:MAX_SHOWN], message_id, tuple(clipped)))


def organisations_from(data: object) -> tuple[Organisation, ...]:
    """The organisations in parsed YAML or JSON; raises ``RegisterInvalid`` with all problems at once."""
    problems = Problems()
    found = tuple(_organisations(data, problems))
    if problems.found:
        raise RegisterInvalid(
            "register.invalid", tuple(problems.found), count=len(problems.found), where=problems.found[0].where
        )
    return found


def _organisations(data: object, problems: Problems) -> Iterator[Organisation]:
    entries = data.get("organisations") if isinstance(data, Mapping) else data
    if not isinstance(entries, list) or not entries:
        problems.add("file", "register.no-list")
        return
    if len(entries) > MAX_ORGANISATIONS:
        problems.add("file", "register.too-many-entries", count=len(entries), limit=MAX_ORGANISATIONS)
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        where = _place(entry, index)
        one = _organisation(entry, where, problems)
        if one is not None and one.id in seen:
            problems.add(where, "register.id-twice")
        elif one is not None:
            seen.add(one.id)
            yield one


def _place(entry: object, index: int) -> str:
    """How problems name an entry: by its id where it has one, else by its number in the file."""
    identifier = entry.get("id") if isinstance(entry, Mapping) else None
    return _shown(identifier) if isinstance(identifier, str) and identifier else f"entry {index + 1}"


def _shown(value: object) -> str:
    """A value as problems show it; of a list or mapping only that it is one."""
    return str(value) if isinstance(value, str | float | bool | datetime.date) else type(value).__name__


def _organisation(entry: object, where: str, problems: Problems) -> Organisation | None:
    if not isinstance(entry, Mapping):
        problems.add(where, "register.not-a-mapping")
        return None
    before = len(problems.found)
    _unknown_keys(entry, ENTRY_KEYS, where, problems)
    identifier = _string(entry, "id", where, problems)
    if identifier and not ID.fullmatch(identifier):
        problems.add(where, "register.id-form")
    name_vi, name_en = _names(entry.get("name"), where, problems)
    sector = _sector(entry.get("sector"), where, problems)
    one = Organisation(
        id=identifier,
        name_vi=name_vi,
        name_en=name_en,
        short=_optional_string(entry.get("short"), f"{where}.short", problems) or name_vi,
        sector=sector,
        confirmed=_confirmed(entry.get("confirmed", False), where, problems),
        source=_source(entry.get("source"), where, problems),
        domains=_facts(entry, "domains", HOST, problems),
        hotlines=_facts(entry, "hotlines", NUMBER, problems),
        senders=_facts(entry, "senders", None, problems),
        channels=_facts(entry, "channels", None, problems),
        tenants=_facts(entry, "tenants", HOST, problems),
        aliases=_aliases(entry, where, problems),
        words=_words(entry, where, problems),
    )
    if not one.official_channels:
        problems.add(where, "register.no-channel")
    if one.confirmed and not one.source:
        problems.add(where, "register.no-source", value=one.id)
    return one if len(problems.found) == before else None


def _facts(entry: Mapping[str, Any], key: str, pattern: re.Pattern[str] | None, problems: Problems) -> tuple[Fact, ...]:
    where = f"{_shown(entry.get('id', '?'))}.{key}"
    rows = entry.get(key) or []
    if not isinstance(rows, list):
        problems.add(where, "register.not-a-list")
        return ()
    facts = (_fact(row, where, pattern, problems) for row in rows)
    return tuple(fact for fact in facts if fact is not None)


def _fact(row: object, where: str, pattern: re.Pattern[str] | None, problems: Problems) -> Fact | None:
    if isinstance(row, str):  # the short way: a value nobody has confirmed
        row = {"value": row, "confirmed": False}
    if not isinstance(row, Mapping):
        problems.add(where, "register.fact-form")
        return None
    _unknown_keys(row, FACT_KEYS, where, problems)
    value = _string(row, "value", where, problems)
    if not value:
        return None
    if pattern is not None and not pattern.fullmatch(value):
        problems.add(where, "register.value-form", value=value)
    if "confirmed" not in row:
        problems.add(where, "register.needs-confirmed", value=value)
    fact = Fact(
        value=value,
        confirmed=_confirmed(row.get("confirmed", False), f"{where} {value}", problems),
        source=_source(row.get("source"), f"{where} {value}", problems),
        user_content=row.get("user_content") is True,
        note=_optional_string(row.get("note"), f"{where}.note", problems),
    )
    if fact.confirmed and not fact.source:
        problems.add(where, "register.no-source", value=value)
    return fact


def _aliases(entry: Mapping[str, Any], where: str, problems: Problems) -> tuple[Alias, ...]:
    rows = entry.get("aliases") or []
    if not isinstance(rows, list):
        problems.add(f"{where}.aliases", "register.not-a-list")
        return ()
    found = []
    for row in rows:
        fields = {"value": row} if isinstance(row, str) else row
        if not isinstance(fields, Mapping) or not isinstance(fields.get("value"), str):
            problems.add(f"{where}.aliases", "register.fact-form")
            continue
        _unknown_keys(fields, frozenset({"value", "strength"}), f"{where}.aliases", problems)
        strength = fields.get("strength", Strength.STRONG)
        if not ALIAS.fullmatch(fields["value"]):
            problems.add(f"{where}.aliases", "register.alias-form", value=fields["value"])
        elif strength not in tuple(Strength):
            problems.add(f"{where}.aliases", "register.alias-strength", value=fields["value"])
        else:
            found.append(Alias(fields["value"], Strength(strength)))
    return tuple(found)


def _words(entry: Mapping[str, Any], where: str, problems: Problems) -> tuple[str, ...]:
    rows = entry.get("words") or []
    if not isinstance(rows, list) or not all(isinstance(row, str) and ALIAS.fullmatch(row) for row in rows):
        problems.add(f"{where}.words", "register.words-form")
        return ()
    return tuple(rows)


def _names(name: object, where: str, problems: Problems) -> tuple[str, str]:
    if isinstance(name, str) and name.strip():
        return name, name
    if isinstance(name, Mapping) and isinstance(name.get("vi"), str) and isinstance(name.get("en"), str):
        return name["vi"], name["en"]
    problems.add(where, "register.needs-name")
    return "", ""


def _sector(sector: object, where: str, problems: Problems) -> Sector:
    if sector in tuple(Sector):
        return Sector(str(sector))
    problems.add(where, "register.sector", value=_shown(sector), known=", ".join(Sector))
    return Sector.OTHER


def _confirmed(value: object, where: str, problems: Problems) -> str | None:
    if value is False or value is None or value == "no":
        return None
    if type(value) is datetime.date:  # a datetime is one too, and says more than a date
        return value.isoformat()
    if isinstance(value, str) and is_date(value):
        return value
    problems.add(where, "register.confirmed-form", value=_shown(value))
    return None


def is_date(value: str) -> bool:
    """Whether ``value`` is a day that exists, written ``2026-11-22``."""
    try:
        return DATE.fullmatch(value) is not None and bool(datetime.date.fromisoformat(value))
    except ValueError:
        return False


def _source(value: object, where: str, problems: Problems) -> FactSource | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        problems.add(where, "register.source-form")
        return None
    _unknown_keys(value, SOURCE_KEYS, f"{where}.source", problems)
    url = _optional_string(value.get("url"), f"{where}.source.url", problems)
    if url and not url.startswith(("https://", "http://")):
        problems.add(where, "register.source-url", value=url)
    return FactSource(
        title=_string(value, "title", f"{where}.source", problems),
        publisher=_string(value, "publisher", f"{where}.source", problems),
        url=url,
        note=_optional_string(value.get("note"), f"{where}.source.note", problems),
    )


def _string(entry: Mapping[str, Any], key: str, where: str, problems: Problems) -> str:
    value = entry.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    problems.add(where, "register.needs-text", key=key)
    return ""


def _optional_string(value: object, where: str, problems: Problems) -> str | None:
    if value is None or isinstance(value, str):
        return value
    problems.add(where, "register.not-a-text")
    return None


def _unknown_keys(entry: Mapping[str, Any], known: frozenset[str], where: str, problems: Problems) -> None:
    unknown = sorted(str(key) for key in entry if key not in known)
    if unknown:
        problems.add(where, "register.unknown-field", fields=", ".join(unknown), known=", ".join(sorted(known)))
