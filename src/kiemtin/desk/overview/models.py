"""The tables of the overview: counts, without a word of what was asked and without anybody who did the work.

They outlive the questions that they count. ``Closed`` points to a group, and goes with it: it remembers as what a
group was counted, so that undoing takes out exactly that. A ``FeedbackMark`` goes with its asking.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kiemtin.desk.questions.models import HEXADECIMAL, Group, random_id


class What(models.TextChoices):
    """What is counted. ``OPEN`` is a change: how many groups more (or fewer) are open after that day than before it."""

    RECEIVED = "received"
    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
    NOT_CHECKABLE = "not-checkable"
    SAID_YES = "said-yes"
    SAID_PARTLY = "said-partly"
    SAID_NO = "said-no"


class DayOfWork(models.Model):
    """How often something was done on a day; of what was closed, ``days`` is how many days it had waited."""

    day = models.DateField()
    what = models.CharField(max_length=16)
    days = models.PositiveSmallIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        """One row for each kind of work, and each wait, of a day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "what", "days"], name="one_row_of_a_day")]


class Closed(models.Model):
    """As what a group that is not open any more was counted."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="+")
    what = models.CharField(max_length=16)
    day = models.DateField()
    days = models.PositiveSmallIntegerField()


class FeedbackMark(models.Model):
    """That an asking has said whether its answers helped, so that it counts once for each and can say otherwise later.

    ``belongs`` is a keyed hash, so no copy of the tables tells which asking; ``sealed``, of one length, what it said.
    """

    id = models.BigAutoField(primary_key=True, default=random_id)
    belongs = models.CharField(max_length=HEXADECIMAL, unique=True)
    sealed = models.BinaryField()


class AnswerFeedback(models.Model):
    """How many have said of a published answer that it answered their question, in part, or not; no day is with it."""

    answer = models.CharField(max_length=10, primary_key=True)
    yes = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)


class ToldAskings(models.Model):
    """How often, in public, an answer is said to have been asked for at least: a coarse step, never a count."""

    answer = models.CharField(max_length=10, primary_key=True)
    step = models.PositiveIntegerField()
