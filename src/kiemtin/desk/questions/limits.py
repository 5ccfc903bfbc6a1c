"""The limits of what may be sent to the desk, each beside its reason."""

from __future__ import annotations

MAX_TEXT = 10_000
"""Characters of a message that people are to read: five pages. A check looks at longer ones."""

MAX_QUESTIONS = 200_000
"""Questions kept at once: twice what a large desk gets in thirty days, 2 GB at their longest, 0.2 GB as they are."""

MAX_PICTURES = 20_000
"""Pictures kept at once: at most 1.2 million pixels each as JPEG, some 4 GB."""

MAX_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, as RFC 3696 errata 1690 counts them)."""

MAX_TOKEN = 128
"""Characters of what a program sends so that sending twice is sending once."""

MAX_NOTE = 2_000
"""Characters of an internal note."""

MAX_BULK = 200
"""Groups that one action is for: a page of the queue and more; each takes a millisecond or two of the one writer."""

MAX_QUERY = 200
"""Characters of what the queue is searched for."""

MOST_WORDS = 8
"""Words of a search that are looked for; each costs a look at every group."""

MAX_SEARCHED = 1_000
"""Folded characters of a group's messages that the queue is searched in: 100,000 groups are 100 MB at most."""

PAGE = 50
"""Groups on one page of the queue."""

LEAST_SHOWN = 5
"""Askings from which on a number is told in public: a smaller one could point at somebody."""
