"""Answers kept for a moment, in the memory of one process: the same text asked again costs nothing.

Off unless an operator turns it on: by its speed, an answer out of here tells whoever asks about exactly the same text
that somebody else has just done so.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

LONGEST = 60.0
"""Seconds an answer is kept at most, whatever is set."""

MAX_ANSWERS, MAX_BYTES = 1_000, 32 * 1024 * 1024
"""Answers, and bytes of them, that one process keeps; the oldest go first."""

KEY_BYTES = 32


class Answers:
    """A cache under keyed hashes (BLAKE2b, a random key of this process): the text of an ask is never in it as a key.

    ``seconds``: how long an answer is kept, 0 for none. What has expired is dropped on time even when nobody asks.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = min(seconds, LONGEST)
        self._clock = clock
        self._key = secrets.token_bytes(KEY_BYTES)
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._bytes = 0
        self._broom: threading.Timer | None = None

    def get(self, text: str, form: str) -> bytes | None:
        """The answer to ``text`` in ``form`` (its language and format), if it was given a moment ago."""
        with self._lock:
            self._drop_expired()
            kept = self._kept.get(self._name(text, form))
            return kept[1] if kept else None

    def keep(self, text: str, form: str, answer: bytes) -> None:
        """Keep an answer for a moment."""
        if self._seconds <= 0 or len(answer) > MAX_BYTES:
            return
        with self._lock:
            self._drop_expired()
            name = self._name(text, form)
            self._drop(name)
            while self._kept and (len(self._kept) >= MAX_ANSWERS or self._bytes + len(answer) > MAX_BYTES):
                self._drop(next(iter(self._kept)))
            self._kept[name] = (self._clock() + self._seconds, answer)
            self._bytes += len(answer)
            self._sweep_later()

    def __len__(self) -> int:
        return len(self._kept)

    def _name(self, text: str, form: str) -> bytes:
        # A form holds no NUL, so no text and form together read like another pair.
        told = form.encode() + b"\0" + text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(told, key=self._key, digest_size=32, person=b"kiemtin-answer").digest()

    def _drop(self, name: bytes) -> None:
        kept = self._kept.pop(name, None)
        self._bytes -= len(kept[1]) if kept else 0

    def _drop_expired(self) -> None:
        now = self._clock()
        while self._kept and next(iter(self._kept.values()))[0] <= now:  # kept in the order in which they expire
            self._drop(next(iter(self._kept)))

    def _sweep_later(self) -> None:
        if self._broom is None:
            self._broom = threading.Timer(self._seconds, self._sweep)
            self._broom.daemon = True
            self._broom.start()

    def _sweep(self) -> None:
        with self._lock:
            self._broom = None
            self._drop_expired()
            if self._kept:
                self._sweep_later()
