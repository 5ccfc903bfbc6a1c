"""Where a picture says it comes from: credentials, source type, generator, time, device, program, place."""

from kiemtin.pictures.origin.reading import TRUST_FILE, read_origin, read_trust
from kiemtin.pictures.origin.statements import Statement, statements
from kiemtin.pictures.origin.values import Credential, Device, Origin, SourceType

__all__ = [
    "TRUST_FILE",
    "Credential",
    "Device",
    "Origin",
    "SourceType",
    "Statement",
    "read_origin",
    "read_trust",
    "statements",
]
