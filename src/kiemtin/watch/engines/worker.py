"""What is done on a machine of a Ray cluster: names in, rows out, with a matcher that is made once in each process."""

from __future__ import annotations

import hashlib
import pickle
from functools import lru_cache
from pathlib import Path

from kiemtin.lookalikes import Matcher
from kiemtin.version import __version__
from kiemtin.watch.engines import rows_of
from kiemtin.watch.engines.frames import packed, unpacked

DECIDES = ("domains", "lookalikes", "organisations", "text", "watch/engines")
"""Parts of this package whose code and data decide what is said of a name: rules, words, letters and weights."""

ENDINGS = (".py", ".json", ".toml", ".gz", ".yaml", ".txt", ".dat")


@lru_cache(maxsize=1)
def edition() -> str:
    """The version, and a digest of all that decides: two machines with the same edition say the same."""
    package, digest = Path(__file__).parents[2], hashlib.sha256()
    for part in DECIDES:
        for path in sorted((package / part).rglob("*")):
            if path.name.endswith(ENDINGS):
                digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def rows(sought: bytes, key: str, names: bytes) -> bytes:
    """The rows of ``names``; ``sought`` (a pickled ``Sought``) is opened where ``key`` was not seen before."""
    if key not in _made:
        _made.clear()
        wanted = pickle.loads(sought)  # noqa: S301 - from the run itself, which Ray trusts with far more than this
        _made[key] = wanted.matcher(), wanted.each
    matcher, each = _made[key]
    return packed(rows_of(unpacked(names)["domain"], matcher, each=each))


_made: dict[str, tuple[Matcher, bool]] = {}
"""The matcher of the run that is under way: making one takes seconds."""
