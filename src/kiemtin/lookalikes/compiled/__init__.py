"""The engine once more for millions of names: the same rules as its parent package, compiled (needs Numba).

``scan.py`` is the way in. What it finds in plain ASCII names is row for row what ``candidates.py``, ``features.py`` and
``score.py`` find (``tests/lookalikes/test_compiled.py``); all other names, and the verdict on whatever is suspicious,
are left to them.
"""
