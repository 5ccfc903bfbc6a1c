"""Sectors as people type them."""

from __future__ import annotations

from kiemtin.errors import Refused


def known_sector(value: str) -> str:
    """``value`` where it is a sector; raises ``Refused`` with those there are."""
    from kiemtin.organisations import Sector

    if value not in tuple(Sector):
        raise Refused("cli.organisations.no-such-sector", name=value[:80], known=", ".join(Sector))
    return value
