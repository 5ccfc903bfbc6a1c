"""Drafts, who of the staff worked on them, and the corrections log. Nothing here has a key to an asker.

The log is the truth about what is published. Triggers of the database let it grow and nothing else
(``migrations/0002_only_grows.py``); a migration that changes one of its tables has to make them anew.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

ID = 10
"""Letters of an answer's id."""

WORD = 20
"""Letters of a change, a state or a rating."""


class State(StrEnum):
    """Where a draft stands. ``CLOSED``: it is about nothing that can be checked, and nothing of it is published."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLOSED = "closed"


OPEN = (State.DRAFT.value, State.SUBMITTED.value, State.APPROVED.value)
"""States in which a draft can still become something."""


class Draft(models.Model):
    """An answer that is being written, or a change of a published one: as typed, complete or not.

    ``answer`` is the id it has or will have in public; ``base`` the version it changes, 0 for a new one; ``version``
    counts saves, so that nobody saves over what somebody else has saved meanwhile. Once it is published its words are
    gone from here: they are in the log.
    """

    answer = models.CharField(max_length=ID)
    change = models.CharField(max_length=WORD)
    base = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=WORD, default=State.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=2, default="vi")
    claim = models.TextField(default="")
    finding = models.TextField(default="")
    rating = models.CharField(max_length=WORD, default="")
    explanation = models.TextField(default="")
    sources = models.JSONField(default=list)
    pictures = models.JSONField(default=list)
    slug = models.TextField(default="")
    reason = models.TextField(default="")
    review_note = models.TextField(default="")
    changed = models.DateTimeField(db_index=True)

    class Meta:
        """One open draft for each answer: two would only find out about each other when one is published."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer"], condition=Q(state__in=OPEN), name="one_open_draft")
        ]


class DraftWork(models.Model):
    """Which of the staff wrote in a draft or approved it: nobody approves what is their own."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    approved = models.BooleanField(default=False)

    class Meta:
        """One row for each who wrote, one for each who approved."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "account", "approved"], name="one_row_each")]


class AnswerPicture(models.Model):
    """A picture that drafts or records have: our own copy of it, and what it is recognised by.

    ``jpeg`` is missing where it is only recognised. It goes when no draft and no record has it any more.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    pdq = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    features = models.BinaryField()
    jpeg = models.BinaryField(null=True)


class DraftRevision(models.Model):
    """A draft as it stood after a save: by which of the staff, when, with every word; all go once it is published.

    ``kept``: it was saved by hand, so no later save takes its place. ``reviewed`` is what a reviewer did with this very
    version, if anything.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    saved = models.DateTimeField()
    words = models.JSONField()
    kept = models.BooleanField(default=False)
    reviewed = models.CharField(max_length=WORD, default="")

    class Meta:
        """One for each version of a draft at most."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "version"], name="one_revision_a_version")]


class LogEntry(models.Model):
    """A leaf of the corrections log, at ``index`` counted from 0, and the record whose salted hash it holds.

    ``salt`` and ``record`` go, together, where a later entry ``erases`` this one; all the rest stays as it is.
    """

    index = models.BigIntegerField(primary_key=True)
    answer = models.CharField(max_length=ID)
    version = models.PositiveIntegerField()
    change = models.CharField(max_length=WORD)
    erases = models.BigIntegerField(null=True)
    entry = models.BinaryField()
    salt = models.BinaryField(null=True)
    record = models.TextField(null=True)

    class Meta:
        """A version of an answer is logged once, whoever publishes it at the same moment."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["answer", "version"], name="one_entry_a_version")]


class LogCheckpoint(models.Model):
    """A signed checkpoint: there is one for a size, for ever, and what it covers is published."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
