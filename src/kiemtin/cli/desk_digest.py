"""``kiemtin desk digest``: what was published and changed lately, ready for a newsletter."""

from __future__ import annotations

import datetime

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import LANGUAGE, complain, print_json, say
from kiemtin.cli.serve import HOST, PORT, need_desk
from kiemtin.errors import Refused

FORMS = ("text", "html", "json")


@command("desk.digest")
@click.option("--since", metavar=say("cli.desk.digest.since-place"), help=say("cli.desk.digest.since"))
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], help=say("cli.desk.digest.format"))
def digest(since: str | None, form: str) -> None:
    """Set by the catalogue: ``cli.desk.digest``."""
    need_desk()
    first = _day(since) if since else None
    from kiemtin.desk.preparing import prepare

    configuration = prepare()
    from kiemtin.answers.digest import digest_document, digest_html, digest_text
    from kiemtin.desk.published.terms import site_at
    from kiemtin.desk.telling.recent import recent

    if configuration.address is None:
        complain(say("cli.desk.digest.no-address"))
    site = site_at(configuration.address.geturl() if configuration.address is not None else f"http://{HOST}:{PORT}")
    found = recent(first, LANGUAGE)
    if form == "json":
        print_json(digest_document(found, site))
    else:
        click.echo(digest_html(found, site) if form == "html" else digest_text(found, site), nl=False)


def _day(written: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise Refused("cli.desk.digest.not-a-day", given=written[:40]) from error
