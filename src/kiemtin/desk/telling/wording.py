"""What is told, by name; what has words of its own in the catalogues, and can be listed without a database."""

from __future__ import annotations

ANSWERS = {
    "publish": "answer.published",
    "correct": "answer.corrected",
    "update": "answer.updated",
    "withdraw": "answer.withdrawn",
    "erase": "answer.erased",
}
"""Events about answers, by the change in the corrections log that each is about. All of it is public."""

RECEIVED, WAITING, WEEKLY, TEST = "questions.received", "questions.waiting", "digest.weekly", "test"
"""Work at the desk, in counts alone; the digest of a week; and what the button for a test sends."""

EVENTS = (*ANSWERS.values(), RECEIVED, WAITING, WEEKLY)
"""What an administrator may choose (``desk.telling.event.…``)."""

STATES = ("waiting", "taken", "given-up")
"""What becomes of an event (``desk.telling.state.…``)."""

KINDS = ("webhook", "mail")
"""How somebody is told (``desk.telling.kind.…``)."""

IN_COUNTS = (RECEIVED, WAITING, TEST)
"""Events whose letter holds numbers at most (``telling.letter.…``)."""
