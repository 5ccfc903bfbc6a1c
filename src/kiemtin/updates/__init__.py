"""Newer data without a new release: signed files, verified when they come and again whenever they are read."""

from kiemtin.updates.keys import PublicKey, bundled_keys, trusted_keys
from kiemtin.updates.store import (
    MAX_DATA_BYTES,
    DataInUse,
    InUse,
    Origin,
    Part,
    Taken,
    register_in_use,
    stored_file,
    take_in,
)

__all__ = [
    "MAX_DATA_BYTES",
    "DataInUse",
    "InUse",
    "Origin",
    "Part",
    "PublicKey",
    "Taken",
    "bundled_keys",
    "register_in_use",
    "stored_file",
    "take_in",
    "trusted_keys",
]
