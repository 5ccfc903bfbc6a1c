"""``kiemtin organisations add``: an entry of the user's own, from options or, at a terminal, from questions."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import say, stdin_is_terminal, today
from kiemtin.errors import Refused, RegisterInvalid

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

if TYPE_CHECKING:
    from kiemtin.organisations import Organisation, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to add, as they typed it."""

    id: str | None = None
    name: str | None = None
    name_en: str | None = None
    short: str | None = None
    sector: str | None = None
    domain: tuple[str, ...] = ()
    hotline: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    weak_alias: tuple[str, ...] = ()
    word: tuple[str, ...] = ()
    source_title: str | None = None
    source_publisher: str | None = None
    source_url: str | None = None
    confirmed: str | None = None


def _option(name: str, *, multiple: bool = False) -> Callable[[Decorated], Decorated]:
    words = name.removeprefix("--")
    return click.option(
        name, multiple=multiple, metavar=say(f"cli.add.{words}-place"), help=say(f"cli.organisations.add.{words}")
    )


@command("organisations.add")
@_option("--id")
@_option("--name")
@_option("--name-en")
@_option("--short")
@_option("--sector")
@_option("--domain", multiple=True)
@_option("--hotline", multiple=True)
@_option("--sender", multiple=True)
@_option("--channel", multiple=True)
@_option("--alias", multiple=True)
@_option("--weak-alias", multiple=True)
@_option("--word", multiple=True)
@_option("--source-title")
@_option("--source-publisher")
@_option("--source-url")
@_option("--confirmed")
@click.option("--replace", "replacing", is_flag=True, help=say("cli.organisations.add.replace"))
def add(*, replacing: bool, **options: Any) -> None:
    """Set by the catalogue: ``cli.organisations.add``."""
    from kiemtin.files import default_home, write_whole
    from kiemtin.organisations.loader import OWN_FOLDER
    from kiemtin.updates import register_in_use

    home = default_home()
    register = register_in_use(home)
    wanted = _completed(Wanted(**options), register)
    entry = as_entry(wanted)
    _require_clean(entry, register)
    path = home / OWN_FOLDER / f"{wanted.id}.yaml"
    if path.exists() and not replacing:
        raise Refused("cli.organisations.add.exists", name=str(path))
    write_whole(path, _as_yaml(entry))
    _say_what_next(path, wanted)


def _completed(wanted: Wanted, register: Register) -> Wanted:
    """With the name and sector of an organisation that is known, and answers from a person who can be asked."""
    known = register.get(wanted.id or "")
    if known is not None:
        wanted = _with_known(wanted, known)
    if not missing(wanted):
        return wanted
    if stdin_is_terminal() and sys.stdin is not None and sys.stderr.isatty():
        asked = _asked(wanted)
        known = register.get(asked.id or "")
        return _with_known(asked, known) if known is not None else asked
    raise Refused("cli.organisations.add.missing", names=", ".join(missing(wanted)))


def missing(wanted: Wanted) -> list[str]:
    """The options without which there is no entry."""
    needed = {"--id": wanted.id, "--name": wanted.name, "--sector": wanted.sector}
    names = [name for name, value in needed.items() if not value]
    channels = wanted.domain + wanted.hotline + wanted.sender + wanted.channel
    return names if channels else [*names, "--domain"]


def _with_known(wanted: Wanted, known: Organisation) -> Wanted:
    aliases = wanted.alias + wanted.weak_alias
    return replace(
        wanted,
        name=wanted.name or known.name_vi,
        name_en=wanted.name_en or (None if wanted.name else known.name_en),
        short=wanted.short or known.short,
        sector=wanted.sector or known.sector.value,
        alias=wanted.alias if aliases else tuple(one.value for one in known.aliases if one.strength == "strong"),
        weak_alias=wanted.weak_alias
        if aliases
        else tuple(one.value for one in known.aliases if one.strength == "weak"),
    )


QUESTIONS = ("id", "name", "sector", "domain", "hotline", "alias", "source_title", "source_publisher", "source_url")
"""What is asked at a terminal, in order; ``confirmed`` follows where a source was given."""


def _asked(wanted: Wanted) -> Wanted:
    lists = {field.name for field in fields(Wanted) if "tuple" in str(field.type)}
    for name in QUESTIONS:
        if getattr(wanted, name):
            continue
        answer = _ask(name)
        value: Any = answer or None
        if name in lists:
            value = tuple(word.strip() for word in answer.split(",") if word.strip())
        wanted = replace(wanted, **{name: value})
    if wanted.source_title and not wanted.confirmed:
        wanted = replace(wanted, confirmed=_ask("confirmed") or "no")
    return wanted


def _ask(name: str) -> str:
    print(say(f"cli.add.ask.{name.replace('_', '-')}"), end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.buffer.readline()
    if not line:
        raise KeyboardInterrupt  # the end of input: whoever was asked has gone
    return line.decode("utf-8", "replace").strip()


def as_entry(wanted: Wanted) -> dict[str, Any]:
    """The entry in the form of the register; a fact without a source is never confirmed."""
    from kiemtin.cli.sectors import known_sector

    confirmed = _confirmed(wanted)
    source = _source(wanted)
    strong = [{"value": value} for value in wanted.alias]
    weak = [{"value": value, "strength": "weak"} for value in wanted.weak_alias]
    facts = {"confirmed": confirmed} | ({"source": source} if source else {})
    entry: dict[str, Any] = {
        "id": wanted.id,
        "name": {"vi": wanted.name, "en": wanted.name_en or wanted.name},
        "short": wanted.short or wanted.name,
        "sector": known_sector(wanted.sector or ""),
        **facts,
    }
    for key in ("domain", "hotline", "sender", "channel"):
        entry[f"{key}s"] = [{"value": value, **facts} for value in getattr(wanted, key)]
    return entry | {"tenants": [], "aliases": strong + weak, "words": list(wanted.word)}


def _source(wanted: Wanted) -> dict[str, str] | None:
    given = {"title": wanted.source_title, "publisher": wanted.source_publisher, "url": wanted.source_url}
    source = {key: value for key, value in given.items() if value}
    if source and not {"title", "publisher"} <= set(source):
        raise Refused("cli.organisations.add.half-a-source")
    return source or None


def _confirmed(wanted: Wanted) -> datetime.date | bool:
    if wanted.confirmed in (None, "", "no"):
        return False
    from kiemtin.organisations.format import is_date

    if not is_date(str(wanted.confirmed)):
        raise Refused("cli.organisations.add.not-a-date", value=str(wanted.confirmed)[:80])
    day = datetime.date.fromisoformat(str(wanted.confirmed))
    if day > today():
        raise Refused("cli.organisations.add.not-yet", value=day.isoformat())
    if _source(wanted) is None:
        raise Refused("cli.organisations.add.needs-source")
    return day


def _require_clean(entry: dict[str, Any], register: Register) -> None:
    """Raise ``RegisterInvalid`` for what the format or the linter refuses, alone or over the register in use."""
    from kiemtin.organisations import lint, merge, organisations_from

    entries = organisations_from([entry])
    known = lint(register)
    problems = tuple(one for one in (*lint(entries), *lint(merge(register, entries))) if one not in known)
    problems = tuple(dict.fromkeys(problems))
    if problems:
        raise RegisterInvalid("register.invalid", problems, count=len(problems), where=problems[0].where)


def _as_yaml(entry: dict[str, Any]) -> bytes:
    import yaml

    class Plain(yaml.SafeDumper):
        """Writes a source that several facts share out each time: aliases (``*id001``) are refused when reading."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    text = yaml.dump({"organisations": [entry]}, Dumper=Plain, allow_unicode=True, sort_keys=False, width=120)
    return text.encode("utf-8", "replace")


def _say_what_next(path: Path, wanted: Wanted) -> None:
    from kiemtin.formats.visible import visible

    print(visible(say("cli.organisations.add.written", name=str(path))))
    if wanted.confirmed in (None, "", "no"):
        print(say("cli.organisations.add.unconfirmed"))
    print(visible(say("cli.organisations.add.next", id=str(wanted.id))))
