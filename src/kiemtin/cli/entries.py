"""Organisations as people and programs read them. A number nobody confirmed is never shown: it could be a scammer's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from kiemtin.cli.edge import LANGUAGE, say
from kiemtin.formats.visible import visible
from kiemtin.organisations import Fact, FactSource, Organisation, Strength

if TYPE_CHECKING:
    from rich.console import Console

CONFIRMED, UNCONFIRMED = "✓", "?"
"""Shapes beside the words: colour alone tells some readers nothing."""


def print_table(found: Iterable[Organisation], version: str, console: Console) -> None:
    """A table of organisations, one a line."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption=None)
    for column in ("id", "name", "sector", "domain", "hotline"):
        table.add_column(say(f"entry.column.{column}"), overflow="fold")
    rows = 0
    for one in found:
        rows += 1
        table.add_row(one.id, visible(one.short), say(f"sector.{one.sector}"), _domain(one), _hotline(one))
    console.print(table)
    console.print(Text(say("entry.legend"), style="dim"))
    console.print(Text(say("entry.count", count=rows, version=version), style="dim"))


def _domain(one: Organisation) -> Text:
    return _marked(one.main_domain) if one.main_domain else Text("–")


def _hotline(one: Organisation) -> Text:
    if one.confirmed_hotline:
        return _marked(one.confirmed_hotline)
    return Text(f"{UNCONFIRMED} {say('entry.unconfirmed')}", style="yellow") if one.hotlines else Text("–")


def _marked(fact: Fact) -> Text:
    shape, style = (CONFIRMED, "green") if fact.confirmed else (UNCONFIRMED, "yellow")
    return Text(f"{shape} {visible(fact.value)}", style=style)


def print_entry(one: Organisation, console: Console) -> None:
    """All that the register holds about one organisation."""
    own, other = (one.name_vi, one.name_en) if LANGUAGE == "vi" else (one.name_en, one.name_vi)
    console.print(Text.assemble((visible(one.short), "bold"), f"  ({one.id}) · {say(f'sector.{one.sector}')}"))
    for name in dict.fromkeys((own, other)):
        console.print(Text(visible(name)))
    shape = CONFIRMED if one.confirmed else UNCONFIRMED
    console.print(Text(f"{shape} ").append_text(_state(one.confirmed, one.source)), soft_wrap=True)
    for part in ("domains", "hotlines", "senders", "channels", "tenants"):
        facts: tuple[Fact, ...] = getattr(one, part)
        _print_part(f"entry.{part}", (_line(fact, hide=part == "hotlines") for fact in facts), console)
    aliases = ", ".join(_alias(alias.value, alias.strength) for alias in one.aliases)
    _print_part("entry.aliases", [Text(f"  {aliases}")] if aliases else [], console)
    _print_part("entry.words", [Text(f"  {', '.join(one.words)}")] if one.words else [], console)


def _print_part(title: str, lines: Iterable[Text], console: Console) -> None:
    """A title and its lines; a long address is left whole, so that it can be copied."""
    shown = list(lines)
    if shown:
        console.print(Text(f"\n{say(title)}", style="bold"))
    for line in shown:
        console.print(line, soft_wrap=True)


def _line(fact: Fact, *, hide: bool) -> Text:
    if hide and not fact.confirmed:
        return Text(f"  {UNCONFIRMED} {say('entry.hotline-unconfirmed')}", style="yellow")
    line = Text("  ").append_text(_marked(fact))
    notes = [say("entry.anyone-can-publish")] if fact.user_content else []
    notes += [visible(fact.note)] if fact.note else []
    for note in notes:
        line.append(f" ({note})", style="dim")
    line.append("  ")
    return line.append_text(_state(fact.confirmed, fact.source))


def _state(confirmed: str | None, source: FactSource | None) -> Text:
    words = say("entry.confirmed-on", date=confirmed) if confirmed else say("entry.unconfirmed")
    text = Text(words, style="dim" if confirmed else "yellow")
    for line in _cited(source):
        text.append(f"\n      {visible(line)}", style="dim")
    return text


def _cited(source: FactSource | None) -> Iterator[str]:
    if source is None:
        return
    yield f"{source.publisher}: {source.title}"
    if source.url:
        yield source.url


def _alias(value: str, strength: Strength) -> str:
    return value if strength is Strength.STRONG else f"{value} ({say('entry.weak')})"
