"""The tables of questions. None holds anybody who asked; rows are numbered at random, and know days, never times.

A number that counts up would tell which questions came one after the other, and so perhaps from one hand. SQLite and
PostgreSQL both take a number that is given, so every table that a sending writes to is numbered by ``random_id``.
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models

HEXADECIMAL = 64

ID_BITS = 52
"""Bits of a row's number: with 200,000 questions two are the same once in 200,000 desks, and a sending then fails."""


def random_id() -> int:
    """A number for a row, which says nothing of when it was written."""
    return secrets.randbits(ID_BITS) + 1


class State(models.TextChoices):
    """What became of a group: ``MERGED`` is an empty one, kept for a while so that joining it can be undone."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_CHECKABLE = "not-checkable"
    MERGED = "merged"


class Group(models.Model):
    """Questions that one answer is for. ``need`` sorts the queue; what it is made of stands in ``need``.

    ``excerpt`` is the beginning of its most asked message, ``words`` the folded beginning of its messages, for
    searching. ``closed`` is the day it was answered or closed. ``resembles`` is a group that is no longer open and
    seems to be about the same. ``answer`` is the id of its answer; of an open
    group, of one that is being written.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    state = models.CharField(max_length=16, default=State.OPEN)
    need = models.IntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    danger = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()
    assigned = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=10, default="")
    resembles = models.BigIntegerField(null=True)
    closed = models.DateField(null=True)
    excerpt = models.TextField(default="")
    words = models.TextField(default="")

    class Meta:
        """The queue is read in the order of its indexes.

        On SQLite ``queue_by_need`` ends with ``words``; a migration that makes this table anew has to make it anew
        (``migrations/0002_searched_in_order.py``).
        """

        indexes: ClassVar = [
            models.Index(fields=["state", "-need", "id"], name="queue_by_need"),
            models.Index(fields=["assigned", "state", "-need", "id"], name="queue_of_one"),
            models.Index(fields=["answer"], name="groups_of_answer"),
        ]


class Question(models.Model):
    """One message, however many sent it: ``text`` has personal data masked, ``sealed`` is all of it where some is.

    ``fingerprint`` is a keyed hash of its words, so that the same message is the same row. ``confirmed``: a person said
    that it belongs to its group, or it began it; else a machine suggests it.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    fingerprint = models.CharField(max_length=HEXADECIMAL, unique=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    confirmed = models.BooleanField(default=True)
    asked = models.PositiveIntegerField(default=0)
    danger = models.PositiveSmallIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()
    text = models.TextField()
    sealed = models.BinaryField(null=True)


class QuestionPicture(models.Model):
    """A picture of a question, made anew without metadata: ``shown`` with personal data covered, ``sealed`` without."""

    id = models.BigAutoField(primary_key=True, default=random_id)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    place = models.PositiveSmallIntegerField()
    pdq = models.CharField(max_length=HEXADECIMAL)
    shown = models.BinaryField()
    sealed = models.BinaryField(null=True)


class QuestionTerm(models.Model):
    """One of the few terms that a question is found by when a similar one comes."""

    id = models.BigAutoField(primary_key=True, default=random_id)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    term = models.BigIntegerField()

    class Meta:
        """Looked up by term."""

        indexes: ClassVar = [models.Index(fields=["term", "question"], name="questions_by_term")]


class Asking(models.Model):
    """That somebody sent a question: the hash of the receipt, and the day on which it is forgotten."""

    id = models.BigAutoField(primary_key=True, default=random_id)
    receipt_hash = models.CharField(max_length=HEXADECIMAL, unique=True)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    expires = models.DateField(db_index=True)


class ReplyAddress(models.Model):
    """Where somebody wants the answer sent, encrypted.

    ``belongs`` is a keyed hash, so no copy of the tables tells to which asking.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    belongs = models.CharField(max_length=HEXADECIMAL, unique=True)
    sealed = models.BinaryField()
    expires = models.DateField(db_index=True)


class Note(models.Model):
    """What somebody of the desk noted about a group, for the others of the desk."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField()
    text = models.TextField()


class Operation(models.Model):
    """What somebody of the desk did to groups, with what it was before and after, so that it can be undone."""

    kind = models.CharField(max_length=24)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField(db_index=True)
    before = models.JSONField()
    after = models.JSONField()
    undone = models.BooleanField(default=False)


class KnownWording(models.Model):
    """A message that an answer is for, by a keyed hash of its words: no text, no day, and nobody who sent it."""

    id = models.BigAutoField(primary_key=True, default=random_id)
    wording = models.CharField(max_length=HEXADECIMAL, unique=True)
    answer = models.CharField(max_length=10)


class Upkeep(models.Model):
    """One row: whether rows were deleted since the database was last written anew, and on which day that was."""

    pending = models.BooleanField(default=False)
    day = models.DateField(null=True)
