"""Budgets: how much one client may ask for, as whole numbers, so that nothing is ever given away by rounding."""

from __future__ import annotations

from dataclasses import dataclass

SECOND = 1_000_000_000
MINUTE = 60 * SECOND

WIDER = 8
"""How many times the budget of one IPv6 network of 64 bits all those of its 48 bits share: an office, not a person."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A bucket of ``burst`` tokens that refills at ``per_minute``; a request takes one, one with pictures a few."""

    name: str
    burst: int
    per_minute: int

    def __post_init__(self) -> None:
        if self.burst < 1 or self.per_minute < 1:
            raise ValueError("a budget that nothing can be paid from")

    @property
    def interval(self) -> int:
        """Nanoseconds until one token is back."""
        return -(-MINUTE // self.per_minute)

    @property
    def window(self) -> int:
        """Whole seconds until an empty bucket is full."""
        return -(-self.burst * self.interval // SECOND)

    def wider(self) -> Budget:
        """The budget of a wider network that holds many like this one."""
        return Budget(self.name, self.burst * WIDER, self.per_minute * WIDER)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a request for tokens: ``left`` whole tokens, seconds until full, and until they are there."""

    budget: Budget
    allowed: bool
    full_at: int
    left: int
    reset: int
    retry_after: int


def take(budget: Budget, full_at: int, now: int, tokens: int = 1) -> Taken:
    """Take ``tokens`` from the bucket that will be full at ``full_at`` (nanoseconds, as ``now``; in the past: full).

    All of them or none; never more than a full bucket holds, so that whatever costs much can be paid at all.

    A bucket is one number, the moment it will be full again (the "generic cell rate algorithm" of ATM networks): in any
    stretch of time no more is allowed than the burst and what has come back meanwhile.
    """
    depth = budget.burst * budget.interval
    # A moment further off than an empty bucket takes is not a bucket of ours; it shall not shut anyone out.
    standing = min(max(full_at, now), now + depth)
    after = standing + min(tokens, budget.burst) * budget.interval
    allowed = after - now <= depth
    full_at = after if allowed else standing
    return Taken(
        budget=budget,
        allowed=allowed,
        full_at=full_at,
        left=(depth - (full_at - now)) // budget.interval,
        reset=-(-(full_at - now) // SECOND),
        retry_after=0 if allowed else -(-(after - now - depth) // SECOND),
    )
