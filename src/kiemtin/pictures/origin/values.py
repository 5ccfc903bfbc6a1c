"""What a picture says about where it comes from: one frozen value that goes to and from plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from kiemtin.pictures.origin.limits import MAX_ACTIONS, MAX_PROBLEMS, MAX_SHOWN
from kiemtin.pictures.plain_strings import plain_string


class Credential(StrEnum):
    """What Content Credentials (C2PA) in a picture are worth."""

    NONE = "none"
    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    INVALID = "invalid"
    REMOTE = "remote"
    UNREADABLE = "unreadable"
    NOT_CHECKED = "not-checked"


class SourceType(StrEnum):
    """How a picture was made, by its own word: IPTC's vocabulary, as far as it matters here."""

    AI = "ai"
    PARTLY_AI = "partly-ai"
    COMPOSITE = "composite"
    CAPTURE = "capture"
    ARTWORK = "artwork"
    SCREEN = "screen"
    ALGORITHM = "algorithm"


class Device(StrEnum):
    """The class of device that took it; never which one."""

    PHONE = "phone"
    CAMERA = "camera"
    SCANNER = "scanner"
    DRONE = "drone"


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file says; all of it can be left out or forged, but for a credential that is trusted.

    ``signer`` is an organisation's name out of the certificate, only where the credential is trusted. ``problems`` are
    C2PA's codes of what is wrong. ``sources`` are how it says it was made; ``generator`` names the program for pictures
    from words whose settings stand in it. ``taken`` is the time in EXIF (no zone), ``software`` what it was last saved
    with. ``has_location`` says that a place is written inside: the place itself is not read. ``unread`` tells that some
    metadata could not be read. No field is about a person.
    """

    credential: Credential = Credential.NONE
    signer: str | None = None
    signed: str | None = None
    claim_generator: str | None = None
    problems: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    sources: tuple[SourceType, ...] = ()
    generator: str | None = None
    taken: str | None = None
    device: Device | None = None
    software: str | None = None
    has_location: bool = False
    unread: bool = False

    def __post_init__(self) -> None:
        for name in ("signer", "signed", "claim_generator", "generator", "taken", "software"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, plain_string(value, MAX_SHOWN) or None)
        for name, limit in (("problems", MAX_PROBLEMS), ("actions", MAX_ACTIONS)):
            kept = (plain_string(one, MAX_SHOWN) for one in getattr(self, name)[:limit])
            object.__setattr__(self, name, tuple(kept))
        object.__setattr__(self, "sources", tuple(dict.fromkeys(self.sources)))
        if self.signer is not None and self.credential is not Credential.TRUSTED:
            raise ValueError("a signer is named only where the credential is trusted")

    @property
    def says_nothing(self) -> bool:
        """Whether the file says nothing about its origin; most pictures sent on say nothing, so it proves nothing."""
        return self in (Origin(), Origin(credential=Credential.NOT_CHECKED))

    def to_json(self) -> dict[str, Any]:
        """The fields that say something, as plain JSON values."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: _plain(value) for name, value in values if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Origin:
        """The value again; raises ``ValueError`` on anything that ``to_json`` would not have written."""
        if not isinstance(data, dict) or not data.keys() <= {one.name for one in fields(cls)}:
            raise ValueError("not an origin")
        plain: dict[str, Any] = {name: _text(name, data[name]) for name in STRINGS & data.keys()}
        lists: dict[str, Any] = {
            name: _texts(name, data[name]) for name in ("problems", "actions", "sources") if name in data
        }
        flags: dict[str, Any] = {name: _flag(name, data[name]) for name in ("has_location", "unread") if name in data}
        if "credential" in data:
            plain["credential"] = Credential(_text("credential", data["credential"]))
        if "device" in data:
            plain["device"] = Device(_text("device", data["device"]))
        plain.update(flags)
        plain.update(lists)
        plain["sources"] = tuple(SourceType(one) for one in lists.get("sources", ()))
        return cls(**plain)


STRINGS = {"signer", "signed", "claim_generator", "generator", "taken", "software"}


def _plain(value: Any) -> Any:
    """The value with JSON's own types only."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if isinstance(value, bool) else str(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")
    return tuple(_text(name, one) for one in value)


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} is neither true nor false")
    return value
