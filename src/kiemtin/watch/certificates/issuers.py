"""The certificates of issuers, kept while watching: evidence is to be whole also when the log no longer is there.

They come from the log that names them by fingerprint (static-ct-api, ``issuer/<sha256>``), where its user lets us read
anyway; nothing is asked of anybody else, and nothing later.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable

from kiemtin.errors import KiemtinError
from kiemtin.watch.certificates.alerts import Alert
from kiemtin.watch.certificates.entries import parts_of
from kiemtin.watch.certificates.sources import Source
from kiemtin.watch.certificates.store import Store

MAX_ISSUER = 32_000
"""Bytes of an issuer's certificate; usual ones have one or two thousand."""

MOST_ISSUERS = 10
"""Issuers of one entry that are fetched; usual chains have two or three."""

AGAIN = 3600.0
"""Seconds before an issuer that could not be had is asked for again."""


class Issuers:
    """The issuers that alerts of one log name, each fetched once."""

    def __init__(self, source: Source, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._store, self._clock = source, store, clock
        self._due: dict[bytes, float] = {}
        self.add(kept.alert for kept in store.alerts() if kept.alert.place.source == source.name)

    def add(self, alerts: Iterable[Alert]) -> None:
        """Issuers that are wanted from now on, where they are not kept."""
        named = {one for alert in alerts for one in parts_of(alert.proof.leaf).chain[:MOST_ISSUERS]}
        kept = self._store.issuers(named)
        self._due |= {one: 0.0 for one in named if one not in kept and one not in self._due}

    def fetch(self) -> list[str]:
        """Fetch what is wanted and due; gives back the names of files that are not what their names say.

        Where one is out of reach the rest waits too. An alert stands without its issuers, so nothing is raised for it.
        """
        altered = []
        for fingerprint in [one for one, due in self._due.items() if due <= self._clock()]:
            self._due[fingerprint] = self._clock() + AGAIN
            name = f"issuer/{fingerprint.hex()}"
            try:
                raw = self._source.read(name, MAX_ISSUER)
            except KiemtinError:
                break
            if raw is None:
                continue
            if hashlib.sha256(raw).digest() != fingerprint:
                altered.append(name)
                continue
            self._store.keep_issuer(fingerprint, raw)
            del self._due[fingerprint]
        return altered
