"""A desk that tells others, in this process, on both databases: its tables are made once, and emptied for each test."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from django.test import override_settings

from kiemtin.desk.configuration import Configuration
from kiemtin.net.mail_server import MailServer, Secrecy
from tests.desk.answers.writing import working
from tests.desk.conftest import new_database
from tests.desk.transfer.filling import configuration_of

BEGAN = datetime.datetime(2026, 11, 19, 3, 0, tzinfo=datetime.UTC)
"""A Thursday morning."""


@dataclass
class Time:
    """A clock that a test moves."""

    now: datetime.datetime

    def __call__(self) -> datetime.datetime:
        """What it shows."""
        return self.now

    def passes(self, **how: float) -> None:
        """So much time passes."""
        self.now += datetime.timedelta(**how)


@pytest.fixture(scope="session")
def place(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """The configuration of the desk of these tests: they share one log, as everybody does."""
    made = configuration_of(tmp_path_factory.mktemp("telling") / "home", new_database(engine, request))
    return replace(made, address=urlsplit("https://kiemtin.example"))


@pytest.fixture
def staff(place: Configuration) -> Iterator[tuple[int, int]]:
    """Two accounts of a desk that tells nobody anything yet."""
    from kiemtin.desk.questions import models as questions
    from kiemtin.desk.telling.models import OwedReply, Target

    with working(place) as accounts, override_settings(SECRET_KEY=place.secret):
        for model in (Target, OwedReply, questions.Group, questions.ReplyAddress, questions.Operation):
            model._base_manager.all().delete()
        yield accounts


@pytest.fixture
def time() -> Time:
    """A clock."""
    return Time(BEGAN)


def writing_to(place: Configuration, port: int) -> override_settings:
    """The desk hands letters to a server on this machine."""
    server = MailServer("127.0.0.1", port, Secrecy.NONE, "ban-truc@kiemtin.example")
    return override_settings(CONFIGURATION=replace(place, mail=server))
