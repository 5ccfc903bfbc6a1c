"""Public keys of certificate logs, as their users have them: a text, a file, or a list of logs (``log_list`` v3)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiemtin.errors import KiemtinError, Refused
from kiemtin.files import read_whole
from kiemtin.transparency.tree_heads import MAX_KEY, LogKey

MAX_LIST = 20_000_000
"""Bytes of a list of logs; the one that browsers use has 80 kB."""

DER = b"\x30"
"""What a key begins with that is neither PEM nor base64."""


def key_of(given: str) -> LogKey:
    """The key in ``given``: a file where there is one of that name, else the key itself; raises ``Refused``."""
    path = Path(given)
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        return LogKey.parse(given)
    raw = read_whole(path, MAX_KEY)
    return LogKey.parse(base64.b64encode(raw).decode() if raw.startswith(DER) else raw.decode("ascii", "replace"))


def keys_in(path: Path) -> list[LogKey]:
    """The keys of every log in a list, those of a kind that is not used here left out.

    Raises ``OutOfReach`` without the file, ``TooLarge``, and ``Refused`` where it holds no logs.
    """
    try:
        content = json.loads(read_whole(path, MAX_LIST))
    except (ValueError, RecursionError) as error:
        raise Refused("certificates.not-a-list", name=str(path)) from error
    found: dict[bytes, LogKey] = {}
    for text in _texts(content):
        try:
            key = LogKey.parse(text)
        except KiemtinError:
            continue
        found[key.spki] = key
    if not found:
        raise Refused("certificates.not-a-list", name=str(path))
    return list(found.values())


def _texts(content: Any) -> Iterator[str]:
    for operator in _list(content, "operators"):
        for log in (*_list(operator, "tiled_logs"), *_list(operator, "logs")):
            if isinstance(log, dict) and isinstance(log.get("key"), str):
                yield log["key"]


def _list(holder: Any, name: str) -> list[Any]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []
