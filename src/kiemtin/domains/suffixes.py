"""The public suffix list: which names people can register under (``com.vn``, ``github.io``)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList


class Suffixes:
    """Public suffixes of one edition of the list; ``version`` is that edition's date, ``rules`` its lines."""

    def __init__(self, lines: str, version: str) -> None:
        self.version = version
        self._registries = lines.partition("// ===END ICANN DOMAINS===")[0]
        # Names are looked up in Unicode form, so the list need not be encoded line by line at each start.
        self.rules = tuple(line for line in lines.splitlines() if line and not line.startswith("//"))
        self._list = PublicSuffixList(self.rules, accept_unknown=False, accept_encoded_idn=False)

    def suffix(self, name: str) -> str:
        """The public suffix of ``name`` (Unicode, lower case), or ``""`` where its top-level domain does not exist."""
        found = self._list.publicsuffix(name, accept_unknown=False)
        return found or ""

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
