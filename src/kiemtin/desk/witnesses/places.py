"""Which witnesses an operator wants the log to be seen by, and which other logs this desk is to be a witness of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from kiemtin.errors import Refused
from kiemtin.transparency.keys import Kind, Verifier

WITNESSES = "KIEMTIN_WITNESSES"

WITNESS_FOR = "KIEMTIN_WITNESS_FOR"

MOST = 10
"""Witnesses of one log: each is asked at every publication."""

MOST_LOGS = 100
"""Logs that one desk is a witness of."""

MAX_URL = 500


@dataclass(frozen=True, slots=True)
class WitnessPlace:
    """A witness: its key, and the address below which ``add-checkpoint`` lies (C2SP tlog-witness)."""

    verifier: Verifier
    url: str

    @property
    def add_checkpoint(self) -> str:
        """Where checkpoints are sent."""
        return f"{self.url}/add-checkpoint"


def witness_places(environment: Mapping[str, str]) -> tuple[WitnessPlace, ...]:
    """Keys and addresses in turns, with spaces between; raises ``Refused`` for what makes no sense."""
    given = environment.get(WITNESSES, "").split()
    if len(given) % 2 or len(given) > 2 * MOST:
        raise Refused("desk.log.witnesses-invalid", limit=MOST)
    places = tuple(map(_place, given[::2], given[1::2]))
    if len({place.verifier for place in places}) < len(places):
        raise Refused("desk.log.witnesses-invalid", limit=MOST)
    return places


def witnessed_logs(environment: Mapping[str, str]) -> Mapping[str, Verifier]:
    """The keys of other logs by their names, from keys with spaces between; raises ``Refused`` for what is none."""
    given = tuple(map(Verifier.parse, environment.get(WITNESS_FOR, "").split()))
    logs = {verifier.name: verifier for verifier in given}
    if len(logs) < len(given) or len(given) > MOST_LOGS or any(one.kind is not Kind.NOTE for one in given):
        raise Refused("desk.log.witness-for-invalid", limit=MOST_LOGS)
    return MappingProxyType(logs)


def _place(vkey: str, url: str) -> WitnessPlace:
    verifier = Verifier.parse(vkey)
    if verifier.kind is not Kind.COSIGNATURE:
        raise Refused("log.not-a-witness", given=vkey[:80])
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good or "@" in parts.netloc or len(url) > MAX_URL:
        raise Refused("desk.log.witness-address-invalid", given=url[:200])
    return WitnessPlace(verifier, url.rstrip("/"))
