"""What is said about a picture's origin, as message ids with values; the words stand in the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiemtin.pictures.origin.values import Credential, Device, Origin, SourceType


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: the message ``id`` with its ``values``; ``is_warning`` marks a broken credential or a place."""

    id: str
    values: tuple[tuple[str, str], ...] = ()
    is_warning: bool = False


SOURCES = {
    SourceType.AI: "origin.source.ai",
    SourceType.PARTLY_AI: "origin.source.partly-ai",
    SourceType.COMPOSITE: "origin.source.composite",
    SourceType.CAPTURE: "origin.source.capture",
    SourceType.ARTWORK: "origin.source.artwork",
    SourceType.SCREEN: "origin.source.screen",
    SourceType.ALGORITHM: "origin.source.algorithm",
}

DEVICES = {
    Device.PHONE: "origin.device.phone",
    Device.CAMERA: "origin.device.camera",
    Device.SCANNER: "origin.device.scanner",
    Device.DRONE: "origin.device.drone",
}

CREDENTIALS = {
    Credential.UNTRUSTED: "origin.credential.untrusted",
    Credential.REMOTE: "origin.credential.remote",
    Credential.NOT_CHECKED: "origin.credential.not-checked",
}


def statements(origin: Origin) -> tuple[Statement, ...]:
    """What the file says, strongest first; where it says nothing, that this proves nothing.

    None of it shows that a picture is true: all but a trusted credential can be written or removed by anyone.
    """
    said = (*_credential(origin), *_making(origin), *_place(origin))
    return said or (Statement("origin.nothing"),)


def _credential(origin: Origin) -> Iterator[Statement]:
    if origin.credential is Credential.TRUSTED:
        yield _statement("origin.credential.trusted", signer=origin.signer or "?")
    elif origin.credential in (Credential.INVALID, Credential.UNREADABLE):
        yield Statement("origin.credential.invalid", is_warning=True)
    elif origin.credential in CREDENTIALS:
        yield _statement(CREDENTIALS[origin.credential])
    if origin.problems and origin.credential in (Credential.TRUSTED, Credential.UNTRUSTED):
        yield Statement("origin.credential.ingredient-broken")


def _making(origin: Origin) -> Iterator[Statement]:
    yield from (_statement(SOURCES[one]) for one in origin.sources)
    if origin.generator is not None:
        yield _statement("origin.generator", name=origin.generator)
    if origin.device is not None:
        yield _statement(DEVICES[origin.device])
    if origin.taken is not None:
        yield _statement("origin.taken", time=origin.taken)
    if origin.software is not None:
        yield _statement("origin.software", name=origin.software)


def _place(origin: Origin) -> Iterator[Statement]:
    if origin.has_location:
        yield Statement("origin.location", is_warning=True)


def _statement(message_id: str, **values: str) -> Statement:
    return Statement(message_id, tuple(values.items()))
