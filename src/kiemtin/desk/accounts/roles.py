"""What those who run the desk may do, each role everything that the one before it may."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role at the desk; the values are contracts, they stand in its database."""

    READER = "reader"
    ANSWERER = "answerer"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def includes(self, least: Role) -> bool:
        """Whether this role may do what ``least`` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)
