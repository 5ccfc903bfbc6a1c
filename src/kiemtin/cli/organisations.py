"""``kiemtin organisations``: who is official, as the register knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import Group, argument, command
from kiemtin.cli.edge import console, print_json, say
from kiemtin.cli.sectors import known_sector
from kiemtin.errors import KiemtinError, Refused

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kiemtin.organisations import Organisation, Register

SHOWN_HITS = 20
"""Organisations that a search prints; more help nobody to find one."""

COMMANDS = {
    "list": "kiemtin.cli.organisations:list_all",
    "show": "kiemtin.cli.organisations:show",
    "search": "kiemtin.cli.organisations:search",
    "lint": "kiemtin.cli.lint:lint",
    "add": "kiemtin.cli.add:add",
}

organisations = Group("organisations", about="cli.organisations", holds=COMMANDS)


@command("organisations.list")
@click.option("--sector", metavar=say("cli.sector-place"), help=say("cli.organisations.list.sector"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def list_all(sector: str | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.organisations.list``."""
    register = _register()
    wanted = known_sector(sector) if sector is not None else None
    found = tuple(one for one in register if wanted is None or one.sector == wanted)
    _print(register, found, as_json=as_json)


@command("organisations.search")
@argument("text", about="cli.organisations.search.text", metavar=say("cli.organisations.search.text-place"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def search(text: str, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.organisations.search``."""
    from kiemtin.organisations.search import search as search_register

    register = _register()
    hits = search_register(register, text)[:SHOWN_HITS]
    _print(register, tuple(hit.organisation for hit in hits), as_json=as_json)
    if not hits and not as_json:
        console().print(say("cli.organisations.search.nothing"))


def complete_id(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids that begin so, for the Tab key."""
    from click.shell_completion import CompletionItem

    try:
        register = _register()
    except KiemtinError:  # a broken file of the user's own: the command itself will say so
        return []
    return [CompletionItem(one.id, help=one.short) for one in register if one.id.startswith(incomplete)]


@command("organisations.show")
@argument("organisation_id", about="cli.organisations.show.id", metavar=say("cli.id-place"), shell_complete=complete_id)
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def show(organisation_id: str, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.organisations.show``."""
    register = _register()
    one = register.get(organisation_id) or none_such(register, organisation_id)
    if as_json:
        from kiemtin.formats.entries import ORGANISATIONS, in_full

        print_json({"schema": ORGANISATIONS, "version": register.version, "organisation": in_full(one)})
    else:
        from kiemtin.cli.entries import print_entry

        print_entry(one, console())


def _register() -> Register:
    from kiemtin.files import default_home
    from kiemtin.updates import register_in_use

    return register_in_use(default_home())


def none_such(register: Register, organisation_id: str) -> Organisation:
    """Refuse an id that is in no entry, with those that resemble it."""
    from kiemtin.organisations.search import near_ids

    near = near_ids(register, organisation_id)
    if near:
        raise Refused("cli.organisations.no-such-id-near", name=organisation_id[:80], near=", ".join(near))
    raise Refused("cli.organisations.no-such-id", name=organisation_id[:80])


def _print(register: Register, found: tuple[Organisation, ...], *, as_json: bool) -> None:
    if as_json:
        from kiemtin.formats.entries import ORGANISATIONS, summary

        rows = [summary(one) for one in found]
        print_json({"schema": ORGANISATIONS, "version": register.version, "organisations": rows})
    elif found:
        from kiemtin.cli.entries import print_table

        print_table(found, register.version, console())
