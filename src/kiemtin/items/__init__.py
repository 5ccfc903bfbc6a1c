"""What was handed over, and the parts found in it."""

from kiemtin.items.boxes import Box
from kiemtin.items.extract import MAX_PARTS, Extraction, extract
from kiemtin.items.overlap import Overlap
from kiemtin.items.pictures import SeenPicture, receive_pictures
from kiemtin.items.receive import receive_bytes, receive_file, receive_text
from kiemtin.items.values import (
    Amount,
    Anchor,
    BankAccount,
    EmailAddress,
    Item,
    Link,
    Part,
    PartKind,
    PhoneNumber,
    ScannedCode,
    Section,
    Sender,
    Unread,
)

__all__ = [
    "MAX_PARTS",
    "Amount",
    "Anchor",
    "BankAccount",
    "Box",
    "EmailAddress",
    "Extraction",
    "Item",
    "Link",
    "Overlap",
    "Part",
    "PartKind",
    "PhoneNumber",
    "ScannedCode",
    "Section",
    "SeenPicture",
    "Sender",
    "Unread",
    "extract",
    "receive_bytes",
    "receive_file",
    "receive_pictures",
    "receive_text",
]
