"""Masked text as a reader sees it: each mask in words of the page's language."""

from __future__ import annotations

import re

from kiemtin.desk.questions.redaction import CLOSING, KINDS, OPENING
from kiemtin.evidence.messages import Language, render

MASK = re.compile(f"{OPENING}({'|'.join(KINDS)}){CLOSING}")


def in_words(text: str, language: Language) -> str:
    """``text`` with ``[telephone number]`` in place of each mask; whoever typed a mask by hand has covered nothing."""
    return MASK.sub(lambda mask: f"[{render(f'mask.{mask[1]}', {}, language)}]", text)
