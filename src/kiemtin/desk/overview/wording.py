"""What the overview shows, by names that have words in the catalogues; it can be listed without a database."""

from __future__ import annotations

FIGURES = ("received", "new", "open", "answered", "not-checkable", "half", "most")
"""Every figure of a period (``desk.overview.figure.…``): the names of its members, with hyphens."""

Charts = dict[str, tuple[str, ...]]
"""Charts by what they are about (``desk.overview.about.…``), each with its figures."""

OF_DAYS: Charts = {"received": ("received", "new"), "open": ("open",), "done": ("answered", "not-checkable")}
"""The charts of days: of one day too little is answered to say how long it takes."""

OF_WEEKS: Charts = {**OF_DAYS, "waited": ("half", "most")}
"""The charts of weeks."""
