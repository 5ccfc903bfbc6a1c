"""Who asks too much, without knowing who: buckets in a table of fixed size, under keyed hashes with passing keys.

A client is its network (``clients``). The table knows it by a keyed hash alone: BLAKE2b under a random key that is made
in memory and never leaves it. Every 29 minutes the key is replaced: buckets of the key before are still read, to be
carried over; those of the one before that are wiped. An hour after a request nothing is left of it, nor was on a disk.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from kiemtin.desk.door.budgets import MINUTE, Budget, Taken, take
from kiemtin.desk.door.memory import KernelLocks, shared_counts

SETS, WAYS = 8_192, 8
"""65,536 buckets in each of the two generations: 2 MiB in all. A bucket that is full takes no place."""

ROTATION = 29 * MINUTE
"""Nanoseconds a key is in use. Two of them, and the minute until somebody looks, are less than an hour."""

KEY_WORDS = 8
"""A key of 512 bits, the longest that BLAKE2b takes, as numbers of the shared memory."""

CURRENT, STARTED, KEYS = 0, 1, 2
"""Where the header keeps which generation is in use, when it began, and the two keys."""

ROTATING = SETS
"""The lock for replacing the key; those before it each guard one set of buckets."""

Clock = Callable[[], int]


class Buckets:
    """Buckets of every client of all worker processes; made before they are forked. ``clock`` counts nanoseconds."""

    def __init__(self, clock: Clock = time.monotonic_ns, sets: int = SETS) -> None:
        self._clock = clock
        self._sets = sets
        self._header = shared_counts(KEYS + 2 * KEY_WORDS)
        self._halves = tuple(shared_counts(sets * WAYS * 2) for _ in range(2))
        self._locks = KernelLocks()
        self._wipe(1)
        self._begin(0, clock())

    def take(self, client: bytes, budget: Budget, tokens: int = 1) -> Taken:
        """Take ``tokens`` of ``budget`` from the bucket of ``client``, and say what became of it."""
        now = self._clock()
        name = budget.name.encode() + b"\0" + client
        half = self._generation(now)
        place, tag = self._place(name, half)
        with self._locks.held(place):
            slot = self._find(half, place, tag)
            full_at = self._halves[half][slot + 1] if slot is not None else self._carried_over(name, 1 - half)
            taken = take(budget, full_at, now, tokens)
            if taken.allowed:
                self._store(half, place, slot, (tag, taken.full_at))
        return taken

    def keep_fresh(self) -> None:
        """Replace the key where it is time; called now and then, so that it also happens when nobody comes."""
        self._generation(self._clock())

    def _generation(self, now: int) -> int:
        """The half in use, after a new one has begun where it was time."""
        if now - self._header[STARTED] >= ROTATION:
            with self._locks.held(ROTATING):
                if now - self._header[STARTED] >= ROTATION:  # no other worker was quicker
                    if now - self._header[STARTED] >= 2 * ROTATION:  # nobody came for an hour: the last one is old too
                        self._wipe(self._header[CURRENT])
                    self._begin(1 - self._header[CURRENT], now)
        return self._header[CURRENT]

    def _begin(self, half: int, now: int) -> None:
        """Wipe ``half``, give it a new key, and use it from now on."""
        self._wipe(half)
        self._header[CURRENT] = half
        self._header[STARTED] = now

    def _wipe(self, half: int) -> None:
        """Forget every bucket of ``half``, and the key they were under first."""
        start = KEYS + half * KEY_WORDS
        for word in range(start, start + KEY_WORDS):
            self._header[word] = secrets.randbits(64)
        view = self._halves[half].cast("B")
        view[:] = bytes(len(view))

    def _place(self, name: bytes, half: int) -> tuple[int, int]:
        """The set of ``name`` in ``half`` and the tag it stands there under."""
        start = KEYS + half * KEY_WORDS
        key = self._header[start : start + KEY_WORDS].tobytes()
        digest = hashlib.blake2b(name, digest_size=16, key=key, person=b"kiemtin-door").digest()
        return int.from_bytes(digest[:8], "big") % self._sets, int.from_bytes(digest[8:], "big") | 1

    def _find(self, half: int, place: int, tag: int) -> int | None:
        memory = self._halves[half]
        first = place * WAYS * 2
        return next((slot for slot in range(first, first + WAYS * 2, 2) if memory[slot] == tag), None)

    def _carried_over(self, name: bytes, half: int) -> int:
        """The bucket of the generation before, which nobody writes to any more; 0, long full, where it has none."""
        slot = self._find(half, *self._place(name, half))
        return 0 if slot is None else self._halves[half][slot + 1]

    def _store(self, half: int, place: int, slot: int | None, bucket: tuple[int, int]) -> None:
        """Write a bucket; where its set is full, over the one that is nearest to being full, which forgives least."""
        memory = self._halves[half]
        if slot is None:
            first = place * WAYS * 2
            slot = min(range(first, first + WAYS * 2, 2), key=lambda one: memory[one + 1])
            # A worker killed between these lines leaves a full bucket, never somebody else's empty one.
            memory[slot + 1] = 0
            memory[slot] = bucket[0]
        memory[slot + 1] = bucket[1]
