"""The digest up to today, for the page and the command."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kiemtin.answers.digest import Digest, digest_of
from kiemtin.answers.values import Language
from kiemtin.desk.published.public import public

WEEK = datetime.timedelta(days=7)
"""How far a digest looks back unless it is told a day."""


def recent(since: datetime.date | None, language: Language) -> Digest:
    """What was published and changed since that day, or within a week."""
    today = timezone.localdate()
    return digest_of(public().edition(), since or today - WEEK, today, language)
