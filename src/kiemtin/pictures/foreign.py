"""Files that are a picture and something else at once ("polyglots"): no camera and no program makes one by accident."""

from __future__ import annotations

ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22
ZIP_REACH = ZIP_END_SIZE + 65_535
"""A ZIP (also APK, JAR, DOCX) is read from its end, where a record stands, and behind it at most 65,535 bytes."""

PDF_REACH = 1_024
"""Readers take a file for PDF whose first 1,024 bytes hold its sign."""

PAGE_SIGNS = (b"<script", b"<?php ", b"<!doctype html")
"""Long enough never to come up by chance among 32 million bytes of a photo."""


def also(data: bytes) -> str | None:
    """What the picture ``data`` is besides: ``ZIP``, ``PDF`` or ``HTML``; ``None`` for nothing else."""
    if _is_zip(data):
        return "ZIP"
    if b"%PDF-" in data[:PDF_REACH]:
        return "PDF"
    lower = data.lower()
    return "HTML" if any(sign in lower for sign in PAGE_SIGNS) else None


def _is_zip(data: bytes) -> bool:
    """Whether a reader of ZIP would find a directory: the record at the end, and what it points at."""
    at = data.rfind(ZIP_END, max(0, len(data) - ZIP_REACH))
    if at < 0 or len(data) - at < ZIP_END_SIZE:
        return False
    comment = int.from_bytes(data[at + 20 : at + 22], "little")
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    return at + ZIP_END_SIZE + comment <= len(data) and data[at - size : at - size + 2] == b"PK"
