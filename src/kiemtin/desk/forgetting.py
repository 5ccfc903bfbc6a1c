"""Forgetting: what makes the next check quicker is words of earlier ones, so a process forgets it twice a minute.

A check keeps nothing on purpose. But functions remember their last results (how a word is folded, whether it is a
syllable), which are pieces of what was asked, and would lie in memory for as long as nothing displaced them. What
addresses with a query are parsed into is remembered by the standard library in the same way.
"""

from __future__ import annotations

import functools
import sys
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

from kiemtin.app import Kiemtin

FORGET_SECONDS = 30.0
"""How often; no piece of a text lies longer in memory than twice this."""

REMEMBERS_TEXTS = 8
"""Results that a function may keep from which on they are taken to be of texts: fewer are of data of ours."""


Cache = functools._lru_cache_wrapper  # the one name that the standard library has for it


class Forgetting:
    """Lets one process forget, whenever it is time; ``forget_on_time`` is to be called about once a second."""

    def __init__(self, kiemtin: Kiemtin) -> None:
        self._kiemtin = kiemtin
        self._last = time.monotonic()

    def forget_on_time(self) -> None:
        """Forget what was remembered, where the last time is long enough ago."""
        if time.monotonic() - self._last >= FORGET_SECONDS:
            self._last = time.monotonic()
            self.forget()

    def forget(self) -> None:
        """Forget everything that checks left in memory."""
        self._kiemtin.forget()
        for cache in caches():
            cache.cache_clear()
        urllib.parse.clear_cache()  # type: ignore[attr-defined]  # public since 3.0, and missing in the stubs


def caches() -> Iterator[Cache[Any]]:
    """Every function of ours that remembers what it was given, as far as its module has been loaded."""
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] == "kiemtin"]:
        for value in list(vars(module).values()):
            if isinstance(value, Cache):
                most = value.cache_parameters()["maxsize"]
                if most is None or most >= REMEMBERS_TEXTS:
                    yield value
