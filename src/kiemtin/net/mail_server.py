"""Which mail server letters are handed to: a value, apart from what connects to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Secrecy(StrEnum):
    """How a connection to a mail server is encrypted. ``NONE``: only within the operator's own machine or network."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, as whom, and which address they come from."""

    host: str
    port: int
    secrecy: Secrecy
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """The domain that letters come from."""
        return self.sender.rpartition("@")[2]
