"""``kiemtin keys``: keys for organisations that ask the API for many people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import Group, argument, command
from kiemtin.cli.edge import complain, print_json, say, written

if TYPE_CHECKING:
    from kiemtin.desk.api.keys import Row

COMMANDS = {
    "add": "kiemtin.cli.keys:add",
    "list": "kiemtin.cli.keys:list_all",
    "revoke": "kiemtin.cli.keys:revoke",
}

keys = Group("keys", about="cli.keys", holds=COMMANDS)

SCHEMA = "kiemtin-keys/1"


@command("keys.add")
@argument("name", about="cli.keys.add.name", metavar=say("cli.keys.add.name-place"))
@click.option("--per-day", type=int, metavar="N", help=say("cli.keys.add.per-day"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def add(name: str, per_day: int | None, *, as_json: bool) -> None:
    """Set by the catalogue: ``cli.keys.add``."""
    _prepare()
    from kiemtin.desk.api import keys as desk

    per_day = desk.PER_DAY if per_day is None else per_day
    key = desk.add(name, per_day)
    prefix = desk.beginning(key)
    if as_json:
        print_json({"schema": SCHEMA, "key": key, "prefix": prefix, "per_day": per_day})
        return
    complain(say("cli.keys.add.shown-once"))
    print(key)
    complain(say("cli.keys.add.how", prefix=prefix))


@command("keys.list")
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def list_all(*, as_json: bool) -> None:
    """Set by the catalogue: ``cli.keys.list``."""
    _prepare()
    from kiemtin.desk.api import keys as desk

    rows = desk.rows()
    if as_json:
        print_json({"schema": SCHEMA, "keys": [row.as_data() for row in rows]})
        return
    for row in rows:
        _print(row)
    if not rows:
        complain(say("cli.keys.list.none"))


@command("keys.revoke")
@argument("prefix", about="cli.keys.revoke.prefix", metavar=say("cli.keys.revoke.prefix-place"))
def revoke(prefix: str) -> None:
    """Set by the catalogue: ``cli.keys.revoke``."""
    _prepare()
    from kiemtin.desk.api import keys as desk

    complain(say("cli.keys.revoke.done", prefix=desk.revoke(prefix)))


def _prepare() -> None:
    from kiemtin.cli.serve import need_desk

    need_desk()
    from kiemtin.desk.preparing import prepare

    prepare()


def _print(row: Row) -> None:
    from kiemtin.formats.visible import visible

    used = say("cli.keys.list.used", today=written(row.today), per_day=written(row.per_day))
    if row.revoked is not None:
        state = say("cli.keys.list.revoked", day=row.revoked.isoformat())
    else:
        state = say("cli.keys.list.since", day=row.created.isoformat())
    print(f"{row.prefix}  {visible(row.organisation)}  {used}  {state}")
