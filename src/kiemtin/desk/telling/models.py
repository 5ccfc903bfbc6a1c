"""Whom the desk tells what, what it still owes them, and which replies to askers wait. No words of a question.

Addresses and secrets are encrypted with the key beside the database. Times here are those of telling, never of asking.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models

from kiemtin.desk.questions.models import random_id

HEXADECIMAL = 64
"""Letters of a hash in hexadecimal."""


class Kind(StrEnum):
    """How a target is told."""

    WEBHOOK = "webhook"
    MAIL = "mail"


class Standing(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    TAKEN = "taken"
    GIVEN_UP = "given-up"


class Target(models.Model):
    """A server or a mailbox of the organisation's own that is told of ``events``.

    ``place`` is its address and ``secret`` what webhooks are signed with, both sealed. ``next_index`` is the first
    entry of the log that it has not been told of, ``open_groups`` how many groups waited when it was last told of
    that. ``own_network``: an administrator said that it may lie within the organisation's own network.
    """

    token = models.CharField(max_length=HEXADECIMAL, unique=True)
    kind = models.CharField(max_length=8)
    place = models.BinaryField()
    secret = models.BinaryField(null=True)
    events = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="vi")
    own_network = models.BooleanField(default=False)
    next_index = models.BigIntegerField(default=0)
    open_groups = models.PositiveIntegerField(default=0)
    added = models.DateField()


class Delivery(models.Model):
    """One event for one target, until it is taken or given up; ``event_id`` is the same however often it is tried.

    What is told is made anew for each try from the log at ``index`` and from ``facts``, which are days and counts
    alone. ``outcome`` is the id of the message that says what went wrong last, with its ``values``.
    """

    event_id = models.CharField(max_length=HEXADECIMAL, unique=True)
    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    event = models.CharField(max_length=40)
    index = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=Standing.WAITING.value)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    due = models.DateTimeField()
    done = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, default="")
    values = models.JSONField(default=dict)

    class Meta:
        """The next one of a target is looked for."""

        indexes: ClassVar = [models.Index(fields=["target", "state", "due"], name="next_delivery")]


class OwedReply(models.Model):
    """That something is owed to an asker: by a keyed hash of the address's hash and of what it is.

    So an address that comes to be owed something else is another row, with its time to change one's mind in full.

    The address, and with it everything that could tell to whom, is forgotten once a mail server has taken the letter.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    belongs = models.CharField(max_length=HEXADECIMAL, unique=True)
    tries = models.PositiveIntegerField(default=0)
    due = models.DateTimeField()
