"""Alerts as a letter to a mailbox: plain text in which no strange name can be followed."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import ClassVar

from kiemtin.answers.wording import one_line
from kiemtin.errors import Refused
from kiemtin.evidence.messages import Language, number, render
from kiemtin.formats.visible import clipped, visible
from kiemtin.net.mail_server import MailServer
from kiemtin.net.mail_setting import MAILBOX
from kiemtin.organisations import Register
from kiemtin.watch.beside import read_as
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.explaining import explained, label_of_official, row_of
from kiemtin.watch.certificates.telling import Parcel

NAME = "Kiểm Tin"
"""Who letters are from, before the address."""

MOST = 100
"""Alerts in one letter: more than anybody reads at once, and a letter that every server takes."""

MAX_SUBJECT = 120
"""Characters of a subject; lists of letters show about half."""

FOLLOWED = re.compile(r"(?<=\S)([.。．｡:])(?=\S)")
"""What makes programs for mail take words for an address."""

INDENT = "   "


def defused(text: str) -> str:
    """``text`` as nobody can follow it: ``vidu.top`` is ``vidu[.]top``."""
    return FOLLOWED.sub(r"[\1]", visible(text))


def mailbox_of(given: str) -> str:
    """The address ``given``; raises ``Refused`` where it is not exactly one."""
    if not MAILBOX.fullmatch(given):
        raise Refused("watch.no-mailbox", given=given[:80])
    return given


@dataclass(frozen=True, slots=True)
class Letters:
    """A mailbox that is sent letters through ``server``, in ``language``; ``register`` names the organisations."""

    to: str
    server: MailServer = field(repr=False)
    register: Register = field(repr=False)
    language: Language
    disturbs: ClassVar[bool] = True
    most: ClassVar[int] = MOST

    def __post_init__(self) -> None:
        mailbox_of(self.to)

    @property
    def name(self) -> str:
        """By a hash: an address may be a person's."""
        return f"mail:{hashlib.sha256(self.to.lower().encode()).hexdigest()[:16]}"

    def tell(self, parcel: Parcel) -> None:
        """Hand in one letter; taken is what the mail server has taken on."""
        from kiemtin.net.mail import hand_in

        hand_in(self.server, self.letter(parcel), self.to)

    def letter(self, parcel: Parcel) -> EmailMessage:
        """The letter. Programs for mail show one of two with the same ``Message-ID``, which is that of the parcel."""
        letter = EmailMessage()
        letter["From"] = Address(NAME, addr_spec=self.server.sender)
        letter["To"] = self.to
        letter["Subject"] = clipped(one_line(self._subject(parcel.alerts)), MAX_SUBJECT)
        letter["Date"] = format_datetime(datetime.datetime.now(datetime.UTC))
        letter["Message-ID"] = f"<{parcel.id}@{self.server.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(self._text(parcel.alerts))
        return letter

    def _subject(self, alerts: tuple[Alert, ...]) -> str:
        first = alerts[0]
        if len(alerts) == 1:
            official = first.official or self._short(first.organisation)
            return self._say("watch.letter.subject", domain=defused(first.domain), official=official)
        whose = {alert.organisation for alert in alerts}
        values = {"count": number(len(alerts), self.language), "organisation": self._short(first.organisation)}
        return self._say("watch.letter.subject-many" if len(whose) == 1 else "watch.letter.subject-several", **values)

    def _text(self, alerts: tuple[Alert, ...]) -> str:
        parts = [self._say("watch.letter.begins"), self._say("watch.letter.dots"), *map(self._about, alerts)]
        return "\n\n".join([*parts, self._say("screen.meaning"), self._say("watch.letter.then")]) + "\n"

    def _about(self, alert: Alert) -> str:
        """One alert: the name, the official one below it, and what there is to say of both."""
        values = {
            label_of_official(self.register, alert.organisation): visible(alert.official or "–"),
            "organisation": self._short(alert.organisation),
            "technique": self._say(f"technique.{alert.technique}"),
            "score": f"{alert.score:.2f}",
            "first-seen": alert.first_seen.isoformat(),
            "issuer": defused(alert.issuer or "–"),
            "log": defused(alert.place.origin),
            "entry": number(alert.place.entry, self.language),
            "id": alert.id,
        }
        shown = read_as(row_of(alert))
        lines = [defused(alert.domain), *([] if shown == alert.domain else [INDENT + defused(shown)])]
        lines += [f"{INDENT}{self._say(f'watch.label.{label}')}: {value}" for label, value in values.items()]
        lines += [f"{INDENT}{defused(one)}" for one in explained(alert, self.language)]
        return "\n".join(lines)

    def _short(self, organisation: str) -> str:
        known = self.register.get(organisation)
        return visible(known.short if known else organisation)

    def _say(self, message_id: str, **values: str | int | float) -> str:
        return render(message_id, values, self.language)
