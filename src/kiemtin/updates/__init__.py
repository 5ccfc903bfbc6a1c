"""Newer data without a new release: signed files, verified when they come and again whenever they are read."""

from kiemtin.updates.envelope import Payload, open_envelope, require_clean
from kiemtin.updates.keys import PublicKey, bundled_keys, trusted_keys
from kiemtin.updates.store import (
    MAX_DATA_BYTES,
    PARTS,
    DataInUse,
    InUse,
    Origin,
    Part,
    Taken,
    data_in_use,
    take_in,
)

__all__ = [
    "MAX_DATA_BYTES",
    "PARTS",
    "DataInUse",
    "InUse",
    "Origin",
    "Part",
    "Payload",
    "PublicKey",
    "Taken",
    "bundled_keys",
    "data_in_use",
    "open_envelope",
    "require_clean",
    "take_in",
    "trusted_keys",
]
