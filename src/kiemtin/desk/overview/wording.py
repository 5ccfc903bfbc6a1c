"""What the overview shows, by names that have words in the catalogues; it can be listed without a database."""

from __future__ import annotations

FEEDBACK = ("yes", "partly", "no")
"""What may be said of an answer (``desk.feedback.…``)."""

OF_A_DAY = ("received", "new", "open", "answered", "not-checkable")
"""The figures of a day: too little is answered in one to say how long it takes, and too little said of answers."""

FIGURES = (*OF_A_DAY, "half", "most", *FEEDBACK)
"""Every figure of a week (``desk.overview.figure.…``): the names of its members, with hyphens."""

Charts = dict[str, tuple[str, ...]]
"""Charts by what they are about (``desk.overview.about.…``), each with its figures."""

OF_DAYS: Charts = {"received": ("received", "new"), "open": ("open",), "done": ("answered", "not-checkable")}
"""The charts of days."""

OF_WEEKS: Charts = {**OF_DAYS, "waited": ("half", "most"), "feedback": FEEDBACK}
"""The charts of weeks."""
