"""Letters as a mail server takes them: no header holds a line break, and the same event has the same Message-ID."""

from __future__ import annotations

import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings

from kiemtin.answers.wording import one_line
from kiemtin.desk.published.terms import site_at
from kiemtin.desk.telling.contents import Words
from kiemtin.net.mail_server import MailServer


def addressed(words: Words, to: str, event_id: str, server: MailServer) -> EmailMessage:
    """``words`` for the mailbox ``to``, which has passed ``read_address``, as ``server`` takes them.

    Programs for mail show one letter of two with the same Message-ID, which is made of ``event_id``.
    """
    address = settings.CONFIGURATION.address
    publisher = site_at(address.geturl() if address is not None else "").publisher
    letter = EmailMessage()
    letter["From"] = Address(one_line(publisher), addr_spec=server.sender)
    letter["To"] = to
    letter["Subject"] = one_line(words.subject)
    letter["Date"] = format_datetime(datetime.datetime.now(datetime.UTC))
    letter["Message-ID"] = f"<{event_id}@{server.domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(words.text)
    if words.html is not None:
        letter.add_alternative(f"<!doctype html>\n<meta charset=utf-8>\n{words.html}", subtype="html")
    return letter
