"""What witnesses said of the log, and what this desk, as a witness, has seen of others'; nobody's doing is in it."""

from __future__ import annotations

from django.db import models

MAX_KEY = 1_000
"""Characters of a public key with its name."""

MAX_NAME = 255
"""Characters of a log's name, which is that of its key."""


class Cosignature(models.Model):
    """The last cosignature of a witness, known by its public key: the ``line`` that goes below a checkpoint's note."""

    witness = models.CharField(max_length=MAX_KEY, primary_key=True)
    size = models.BigIntegerField()
    line = models.TextField()


class WitnessedLog(models.Model):
    """The last checkpoint of another desk's log that this desk cosigned; its ``origin`` is the log's name."""

    origin = models.CharField(max_length=MAX_NAME, primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
