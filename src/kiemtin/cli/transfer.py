"""``kiemtin backup``, ``restore`` and ``move``: everything a desk keeps, taken elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import PATH, argument, command
from kiemtin.cli.edge import say, written
from kiemtin.cli.serve import need_desk
from kiemtin.errors import Refused

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from kiemtin.desk.configuration import Configuration

EMBEDDED = "sqlite"
"""What ``--to`` calls the database inside the data folder."""

MEGABYTE = 1_000_000


@command("backup")
@argument("file", about="cli.backup.file", metavar=say("cli.file-place"), type=PATH)
@click.option("--force", is_flag=True, help=say("cli.backup.force"))
def backup(file: Path, *, force: bool) -> None:
    """Set by the catalogue: ``cli.backup``."""
    configuration = _configuration()
    from kiemtin.desk.transfer.backup import back_up

    manifest = back_up(configuration, file, replace=force)
    size = f"{file.stat().st_size / MEGABYTE:.1f}"
    _print(
        say(
            "cli.backup.done", name=str(file), size=size, rows=written(manifest.rows), reviews=written(manifest.reviews)
        ),
        say("cli.backup.keep-safe"),
    )


@command("restore")
@argument("file", about="cli.restore.file", metavar=say("cli.file-place"), type=PATH)
@click.option("--replace", is_flag=True, help=say("cli.restore.replace"))
def restore(file: Path, *, replace: bool) -> None:
    """Set by the catalogue: ``cli.restore``."""
    configuration = _configuration()
    from kiemtin.desk.transfer.restore import restore as put_back

    done = put_back(configuration, file, replace=replace)
    about = done.manifest
    counts = {"rows": written(about.rows), "reviews": written(about.reviews)}
    _print(say("cli.restore.done", name=str(configuration.home), created=about.created, **counts))
    if done.aside is not None:
        _print(say("cli.restore.aside", name=str(done.aside)))
    if about.reviews:
        _print(say("cli.restore.rebuild"))
    address = configuration.address.geturl() if configuration.address else ""
    if about.address and about.address != address:
        _print(say("cli.restore.address", address=about.address))


@command("move")
@click.option("--to", metavar=say("cli.move.to-place"), help=say("cli.move.to"))
def move(to: str | None) -> None:
    """Set by the catalogue: ``cli.move``."""
    if to is None:  # Click's own "required" would be English in any language
        raise Refused("cli.usage.missing", name="--to", command="kiemtin move")
    target = _target(to)
    configuration = _configuration()
    from kiemtin.desk.transfer.moving import move as copy_all

    copied = copy_all(configuration, target)
    rows = sum(content.rows for content in copied.values())
    _print(say("cli.move.done", tables=len(copied), rows=written(rows)))
    _print(say("cli.move.next-sqlite") if target is None else say("cli.move.next-postgresql"))


def _target(to: str) -> SplitResult | None:
    if to == EMBEDDED:
        return None
    from kiemtin.desk.configuration import read_database

    return read_database(to)


def _configuration() -> Configuration:
    need_desk()
    from kiemtin.desk.configuration import read_configuration
    from kiemtin.desk.preparing import set_up_django

    configuration = read_configuration()
    set_up_django()
    return configuration


def _print(*lines: str) -> None:
    click.echo("\n".join(lines))
