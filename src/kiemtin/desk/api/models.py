"""Partners' keys, and how many times each was used on a day: numbers alone, nothing of what was asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

MAX_NAME = 120
"""Characters of an organisation's name."""


class PartnerKey(models.Model):
    """A key of an organisation that asks for others; only the hash of the key is kept."""

    organisation = models.CharField(max_length=MAX_NAME)
    prefix = models.CharField(max_length=16, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    per_day = models.PositiveIntegerField()
    created = models.DateField()
    revoked = models.DateField(null=True)


class DayOfKey(models.Model):
    """How many times a key was used on one day."""

    key = models.ForeignKey(PartnerKey, on_delete=models.CASCADE)
    day = models.DateField()
    asks = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a day for each key."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "day"], name="one_row_a_day")]
