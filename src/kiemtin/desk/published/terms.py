"""Whose answers these are and on which terms, as the operator sets them; and what they say of how they work."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kiemtin.answers.site import LICENCE, Site
from kiemtin.desk.configuration import Configuration
from kiemtin.errors import Refused
from kiemtin.evidence import Language

PUBLISHER = "KIEMTIN_PUBLISHER"
LICENCE_SETTING = "KIEMTIN_LICENCE"

MAX_PUBLISHER = 200
"""Characters of the organisation's name, as collections of fact-checks hold them."""

MAX_PRINCIPLES = 50_000
"""Bytes of a desk's own words about how it works."""


def site_at(address: str, environment: Mapping[str, str] = os.environ) -> Site:
    """The desk in public at ``address``; raises ``Refused`` where a setting makes no sense.

    Without a name of its own it is called after its host.
    """
    publisher = environment.get(PUBLISHER, "").strip() or urlsplit(address).hostname or "Kiểm Tin"
    if len(publisher) > MAX_PUBLISHER:
        raise Refused("publication.publisher-invalid", limit=MAX_PUBLISHER)
    licence = environment.get(LICENCE_SETTING, "").strip() or LICENCE
    parts = urlsplit(licence)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("publication.licence-invalid", given=licence[:200])
    return Site(address, publisher, licence)


def own_principles(configuration: Configuration, language: Language) -> str:
    """What stands in ``principles.vi.txt`` or ``principles.en.txt`` in the desk's folder; empty where nothing does."""
    path: Path = configuration.folder / f"principles.{language}.txt"
    try:
        with path.open("rb") as file:
            return file.read(MAX_PRINCIPLES).decode("utf-8", "replace").strip()
    except OSError:
        return ""
