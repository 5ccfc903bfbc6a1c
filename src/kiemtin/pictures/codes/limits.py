"""The limits of everything read out of a code in a picture."""

from __future__ import annotations

MAX_CODES = 16
"""Codes read in one picture: a poster has one to six; a sheet of labels says nothing more with its seventeenth."""

MAX_CODE_CHARACTERS = 7_089
"""Characters of one code: what the largest QR code (version 40, level L) holds as digits."""

MAX_PIXELS = 24_000_000
"""Pixels looked at in one attempt; a larger picture is made smaller first. A telephone's camera takes 12 million."""

MAX_WORK = 10_000_000
"""Pixels looked at in all further attempts on one picture: about a third of a second of CPU."""

MAX_AGAIN = 2_600_000
"""Pixels of the picture that further attempts start from: a telephone's screen, read whole (1080 × 2400)."""

MAX_PAYLOAD = 512
"""Characters of a payment code: EMVCo's specification for merchants' codes (1.1, 3.1) allows no more."""

MAX_FIELDS = 64
"""Fields of a payment code with those inside others; a full one has about 30."""

MAX_DEPTH = 3
"""How deep fields stand in fields: NAPAS's beneficiary stands in the third level, and nothing is deeper."""

MAX_SHOWN = 120
"""Characters shown of one value of a code. A name or purpose in a payment code has 99 at most."""

MAX_SHOWN_TEXT = 500
"""Characters shown of a code that is plain text."""

MAX_ACCOUNT = 19
"""Characters of an account or card number (NAPAS: up to 19)."""

MAX_LISTED = 5
"""Telephone numbers, addresses and links shown of one contact."""

MAX_LINES = 400
"""Lines of a contact or an event that are read."""
