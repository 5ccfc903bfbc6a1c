"""``kiemtin desk overview``: the figures of a desk's work, as its page has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import LANGUAGE, print_json, say, written
from kiemtin.cli.serve import need_desk

if TYPE_CHECKING:
    from kiemtin.desk.overview.figures import Overview, Period

SCHEMA = "kiemtin-desk-overview/1"


@command("desk.overview")
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
def overview(*, as_json: bool) -> None:
    """Set by the catalogue: ``cli.desk.overview``."""
    need_desk()
    from kiemtin.desk.preparing import prepare

    prepare()
    from kiemtin.desk.overview.figures import current

    found = current()
    if as_json:
        print_json(_as_data(found))
        return
    click.echo(say("desk.overview.open", count=written(found.open)))
    for heading, periods in (("desk.overview.weeks", found.weeks), ("desk.overview.days", found.days)):
        click.echo(f"\n{say(heading)}")
        for one in reversed(periods):
            click.echo(_in_words(one))


def _in_words(one: Period) -> str:
    from kiemtin.desk.overview.tables import in_full

    counts = {name: written(getattr(one, name)) for name in ("received", "new", "open", "answered")}
    row = say("cli.desk.overview.row", period=in_full(one, LANGUAGE), closed=written(one.not_checkable), **counts)
    if one.half is not None and one.most is not None:
        row += say("cli.desk.overview.waited", half=written(one.half), most=written(one.most))
    if one.yes is not None and one.partly is not None and one.no is not None:
        said = {"yes": written(one.yes), "partly": written(one.partly), "no": written(one.no)}
        row += say("cli.desk.overview.said", **said)
    return row


def _as_data(found: Overview) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "day": found.today.isoformat(),
        "open": found.open,
        "weeks": [_week(one) for one in found.weeks],
        "days": [_period(one) for one in found.days],
    }


def _week(one: Period) -> dict[str, Any]:
    said = {"yes": one.yes, "partly": one.partly, "no": one.no}
    waited = {"half_within_days": one.half, "nine_of_ten_within_days": one.most}
    return {**_period(one), **waited, "feedback": None if one.yes is None else said}


def _period(one: Period) -> dict[str, Any]:
    return {
        "from": one.start.isoformat(),
        "to": one.end.isoformat(),
        "received": one.received,
        "new": one.new,
        "open": one.open,
        "answered": one.answered,
        "not_checkable": one.not_checkable,
    }
