"""What is kept about those who work at the desk. No table here has a key to an asker, or anybody's address."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kiemtin.desk.accounts.models import Account

HEXADECIMAL = 64
"""Letters of a SHA-256 in hexadecimal."""


class Invitation(models.Model):
    """A link that lets whoever holds it make one account of ``role``, once; or set a new password of ``account``.

    Only the hash of its token is kept.
    """

    token_hash = models.CharField(max_length=HEXADECIMAL, unique=True)
    role = models.CharField(max_length=16)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    expires = models.DateTimeField()


class StaffSession(models.Model):
    """One browser in which somebody is signed in, or about to be; only the hash of its key is kept.

    Neither its address nor its kind: when it began and how somebody signed in is enough to know one's own again.
    """

    key_hash = models.CharField(max_length=HEXADECIMAL, unique=True)
    data = models.TextField()
    expires = models.DateTimeField(db_index=True)
    began = models.DateTimeField(default=timezone.now)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")


class DeskAction(models.Model):
    """What somebody did at the desk, to which thing, and when. The database itself refuses to change it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now, db_index=True)
