"""Strangers' YAML and JSON as plain data: no aliases, no key twice, no depth without end."""

from __future__ import annotations

import json
from typing import Any, NoReturn

MAX_DEPTH = 16
"""Lists and mappings within one another. The register needs 5; at 100,000 the YAML parser itself crashes."""


def plain_json(raw: bytes) -> Any:
    """Parsed JSON; raises ``ValueError`` for what is not strict JSON in UTF-8, for a key twice, or for much depth."""
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if _depth(data) > MAX_DEPTH:
        raise ValueError("nested too deeply")
    return data


def plain_yaml(raw: bytes) -> Any:
    """Parsed YAML of plain types; raises ``ValueError`` for what is not YAML, an alias, a key twice, or much depth."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _look_over(yaml, raw, loader)
        return yaml.load(raw, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or (str(error).splitlines() or [type(error).__name__])[0]
        raise ValueError(f"{problem} (line {mark.line + 1})" if mark else problem) from error


def _look_over(yaml: Any, raw: bytes, loader: Any) -> None:
    """Refuse, event by event and before anything is built, what could exhaust the parser or say a thing twice."""
    stack: list[_Open] = []
    for event in yaml.parse(raw, Loader=loader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.events.AliasEvent):
            raise ValueError(f"aliases (*name) are not allowed (line {line})")  # a small file could grow without bound
        if isinstance(event, yaml.events.ScalarEvent) and stack and stack[-1].repeats(event.value):
            raise ValueError(f"{event.value[:60]!r} stands twice (line {line})")
        if isinstance(event, yaml.events.CollectionStartEvent):
            if stack:
                stack[-1].repeats(None)
            stack.append(_Open(isinstance(event, yaml.events.MappingStartEvent)))
        if isinstance(event, yaml.events.CollectionEndEvent):
            stack.pop()
        if len(stack) > MAX_DEPTH:
            raise ValueError(f"nested too deeply (line {line})")


class _Open:
    """A list or mapping whose end has not come yet; of a mapping, every other thing in it is a key."""

    def __init__(self, is_mapping: bool) -> None:
        self._is_mapping = is_mapping
        self._key_is_next = True
        self._keys: set[str] = set()

    def repeats(self, value: str | None) -> bool:
        """Whether the next thing in it (``None``: a list or mapping) is a key that stood here before."""
        is_key = self._is_mapping and self._key_is_next
        self._key_is_next = not self._key_is_next
        if not is_key or value is None:
            return False
        known = value in self._keys
        self._keys.add(value)
        return known


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which every key stands once: of two, one reader takes the first and another the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _depth(data: Any) -> int:
    """How deep ``data`` is nested, counted level by level so that no depth exhausts the counter."""
    depth, level = 0, [data]
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return depth
