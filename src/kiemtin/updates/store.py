"""Which edition of each part of the data is used: the bundled one, or a newer one that a signed file brought.

What a file brings is stored as it came, envelope and all, and verified again whenever it is read: a damaged or
meddled file is worth nothing, and the bundled edition is used. No part is ever replaced by an older one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.domains import Suffixes, bundled_suffixes
from kiemtin.domains.suffixes import bundled_list, list_version
from kiemtin.errors import KiemtinError, OutOfReach, Untrusted
from kiemtin.files import read_whole, write_whole
from kiemtin.messages.patterns import bundled_pattern_edition
from kiemtin.organisations import Register, bundled_edition, bundled_register, with_own_entries
from kiemtin.updates.keys import trusted_keys

if TYPE_CHECKING:
    from kiemtin.updates.envelope import Payload

DATA_FOLDER = "data"
"""Folder under the user's data folder that holds what updates brought."""

MAX_DATA_BYTES = 8_000_000
"""Bytes of a data file: a register at its own limit and a suffix list take about 6 MB in base64."""


class Part(StrEnum):
    """The parts of the data; each has its own edition."""

    ORGANISATIONS = "organisations"
    PATTERNS = "patterns"
    SUFFIXES = "suffixes"


PARTS = tuple(Part)


class Origin(StrEnum):
    """Where the edition in use comes from."""

    BUNDLED = "bundled"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class InUse:
    """One part: its edition (an ISO date, or ``None`` while there is none), its origin, and the key that signed it.

    ``spoilt`` says why an update that is stored is not used.
    """

    part: Part
    version: str | None
    origin: Origin
    key: str | None = None
    spoilt: KiemtinError | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What an update did: the parts it brought, and those it left because the edition in use is as new or newer."""

    version: str
    taken: tuple[Part, ...]
    left: tuple[Part, ...]


class DataInUse:
    """The newest valid edition of each part, without the user's own entries; each is read when it is asked for.

    Nothing raises for what is stored, however damaged it is: then the bundled edition is used, and ``parts`` says so.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._opened: dict[bytes, Payload] = {}

    @cached_property
    def register(self) -> Register:
        """The organisations."""
        payload = self._organisations[1]
        return payload.register if payload and payload.register else bundled_register()

    @cached_property
    def suffixes(self) -> Suffixes:
        """The public suffix list."""
        payload = self._suffixes[1]
        return payload.suffixes if payload and payload.suffixes else bundled_suffixes()

    @property
    def parts(self) -> tuple[InUse, ...]:
        """What is used of each part, and where it comes from."""
        return self._organisations[0], self._patterns, self._suffixes[0]

    @cached_property
    def _organisations(self) -> tuple[InUse, Payload | None]:
        return self._newest(Part.ORGANISATIONS, bundled_edition())

    @cached_property
    def _patterns(self) -> InUse:
        """Patterns come with the program so far: their texts are part of the catalogues."""
        return InUse(Part.PATTERNS, bundled_pattern_edition(), Origin.BUNDLED)

    @cached_property
    def _suffixes(self) -> tuple[InUse, Payload | None]:
        return self._newest(Part.SUFFIXES, list_version(bundled_list()))

    def _newest(self, part: Part, bundled: str) -> tuple[InUse, Payload | None]:
        """The stored edition of ``part`` where it is valid and newer than the ``bundled`` one, else the latter."""
        try:
            payload = self._stored(part)
        except OutOfReach:
            return InUse(part, bundled, Origin.BUNDLED), None  # nothing stored, or nothing that can be read
        except KiemtinError as error:
            return InUse(part, bundled, Origin.BUNDLED, spoilt=error), None
        version = dict(_editions(payload)).get(part, "")
        if version <= bundled:
            return InUse(part, bundled, Origin.BUNDLED), None
        return InUse(part, version, Origin.UPDATE, payload.key.id), payload

    def _stored(self, part: Part) -> Payload:
        raw = read_whole(stored_file(self._home, part), MAX_DATA_BYTES)
        if raw not in self._opened:  # one file may have brought both parts
            from kiemtin.updates.envelope import open_envelope

            self._opened[raw] = open_envelope(raw, trusted_keys(self._home))
        return self._opened[raw]


def register_in_use(home: Path) -> Register:
    """The newest valid register with the user's own entries over it; raises ``RegisterInvalid`` for a broken one."""
    return with_own_entries(DataInUse(home).register, home)


def take_in(raw: bytes, home: Path) -> Taken:
    """Verify a signed data file and store the parts in it that are newer than those in use.

    Raises what ``open_envelope`` and ``require_clean`` raise, and ``Untrusted`` where the file is older: then nothing
    on the disk has changed. A file that brings nothing new changes nothing either. Raises ``OutOfReach`` where it
    cannot be stored; a part is stored whole or not at all, and the same file may be given again.
    """
    from kiemtin.updates.envelope import open_envelope, require_clean

    payload = open_envelope(raw, trusted_keys(home))
    require_clean(payload)
    in_use = {one.part: one.version or "" for one in DataInUse(home).parts}
    offered = dict(_editions(payload))
    newer = tuple(part for part, version in offered.items() if version > in_use[part])
    if not newer:
        for part, version in offered.items():
            if version < in_use[part]:
                raise Untrusted("data.older", version=version, in_use=in_use[part])
    for part in newer:
        write_whole(stored_file(home, part), raw)
    return Taken(payload.version, newer, tuple(part for part in offered if part not in newer))


def stored_file(home: Path, part: Part) -> Path:
    """Where the update of one part is kept."""
    return home / DATA_FOLDER / f"{part}.json"


def _editions(payload: Payload) -> Iterator[tuple[Part, str]]:
    """The parts in a payload with their editions; the suffix list carries its own date."""
    if payload.register is not None:
        yield Part.ORGANISATIONS, payload.register.version
    if payload.suffixes is not None:
        yield Part.SUFFIXES, payload.suffixes.version
