"""The limits of what is read about a picture's origin."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a picture that are looked at; the door for pictures lets less through."""

MAX_BLOCK = 1024 * 1024
"""Bytes of one block of metadata (EXIF, XMP, IPTC): XMP with all its history has some 100 kB."""

MAX_TEXT = 4 * 1024 * 1024
"""Bytes of one text of a PNG after inflating: a ComfyUI workflow has up to a megabyte."""

MAX_BLOCKS = 4_096
"""Blocks of a file that are walked over: a PNG of 50 million pixels has some 2,000 data blocks."""

MAX_FIELDS = 256
"""Fields of one EXIF directory that are looked at; cameras write about 60."""

MAX_ELEMENTS = 20_000
"""Elements of one XMP packet: Photoshop's longest histories have some thousands."""

MAX_SHOWN = 80
"""Characters shown of one string: the name of a program or of a camera."""

MAX_PROBLEMS = 8
"""Codes of what is wrong with a credential that are kept."""

MAX_ACTIONS = 16
"""Actions (cropped, resized …) of a credential that are kept."""

MAX_TRUST_BYTES = 4 * 1024 * 1024
"""Bytes of a user's trust list: the public ones have less than a tenth."""
