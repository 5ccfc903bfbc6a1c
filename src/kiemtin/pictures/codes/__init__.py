"""QR and other codes in a picture: where they are, what they hold, and what scanning them would really do."""

from kiemtin.items.boxes import Box
from kiemtin.pictures.codes.contents import read_content
from kiemtin.pictures.codes.effects import Effect, effects
from kiemtin.pictures.codes.reading import read_codes
from kiemtin.pictures.codes.values import (
    AppLink,
    AppSecret,
    Bank,
    BrokenPayment,
    Call,
    Code,
    Contact,
    Content,
    Crypto,
    Email,
    Event,
    Fault,
    Payment,
    Place,
    PlainText,
    Product,
    Scheme,
    Service,
    Sms,
    WebLink,
    Wifi,
)

__all__ = [
    "AppLink",
    "AppSecret",
    "Bank",
    "Box",
    "BrokenPayment",
    "Call",
    "Code",
    "Contact",
    "Content",
    "Crypto",
    "Effect",
    "Email",
    "Event",
    "Fault",
    "Payment",
    "Place",
    "PlainText",
    "Product",
    "Scheme",
    "Service",
    "Sms",
    "WebLink",
    "Wifi",
    "effects",
    "read_codes",
    "read_content",
]
