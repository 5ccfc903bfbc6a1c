"""What an operator may set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiemtin.desk.configuration import Configuration, read_configuration
from kiemtin.desk.hosts import answers_to
from kiemtin.errors import Refused
from kiemtin.net.mail_server import MailServer, Secrecy


def configured(**settings: str) -> Configuration:
    """The configuration of an environment with these settings alone."""
    return read_configuration({"KIEMTIN_HOME": "/khong-co", **settings})


@pytest.mark.parametrize(
    ("given", "secure"),
    [("https://kiemtin.example", True), ("http://kiemtin.example:8000/", False), ("https://[2001:db8::1]", True)],
)
def test_a_public_address(given: str, secure: bool) -> None:
    """A scheme and a host; a slash at the end does no harm."""
    assert given.rstrip("/") == configured(KIEMTIN_ADDRESS=given).address.geturl()
    assert secure == configured(KIEMTIN_ADDRESS=given).secure


@pytest.mark.parametrize(
    "given",
    ["kiemtin.example", "ftp://a.example", "https://", "https://a.example/b", "https://u@a.example", "http://a:b"],
)
def test_what_is_no_public_address(given: str) -> None:
    """A path, a name alone or another scheme is refused with a sentence."""
    with pytest.raises(Refused):
        configured(KIEMTIN_ADDRESS=given)


def test_sqlite_lies_in_the_folder_of_the_desk() -> None:
    """Without a setting the database is a file beside the secret."""
    database = configured().databases()["default"]
    assert Path("/khong-co/desk/desk.sqlite") == database["NAME"]
    assert "django.db.backends.sqlite3" == database["ENGINE"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://desk:m%40t%2Fkhau@db.example:5433/kiem%20tin?sslmode=require",
            {"NAME": "kiem tin", "USER": "desk", "PASSWORD": "m@t/khau", "HOST": "db.example", "PORT": 5433},
        ),
        (
            "postgresql:///kiemtin?host=/var/run/postgresql",
            {"NAME": "kiemtin", "HOST": "/var/run/postgresql", "PORT": ""},
        ),
    ],
)
def test_postgresql(url: str, expected: dict[str, Any]) -> None:
    """The parts of a database's address, escapes undone; what follows the question mark is libpq's own."""
    database = configured(DATABASE_URL=url).databases()["default"]
    assert expected.items() <= database.items()
    assert ({"sslmode": "require"} if "sslmode" in url else {}).items() <= database["OPTIONS"].items()


def test_a_silent_postgresql_is_not_waited_for_without_end() -> None:
    """There is an end to waiting for a connection, and whoever runs the desk may choose another."""
    url = "postgres://desk@db.example/kiemtin"
    assert 10 == configured(DATABASE_URL=url).databases()["default"]["OPTIONS"]["connect_timeout"]
    own = configured(DATABASE_URL=f"{url}?connect_timeout=3").databases()["default"]["OPTIONS"]
    assert "3" == own["connect_timeout"]


@pytest.mark.parametrize("url", ["sqlite:///x", "postgres://host", "postgres://host/", "postgres://h:x/y", "x"])
def test_what_is_no_database(url: str) -> None:
    """It is refused, and the sentence cannot hold a password."""
    with pytest.raises(Refused) as refused:
        configured(DATABASE_URL=url)
    assert {} == refused.value.values


@pytest.mark.parametrize(
    ("host", "alone", "public"),
    [
        ("localhost:8000", True, True),
        ("127.0.0.1:8000", True, True),
        ("[::1]:8000", True, True),
        ("192.0.2.7", True, False),
        ("[2001:db8::7]:80", True, False),
        ("kiemtin.example", False, True),
        ("KIEMTIN.example.:443", False, True),
        ("evil.example", False, False),
        ("kiemtin.example.evil.example", False, False),
        ("", False, False),
    ],
)
def test_which_hosts_are_answered(host: str, alone: bool, public: bool) -> None:
    """Without a public address: this machine and addresses in digits; with one: that name and this machine."""
    assert alone == answers_to(host, configured())
    assert public == answers_to(host, configured(KIEMTIN_ADDRESS="https://kiemtin.example"))


MAIL = {"KIEMTIN_ADDRESS": "https://kiemtin.example"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "smtp://ban-truc:m%40t%2Fkhau@thu.example?from=ban-truc@kiemtin.example",
            MailServer("thu.example", 587, Secrecy.STARTTLS, "ban-truc@kiemtin.example", "ban-truc", "m@t/khau"),
        ),
        (
            "smtps://thu.example:4650?from=a@b.example",
            MailServer("thu.example", 4650, Secrecy.IMPLICIT, "a@b.example"),
        ),
        (
            "smtp://127.0.0.1:25?tls=none&from=a@b.example",
            MailServer("127.0.0.1", 25, Secrecy.NONE, "a@b.example"),
        ),
    ],
)
def test_a_mail_server(given: str, expected: MailServer) -> None:
    """Encrypted unless it says otherwise; its password is in nothing that is printed."""
    found = configured(**MAIL, KIEMTIN_MAIL=given)
    assert expected == found.mail
    assert "khau" not in repr(found)


@pytest.mark.parametrize(
    "given",
    [
        "thu.example",
        "http://thu.example?from=a@b.example",
        "smtp://mat-khau@thu.example",
        "smtp://thu.example?from=a@b.example%0d%0aBcc:c@d.example",
        "smtp://thu.example?from=a@b.example&tsl=none",
        "smtp://thu.example?from=a@b.example&tls=maybe",
        "smtps://thu.example?from=a@b.example&tls=none",
        "smtp://thu.example:mat-khau?from=a@b.example",
        "smtp://thu.example/mat-khau?from=a@b.example",
        "smtp://?from=a@b.example",
    ],
)
def test_what_is_no_mail_server(given: str) -> None:
    """Each is refused with a sentence in which nothing of it stands."""
    with pytest.raises(Refused) as refused:
        configured(**MAIL, KIEMTIN_MAIL=given)
    assert ("desk.mail.invalid", {}) == (refused.value.message_id, refused.value.values)


def test_letters_that_would_lead_nowhere_are_not_promised() -> None:
    """Without an address of the desk there is no link, without a mail server nobody can be written back to."""
    with pytest.raises(Refused, match="no-address"):
        configured(KIEMTIN_MAIL="smtp://thu.example?from=a@b.example")
    with pytest.raises(Refused, match="no-replies"):
        configured(**MAIL, KIEMTIN_REPLIES="1")
    assert configured(**MAIL, KIEMTIN_REPLIES="1", KIEMTIN_MAIL="smtp://thu.example?from=a@b.example").questions.replies
