"""Certificates of issuers are kept while watching, from the log alone, and only where they are what the log names."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kiemtin.errors import OutOfReach
from kiemtin.watch.certificates.entries import parts_of
from kiemtin.watch.certificates.issuers import AGAIN, MAX_ISSUER, Issuers
from kiemtin.watch.certificates.sources import InFolder
from kiemtin.watch.certificates.store import Store
from tests.watch.certificates.conftest import Open
from tests.watch.certificates.made import CHAIN, MadeLog, certificate, leaf_of, precertificate_leaf

PRINTS = tuple(hashlib.sha256(one).digest() for one in CHAIN)
FILES = tuple(f"issuer/{one.hex()}" for one in PRINTS)
FORGED = ["vietcombank-vn.top"]


def _read(reading: Open) -> None:
    opened = reading()
    opened.look()
    list(opened.read())


def test_the_chain_of_an_alert_is_kept(log: MadeLog, reading: Open, store: Store) -> None:
    """Of a precertificate too; of names that imitate nobody nothing is fetched."""
    log.add(leaf_of(certificate(["quartz.example"])))
    log.publish()
    _read(reading)
    assert {} == store.issuers(PRINTS)
    log.add(precertificate_leaf(FORGED))
    log.publish()
    _read(reading)
    (kept,) = store.alerts()
    assert PRINTS == parts_of(kept.alert.proof.leaf).chain
    assert dict(zip(PRINTS, CHAIN, strict=True)) == store.issuers(PRINTS)


@pytest.mark.parametrize("content", [None, b"", b"khac", b"x" * (MAX_ISSUER + 1)])
def test_an_alert_stands_without_its_issuers(content: bytes | None, log: MadeLog, reading: Open, store: Store) -> None:
    """Missing, altered or endless: the alert is kept, an altered file is noted once, and the next run asks again."""
    log.add(leaf_of(certificate(FORGED)))
    log.publish()
    place = log.folder / FILES[0]
    place.unlink()
    if content is not None:
        place.write_bytes(content)
    for _ in range(2):
        _read(reading)
    assert 1 == len(list(store.alerts()))
    assert PRINTS[0] not in store.issuers(PRINTS)
    altered = content is not None and len(content) <= MAX_ISSUER
    assert [("certificates.issuer-altered", (("name", FILES[0]),))] * altered == [
        (one.message_id, one.values) for one in store.faults()
    ]
    place.write_bytes(CHAIN[0])
    _read(reading)
    assert set(PRINTS) == set(store.issuers(PRINTS))


def test_what_could_not_be_had_is_asked_for_again_after_an_hour(
    log: MadeLog, reading: Open, store: Store, tmp_path: Path
) -> None:
    """Not with every look; and one that is out of reach keeps the others from being asked for."""
    log.add(leaf_of(certificate(FORGED)))
    log.publish()
    for file in FILES:
        (log.folder / file).unlink()
    _read(reading)
    asked: list[str] = []
    now = [0.0]

    class Failing(InFolder):
        def read(self, path: str, limit: int) -> bytes | None:
            asked.append(path)
            raise OutOfReach("missing.broken-off")

    issuers = Issuers(Failing(str(log.folder)), store, lambda: now[0])
    assert [[], []] == [issuers.fetch(), issuers.fetch()]
    assert 2 == len(asked)
    assert [] == issuers.fetch()
    assert 2 == len(asked)
    now[0] += AGAIN
    issuers.fetch()
    assert 3 == len(asked)
