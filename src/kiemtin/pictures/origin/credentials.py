"""Content Credentials (C2PA): verified with what stands in the file and the user's own trust list, and nothing else."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kiemtin.errors import Unreadable
from kiemtin.pictures.origin.blocks import JPEG, credential_segments
from kiemtin.pictures.origin.values import Credential, SourceType
from kiemtin.pictures.origin.xmp import source_type

MEDIA_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/avif", "image/heic", "image/heif"}
)
"""What is handed to the library. It would read SVG and PDF as well."""

MARK = b"c2pa"
"""Stands in every file with a credential inside: the label of its box."""

OFFLINE: dict[str, Any] = {
    "core": {"allowed_network_hosts": [], "allow_redirects": False, "decode_identity_assertions": False},
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": True,
        "verify_timestamp_trust": True,
        "verify_after_reading": True,
    },
}
"""The library's own settings would open connections to addresses inside the picture: for a manifest that stands
elsewhere, for the state of a certificate, for an identity. Each of these is off, and no host is allowed."""

UNTRUSTED = "signingCredential.untrusted"
CHANGED_TIME = "timeStamp.mismatch"
"""A remark of the library that means a change after signing. A time stamp of a form it does not read is none."""

PADDED = "padding.changed"
PADDING = re.compile(rb"(?:cpad|dpad2)(?:\x58(.)|\x59(..))", re.DOTALL)
"""Zeros that fill the room kept for a signature, as CBOR; nothing covers them, so they could carry anything."""

SELF_SIGNED = frozenset({UNTRUSTED})


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it; see ``Origin`` for the fields."""

    credential: Credential
    signer: str | None = None
    signed: str | None = None
    claim_generator: str | None = None
    problems: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    sources: tuple[SourceType, ...] = ()


def read_credential(data: bytes, media_type: str, trust: str | None) -> Verified:
    """The worth of the credential in ``data``; opens no connection. ``trust`` are certificates in PEM.

    Whatever the library cannot make sense of is ``UNREADABLE`` where the file holds a credential, else ``NONE``.
    """
    if media_type not in MEDIA_TYPES:
        return Verified(Credential.NONE)
    context = open_context(trust)
    if context is None:
        return Verified(Credential.NOT_CHECKED)
    import c2pa

    try:
        reader = c2pa.Reader.try_create(media_type, io.BytesIO(data), context=context)
        if reader is None:
            return Verified(Credential.NONE)
        with reader:
            found = _verdict(str(reader.get_validation_state()), json.loads(reader.json()))
    except c2pa.C2paError as error:
        return Verified(_failed(str(error), data))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Verified(Credential.UNREADABLE)
    is_intact = found.credential is Credential.INVALID or _padding_is_empty(data)
    return found if is_intact else Verified(Credential.INVALID, problems=(PADDED,))


@lru_cache(maxsize=1)
def open_context(trust: str | None) -> Any:
    """The library with everything that connects switched off; ``None`` where it is not installed.

    Raises ``Unreadable`` where ``trust`` holds no certificate that the library can read.
    """
    try:
        import c2pa
    except ImportError:
        return None
    anchors = {"trust": {"trust_anchors": trust}} if trust else {}
    try:
        return c2pa.Context(settings=c2pa.Settings.from_dict({**OFFLINE, **anchors}))
    except c2pa.C2paError as error:
        raise Unreadable("refused.trust-without-certificate", path="PEM") from error


def _padding_is_empty(data: bytes) -> bool:
    """Whether all padding of signatures is zeros."""
    store = b"".join(credential_segments(data)) if data.startswith(JPEG) else data
    for found in PADDING.finditer(store):
        length = int.from_bytes(found[1] or found[2], "big")
        if any(store[found.end() : found.end() + length]):
            return False
    return True


def _failed(message: str, data: bytes) -> Credential:
    if message.startswith("Remote"):
        return Credential.REMOTE
    return Credential.UNREADABLE if MARK in data else Credential.NONE


def _verdict(state: str, store: dict[str, Any]) -> Verified:
    """Trusted only where the library says so of a valid credential; every other word is worth less."""
    manifest = store["manifests"][store["active_manifest"]]
    problems = tuple(dict.fromkeys(_problems(store)))
    worth = {"Trusted": Credential.TRUSTED, "Valid": Credential.UNTRUSTED}.get(state, Credential.INVALID)
    active = (store.get("validation_results") or {}).get("activeManifest")
    if worth is Credential.TRUSTED and UNTRUSTED in _failures(active):
        worth = Credential.UNTRUSTED
    if CHANGED_TIME in _codes(active, "informational"):
        worth, problems = Credential.INVALID, (*problems, CHANGED_TIME)
    if worth is Credential.INVALID:
        return Verified(worth, problems=problems)
    signature = manifest.get("signature_info") or {}
    is_trusted = worth is Credential.TRUSTED
    return Verified(
        worth,
        signer=signature.get("issuer") if is_trusted else None,
        signed=signature.get("time"),
        claim_generator=_generator(manifest),
        problems=problems,
        actions=tuple(dict.fromkeys(name for name, _ in _actions(manifest))),
        sources=tuple(dict.fromkeys(kind for _, kind in _actions(manifest) if kind is not None)),
    )


def _failures(results: Any) -> list[str]:
    return _codes(results, "failure")


def _codes(results: Any, kind: str) -> list[str]:
    return [str(one.get("code")) for one in (results or {}).get(kind) or []]


def _problems(store: dict[str, Any]) -> Iterator[str]:
    """Codes of what is wrong, the credential's own first, then those of pictures that went into this one."""
    results = store.get("validation_results") or {}
    yield from (code for code in _failures(results.get("activeManifest")) if code not in SELF_SIGNED)
    for delta in results.get("ingredientDeltas") or []:
        codes = _failures(delta.get("validationDeltas"))
        yield from (code for code in codes if code not in SELF_SIGNED)


def _generator(manifest: dict[str, Any]) -> str | None:
    """The program that made the credential."""
    infos: list[dict[str, str]] = manifest.get("claim_generator_info") or []
    return (infos[0].get("name") if infos else None) or manifest.get("claim_generator")


def _actions(manifest: dict[str, Any]) -> Iterator[tuple[str, SourceType | None]]:
    """What was done to the picture; assertions about its author are not looked at."""
    for assertion in manifest.get("assertions") or []:
        if str(assertion.get("label")).startswith("c2pa.actions"):
            for action in (assertion.get("data") or {}).get("actions") or []:
                yield str(action.get("action")), source_type(str(action.get("digitalSourceType") or ""))
