"""What was handed over, and the parts found in it."""

from kiemtin.items.extract import MAX_PARTS, Extraction, extract
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
    Sender,
    Unread,
)

__all__ = [
    "MAX_PARTS",
    "Amount",
    "Anchor",
    "BankAccount",
    "EmailAddress",
    "Extraction",
    "Item",
    "Link",
    "Part",
    "PartKind",
    "PhoneNumber",
    "Sender",
    "Unread",
    "extract",
    "receive_bytes",
    "receive_file",
    "receive_text",
]
