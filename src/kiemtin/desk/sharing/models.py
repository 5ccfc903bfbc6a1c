"""One table: sealed results, each opened by its link alone."""

from __future__ import annotations

from django.db import models

HEXADECIMAL = 64
"""Letters of a SHA-256 in hexadecimal."""


class SharedResult(models.Model):
    """A result that somebody shares until ``expires``, readable only with the token of its link.

    Neither token is kept: the one in the link is known by its hash and is the key to ``sealed``, the one that deletes
    by its hash.
    """

    token_hash = models.CharField(max_length=HEXADECIMAL, unique=True)
    deletion_hash = models.CharField(max_length=HEXADECIMAL, unique=True)
    sealed = models.BinaryField()
    expires = models.DateTimeField(db_index=True)
