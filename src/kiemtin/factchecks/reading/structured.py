"""Microdata and RDFa Lite on a page, as the same objects that JSON-LD would give; linear, and without a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kiemtin.factchecks.reading.limits import MAX_SCOPES, MAX_TAGS
from kiemtin.text.markup import RAW, TAG, VOID, attributes_at, behind, behind_element

VALUE_ATTRIBUTES = ("content", "datetime", "href", "src", "value")
"""Where an element may hold the value of its property, instead of in its text."""


@dataclass(slots=True)
class _Open:
    """An element that is open: the thing it is, and the property whose text it holds."""

    name: str
    thing: dict[str, Any] | None = None
    owner: dict[str, Any] | None = None
    properties: list[str] = field(default_factory=list)
    text: list[str] | None = None


def things_on(html: str) -> list[dict[str, Any]]:
    """The things of a page that belong to no other thing, up to ``MAX_TAGS`` tags."""
    reader = _Reader()
    position = 0
    for _ in range(MAX_TAGS):
        tag = TAG.search(html, position)
        reader.text(html[position : tag.start() if tag else len(html)])
        if tag is None:
            break
        if tag["name"] is None:
            position = behind(html, "-->" if tag["comment"] else ">", tag.end())
            continue
        name = tag["name"].lower()
        attributes, position = attributes_at(html, tag.end())
        if tag["close"]:
            reader.end(name)
        else:
            reader.start(name, attributes)
            position = behind_element(html, name, position) if name in RAW else position
    reader.finish()
    return reader.roots


class _Reader:
    """Follows which elements are open, and fills the things that they describe."""

    def __init__(self) -> None:
        self.roots: list[dict[str, Any]] = []
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._things: list[dict[str, Any]] = []
        self._texts: list[list[str]] = []

    def text(self, written: str) -> None:
        """Text between tags."""
        for text in self._texts:
            text.append(written)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A start tag."""
        owner = self._things[-1] if self._things else None
        element = _Open(name, owner=owner)
        element.properties = [_bare(one) for one in _first(attributes, "itemprop", "property").split()[:5]]
        if ("itemscope" in attributes or "typeof" in attributes) and len(self._things) < MAX_SCOPES:
            element.thing = {"@type": _first(attributes, "itemtype", "typeof").split()}
            named = _first(attributes, "itemid", "resource", "about")
            element.thing |= {"@id": named} if named else {}
            self._give(element, element.thing)
        elif element.properties and owner is not None:
            value = next((attributes[one] for one in VALUE_ATTRIBUTES if one in attributes), None)
            if value is not None:
                self._give(element, value)
            elif len(self._texts) < MAX_SCOPES:
                element.text = []
        if name not in VOID and name not in RAW:
            self._push(element)

    def end(self, name: str) -> None:
        """An end tag; what its element left open ends with it."""
        while self._names[name]:
            element = self._pop()
            if element.name == name:
                return

    def finish(self) -> None:
        """The end of the page, where everything ends."""
        while self._open:
            self._pop()

    def _push(self, element: _Open) -> None:
        self._open.append(element)
        self._names[element.name] += 1
        if element.thing is not None:
            self._things.append(element.thing)
        if element.text is not None:
            self._texts.append(element.text)

    def _pop(self) -> _Open:
        element = self._open.pop()
        self._names[element.name] -= 1
        if element.thing is not None:
            self._things.pop()
        if element.text is not None:
            self._texts.pop()
            self._give(element, "".join(element.text))
        return element

    def _give(self, element: _Open, value: object) -> None:
        if element.owner is None or not element.properties:
            if isinstance(value, dict):
                self.roots.append(value)
            return
        for name in element.properties:
            element.owner.setdefault(name, []).append(value)


def _first(attributes: Mapping[str, str], *names: str) -> str:
    return next((attributes[name] for name in names if attributes.get(name)), "")


def _bare(name: str) -> str:
    """``claimReviewed`` for ``schema:claimReviewed`` and for its whole address."""
    return name.replace(":", "/").rpartition("/")[2]
