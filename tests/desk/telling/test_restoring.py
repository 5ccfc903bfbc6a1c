"""A restored desk tells on: what it owed when it was backed up, under the ids that it had then."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection
from django.test import override_settings

from kiemtin.desk.configuration import make_secret
from kiemtin.desk.telling import delivering
from kiemtin.desk.telling.collecting import collect
from kiemtin.desk.transfer.backup import back_up
from kiemtin.desk.transfer.restore import restore
from tests.desk.answers.writing import about, published, working
from tests.desk.telling.conftest import Time
from tests.desk.telling.test_telling import ONCE, webhook
from tests.desk.transfer.filling import configuration_of
from tests.net.test_posting import receiver


@ONCE
def test_a_restored_desk_tells_again_under_the_same_ids(database: str, tmp_path: Path, time: Time) -> None:
    """Its receivers know the events that they had, and its secrets are opened by the key in the backup."""
    configuration = configuration_of(tmp_path / "home", database)
    make_secret(configuration.folder)
    with receiver() as there, override_settings(SECRET_KEY=configuration.secret):
        with working(configuration) as staff:
            webhook(there.url())
            published(staff, about(f"Tin {os.urandom(4).hex()}"))
            collect(time.now)
            connection.close()
            back_up(configuration, tmp_path / "backup.zip", replace=False)
            assert 1 == delivering.deliver(time)
        restore(configuration, tmp_path / "backup.zip", replace=True)
        with override_settings(SECRET_KEY=configuration.secret), working(configuration):
            assert 0 == collect(time.now)
            assert 1 == delivering.deliver(time)
    first, again = (headers["kiemtin-event-id"] for _, headers, _ in there.came)
    assert first == again
