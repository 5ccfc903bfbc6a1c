"""What witnesses said of the log; it says nothing of anybody who asked, and of nobody who works here."""

from __future__ import annotations

from django.db import models

MAX_KEY = 1_000
"""Characters of a public key with its name."""


class Cosignature(models.Model):
    """The last cosignature of a witness, known by its public key: the ``line`` that goes below a checkpoint's note."""

    witness = models.CharField(max_length=MAX_KEY, primary_key=True)
    size = models.BigIntegerField()
    line = models.TextField()
