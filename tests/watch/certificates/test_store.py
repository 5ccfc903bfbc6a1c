"""The file of a watch: one that an earlier edition made goes on being used, with nothing in it changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach
from kiemtin.storage import FILE
from kiemtin.watch.certificates.store import Reached, Store
from tests.watch.certificates.conftest import alert


def test_tables_that_came_later_are_added(filled: Store, tmp_path: Path) -> None:
    """Alerts and places stay; letters and issuers can be kept from then on."""
    filled.close()
    connection = sqlite3.connect(tmp_path / "watch" / FILE)
    for table in ("letter", "digest", "issuer"):
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    with Store(tmp_path / "watch", create=False) as store:
        assert [alert(number).id for number in range(3)] == [kept.alert.id for kept in store.alerts()]
        assert ([], None, {}) == (store.gathered("x"), store.digested("x"), store.issuers([bytes(32)]))
        store.keep_issuer(bytes(32), b"x")
        reached = store.reached("log")
    assert reached is not None
    assert Reached("log.test", 9, bytes(32), "x", 1, 1) == reached
    with Store(tmp_path / "watch") as store:
        assert {bytes(32): b"x"} == store.issuers([bytes(32)])


def test_looking_makes_no_file(tmp_path: Path) -> None:
    """Where there is none it is out of reach; one in memory is empty."""
    with pytest.raises(OutOfReach, match="no-folder"):
        Store(tmp_path / "khong-co", create=False)
    assert [] == list(tmp_path.iterdir())
    with Store(None) as store:
        assert [] == list(store.alerts())
