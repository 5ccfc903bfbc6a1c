"""Payment codes made for tests: fields, and the checksum that closes them."""

from __future__ import annotations

from binascii import crc_hqx

NAPAS = "A000000727"


def field(tag: str, value: str) -> str:
    """One field: tag, length, value."""
    return f"{tag}{len(value):02}{value}"


def closed(text: str) -> str:
    """``text`` with its checksum."""
    return f"{text}6304{crc_hqx((text + '6304').encode(), 0xFFFF):04X}"


def receiver(number: str = "970436", account: str = "0011001234567", service: str = "QRIBFTTA") -> str:
    """NAPAS's template for a bank account."""
    beneficiary = field("00", number) + field("01", account)
    return field("00", NAPAS) + field("01", beneficiary) + (field("02", service) if service else "")


def vietqr(template: str | None = None, *, amount: str = "", rest: str = "", method: str = "11") -> str:
    """A whole VietQR code; ``rest`` are fields behind the country."""
    text = field("00", "01") + field("01", method) + field("38", receiver() if template is None else template)
    text += field("53", "704") + (field("54", amount) if amount else "") + field("58", "VN") + rest
    return closed(text)
