"""Whom ``kiemtin watch certificates`` tells of alerts, and when: its options, and what is made of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemtin.cli.command import PATH, Decorated
from kiemtin.cli.edge import LANGUAGE, complain, explain_error, say
from kiemtin.errors import Refused

if TYPE_CHECKING:
    from kiemtin.net.mail_server import MailServer
    from kiemtin.organisations import Register
    from kiemtin.watch.certificates.hours import Hours
    from kiemtin.watch.certificates.store import Store
    from kiemtin.watch.certificates.telling import Channel, Telling, Webhook

MAX_MAIL_FILE = 4_000
"""Bytes of the file that names a mail server: one line."""

BETWEEN = 5.0
"""Seconds after which it is looked whether somebody is to be told, while nothing is read."""

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--alerts", type=PATH, metavar=say("cli.file-place"), help=say("cli.watch.alerts")),
    click.option("--evidence", type=PATH, metavar=say("cli.watch.folder-place"), help=say("cli.watch.evidence")),
    click.option("--webhook", metavar=say("cli.watch.address-place"), help=say("cli.watch.webhook")),
    click.option("--webhook-secret", type=PATH, metavar=say("cli.file-place"), help=say("cli.watch.webhook-secret")),
    click.option("--mail", multiple=True, metavar=say("cli.watch.mail-place"), help=say("cli.watch.mail")),
    click.option("--mail-server", type=PATH, metavar=say("cli.file-place"), help=say("cli.watch.mail-server")),
    click.option("--digest", metavar=say("cli.watch.digest-place"), help=say("cli.watch.digest")),
    click.option("--quiet", metavar=say("cli.watch.quiet-place"), help=say("cli.watch.quiet")),
    click.option("--time-zone", metavar=say("cli.watch.time-zone-place"), help=say("cli.watch.time-zone")),
)


def telling_options(command: Decorated) -> Decorated:
    """The options of ``Told``."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Told:
    """The options that say whom to tell and when."""

    alerts: Path | None
    evidence: Path | None
    webhook: str | None
    webhook_secret: Path | None
    mail: tuple[str, ...]
    mail_server: Path | None
    digest: str | None
    quiet: str | None
    time_zone: str | None

    def __post_init__(self) -> None:
        if (self.webhook is None) != (self.webhook_secret is None):
            raise Refused("cli.watch.webhook-both")
        if self.mail_server is not None and not self.mail:
            raise Refused("cli.watch.mail-server-alone")
        if self.digest is not None and not self.mail:
            raise Refused("cli.watch.digest-alone")
        if self.quiet is not None and not self.mail and self.webhook is None:
            raise Refused("cli.watch.quiet-alone")
        if self.time_zone is not None and self.digest is None and self.quiet is None:
            raise Refused("cli.watch.zone-alone")


@dataclass(frozen=True, slots=True)
class Ways:
    """What the options come to, everything that may be wrong with them looked at."""

    told: Told
    server: MailServer | None
    webhook: Webhook | None
    hours: Hours

    def channels(self, store: Store, register: Register) -> list[Channel]:
        """Where alerts are told, besides on standard output; ``register`` names the organisations."""
        from kiemtin.cli.watch_evidence import EvidenceFolder
        from kiemtin.watch.certificates.letters import Letters
        from kiemtin.watch.certificates.telling import AlertFile

        channels: list[Channel] = [AlertFile(self.told.alerts)] if self.told.alerts is not None else []
        if self.told.evidence is not None:
            channels.append(EvidenceFolder(self.told.evidence, store, register))
        channels += [self.webhook] if self.webhook is not None else []
        if self.server is not None:
            mailboxes = {one.lower(): one for one in self.told.mail}.values()
            channels += [Letters(one, self.server, register, LANGUAGE) for one in mailboxes]
        return channels


def ways_of(told: Told) -> Ways:
    """Look at the options; raises ``Refused`` and what reading their files raises."""
    from kiemtin.watch.certificates.hours import Hours, digest_time, quiet_hours, time_zone
    from kiemtin.watch.certificates.letters import mailbox_of
    from kiemtin.watch.certificates.telling import webhook_of

    for mailbox in told.mail:
        mailbox_of(mailbox)
    webhook = None
    if told.webhook is not None and told.webhook_secret is not None:
        webhook = webhook_of(told.webhook, told.webhook_secret)
    hours = Hours(
        quiet_hours(told.quiet) if told.quiet is not None else None,
        digest_time(told.digest) if told.digest is not None else None,
        time_zone(told.time_zone) if told.time_zone is not None else None,
    )
    if told.digest is not None or told.quiet is not None:
        own = say("watch.hours.own-zone", zone=time.strftime("%Z"))
        complain(say("watch.hours", zone=told.time_zone or own))
    return Ways(told, _server(told) if told.mail else None, webhook, hours)


def _server(told: Told) -> MailServer:
    """The mail server, from a file or from ``KIEMTIN_MAIL``: a password has no place among the options of a command."""
    from kiemtin.files import read_whole
    from kiemtin.net.mail_setting import mail_server, server_of

    if told.mail_server is not None:
        given = read_whole(told.mail_server, MAX_MAIL_FILE).decode("utf-8", "replace").strip()
        try:
            return server_of(given)
        except Refused as error:
            raise Refused("watch.mail-file-invalid", name=str(told.mail_server)) from error
    server = mail_server(os.environ)
    if server is None:
        raise Refused("cli.watch.no-mail-server")
    return server


def telling_of(store: Store, ways: Ways, register: Register) -> Telling:
    """Who tells all of them."""
    from kiemtin.watch.certificates.telling import Telling

    return Telling(store, ways.channels(store, register), hours=ways.hours)


def tell(telling: Telling) -> None:
    """Tell what is waiting, where it is time, and say what went wrong."""
    for error in telling.tell():
        complain(explain_error(error))
        complain(say("watch.told-later"))


def wait(seconds: float, telling: Telling) -> None:
    """Wait for the next look, telling meanwhile what could not be told before."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, BETWEEN))
        tell(telling)
