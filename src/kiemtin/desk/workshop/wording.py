"""What has words of its own in the catalogues, and can be listed without a database."""

from __future__ import annotations

STATES = ("open", "answered", "not-checkable")
"""States that the queue is looked at in, the first one unless another is asked for (``desk.work.state.…``)."""

WHOSE = ("all", "mine", "nobody")
"""Whose groups are looked at (``desk.work.whose.…``)."""

DANGERS = (1, 2, 3)
"""Steps of danger that are said (``desk.work.danger.…``)."""

OPERATIONS = ("confirm", "split", "merge", "assign", "release", "not-checkable", "begin", "answer", "reopen", "undo")
"""What is done to groups, as the list of it says (``desk.work.did.…``); a kind that it does not know is ``other``."""

HINDRANCES = ("undone", "changed", "forgotten")
"""Why something cannot be undone (``desk.work.hindrance.…``)."""

DRAFT_STATES = ("draft", "submitted", "approved", "published", "closed")
"""Where a draft stands (``desk.work.draft.…``)."""

FIELDS = (
    *("lang", "claim", "finding", "rating", "explanation", "sources", "pictures", "reason", "slug"),
    *("url", "title", "publisher", "accessed", "archive"),
    *("shown", "alternative", "caption"),
)
"""Fields that a problem or a name is found in (``desk.work.field.…``)."""
