"""The public suffix list: which names people can register under (``com.vn``, ``github.io``)."""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

TOP_LEVEL_DOMAINS = 2_048
"""Top-level domains whose rules are kept in mind: all there are."""


class Suffixes:
    """Public suffixes of one edition of the list; ``version`` is that edition's date, ``rules`` its lines."""

    def __init__(self, lines: str, version: str) -> None:
        self.version = version
        self._registries = lines.partition("// ===END ICANN DOMAINS===")[0]
        self.rules = tuple(line for line in lines.splitlines() if line and not line.startswith("//"))
        self._below = lru_cache(maxsize=TOP_LEVEL_DOMAINS)(self._rules_below)

    def __getstate__(self) -> dict[str, object]:
        """All but the cache, for another process."""
        return {name: value for name, value in vars(self).items() if name != "_below"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._below = lru_cache(maxsize=TOP_LEVEL_DOMAINS)(self._rules_below)

    @cached_property
    def _by_top(self) -> dict[str, list[str]]:
        """The rules of every top-level domain that there is."""
        found: dict[str, list[str]] = {}
        for rule in self.rules:
            found.setdefault(rule.rpartition(".")[2], []).append(rule)
        return found

    def suffix(self, name: str) -> str:
        """The public suffix of ``name`` (Unicode, lower case), or ``""`` where its top-level domain does not exist."""
        top = name.rstrip(".").rpartition(".")[2].lower()
        if top not in self._by_top:
            return ""  # and nothing is kept of what is no domain: it may be anything that somebody wrote
        return self._below(top).publicsuffix(name, accept_unknown=False) or ""

    def _rules_below(self, top: str) -> PublicSuffixList:
        """The rules of one top-level domain: to read all of them would cost a start more than most checks."""
        # Names are looked up in Unicode form, so the list need not be encoded line by line.
        return PublicSuffixList(self._by_top[top], accept_unknown=False, accept_encoded_idn=False)

    def is_registry(self, name: str) -> bool:
        """Whether registries sell names directly under ``name`` (``com.vn``): then it is nobody's own domain."""
        parent = name.partition(".")[2]
        return any(f"\n{rule}\n" in self._registries for rule in (name, f"*.{parent}"))


@lru_cache(maxsize=1)
def bundled_suffixes() -> Suffixes:
    """The list that came with the installation, including names that hosting services registered (private section)."""
    lines = bundled_list()
    return Suffixes(lines, list_version(lines))


def bundled_list() -> str:
    """The text of the bundled list."""
    return files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")


def list_version(lines: str) -> str:
    """The date in the list's own ``// VERSION: 2026-10-23_…`` line, or ``"unknown"``."""
    for line in lines[:2000].splitlines():
        if line.startswith("// VERSION:"):
            return line.removeprefix("// VERSION:").strip()[:10]
    return "unknown"
