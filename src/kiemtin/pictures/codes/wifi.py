"""Wi-Fi codes: ``WIFI:T:WPA;S:name;P:password;H:true;;`` (Wi-Fi Alliance, WPA3 specification, section 7)."""

from __future__ import annotations

from kiemtin.pictures.codes.escapes import pieces, shown
from kiemtin.pictures.codes.values import Wifi

OPEN = frozenset({"", "NOPASS", "NONE"})


def read_wifi(text: str) -> Wifi | None:
    """The network that scanning joins; its password is looked at and dropped. ``None`` without a network's name."""
    fields = dict(pieces(text.partition(":")[2]))
    network = shown(fields.get("S", "").strip('"'))
    if not network:
        return None
    is_open = fields.get("T", "").strip().upper() in OPEN and not fields.get("P") and "K" not in fields
    return Wifi(network, is_open=is_open, is_hidden=fields.get("H", "").strip().lower() in ("true", "1"))
