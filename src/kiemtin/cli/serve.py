"""``kiemtin serve``: the web page where anyone may ask."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from kiemtin.cli.command import command
from kiemtin.cli.edge import complain, explain_error, say
from kiemtin.errors import OutOfReach, Refused

if TYPE_CHECKING:
    from kiemtin.desk.serving import Opened

HOST = "127.0.0.1"
PORT = 8000
MAX_PORT = 65_535
MAX_WORKERS = 64

WORKERS = min(4, os.cpu_count() or 1)
"""One process for each core; more than four only where somebody has measured that it helps."""


NEEDED = ("argon2", "django", "django_tasks_db", "ninja", "uvicorn")
"""What the extra ``desk`` brings, by the names of its packages."""


@command("serve")
@click.option("--host", default=HOST, metavar=say("cli.serve.host-place"), help=say("cli.serve.host"))
@click.option("--port", type=int, default=PORT, metavar=say("cli.serve.number-place"), help=say("cli.serve.port"))
@click.option(
    "--workers", type=int, default=WORKERS, metavar=say("cli.serve.number-place"), help=say("cli.serve.workers")
)
@click.option("--new-setup-link", is_flag=True, help=say("cli.serve.new-setup-link"))
def serve(host: str, port: int, workers: int, *, new_setup_link: bool) -> None:
    """Set by the catalogue: ``cli.serve``."""
    _require("--port", port, 0, MAX_PORT)
    _require("--workers", workers, 1, MAX_WORKERS)
    need_desk()
    from kiemtin.desk.serving import Options, new_set_up_link
    from kiemtin.desk.serving import serve as serve_desk

    options = Options(host, port, workers)
    if new_setup_link:
        _print(say("cli.serve.set-up-alone"), new_set_up_link(options))
        return
    serve_desk(options, _tell)
    _print(say("cli.serve.stopped"))


def _require(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise Refused("cli.serve.range", name=name, least=least, most=most, given=given)


def need_desk() -> None:
    """Raise ``OutOfReach`` where the extra ``desk`` is not installed."""
    if any(find_spec(name) is None for name in NEEDED):
        raise OutOfReach("cli.serve.needs-desk")


def _tell(opened: Opened) -> None:
    if opened.set_up is not None:
        _print(say("cli.serve.set-up"), opened.set_up)
    for notice in opened.notices:
        complain(explain_error(notice))
    _print(say("cli.serve.open", address=opened.address), say("cli.serve.stop"))


def _print(*lines: str) -> None:
    click.echo("\n".join(lines))
