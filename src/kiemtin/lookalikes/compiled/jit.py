"""How functions are compiled: once, kept on disk, free of Python's lock, and without a count of references.

Nothing is allocated in compiled code, so there is nothing to count; counting takes five times as long as the work.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from numba import config, njit

OPTIONS: dict[str, Any] = {"nogil": True, "_nrt": False}

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """``function`` compiled, with much work in each call."""
    return _kept(function, OPTIONS)


def inlined(function: Function) -> Function:
    """``function`` as a part of those that call it: the tables it is given are too many to be handed over each time."""
    return _kept(function, {**OPTIONS, "forceinline": True})


def _kept(function: Function, options: dict[str, Any]) -> Function:
    """A folder for each edition of all files: Numba looks at a function's own alone to tell whether it changed."""
    folder, settings = _folder(), vars(config)
    before, settings["CACHE_DIR"] = settings["CACHE_DIR"], str(folder or "")
    try:
        made: Function = njit(cache=folder is not None, **options)(function)
    finally:
        settings["CACHE_DIR"] = before
    return made


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    """Where compiled code is kept: beside the source, or else in the user's cache; ``None`` where neither can be."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for source in sorted(package.parent.rglob("*.py")):
        digest.update(source.read_bytes())
    user = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    for place in (package / "__pycache__", Path(user) / "kiemtin"):
        folder = place / f"compiled-{digest.hexdigest()[:16]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


def is_ready() -> bool:
    """Whether this edition was compiled before, so that starting takes a second and not a minute."""
    folder = _folder()
    return folder is not None and any(folder.rglob("*.nbi"))
