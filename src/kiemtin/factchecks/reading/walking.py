"""Claim reviews wherever they lie within a JSON value: in lists, graphs, feeds and articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kiemtin.factchecks.reading.claimreview import Around, Object, is_claim_review, read_claim_review, within
from kiemtin.factchecks.reading.limits import MAX_NESTING
from kiemtin.factchecks.reading.loose_json import Broken, is_too_deep
from kiemtin.factchecks.reading.native import is_native, read_native
from kiemtin.factchecks.reading.values import Read, problem


def reviews_in(value: object, around: Around) -> Iterator[Read]:
    """What ``value`` holds, in its order; a problem where it is broken or lies too deep, nothing where it has none."""
    if isinstance(value, Broken):
        yield _broken(value, around)
    elif is_too_deep(value):
        yield _broken(Broken(is_deep=True), around)
    elif isinstance(value, dict) and is_native(value):
        yield from read_native(value, around.where, around.options)
    else:
        for thing, outside in _found(value, replace(around, known=_named(value))):
            yield from read_claim_review(thing, outside)


def _broken(value: Broken, around: Around) -> Read:
    if value.is_deep:
        return problem(around.where, "factchecks.too-deep", limit=MAX_NESTING)
    return problem(around.where, "factchecks.not-json")


def _found(value: object, around: Around) -> Iterator[tuple[Object, Around]]:
    """The ``ClaimReview`` objects within ``value``, each with what is known around it."""
    open_values: list[tuple[object, Around]] = [(value, around)]
    while open_values:
        one, outside = open_values.pop()
        if isinstance(one, Mapping):
            if is_claim_review(one):
                yield one, outside
            else:
                inside = within(one, outside)
                open_values += [
                    (inner, inside) for inner in reversed(list(one.values())) if isinstance(inner, dict | list)
                ]
        elif isinstance(one, list):
            open_values += [(inner, outside) for inner in reversed(one) if isinstance(inner, dict | list)]


def _named(value: object) -> dict[str, Object]:
    """The objects of a document by their ``@id``, those that say more than it."""
    named: dict[str, Object] = {}
    open_values = [value]
    while open_values:
        one = open_values.pop()
        if isinstance(one, dict):
            name = one.get("@id")
            if isinstance(name, str) and len(one) > 1:
                named.setdefault(name, one)
            open_values += [inner for inner in one.values() if isinstance(inner, dict | list)]
        elif isinstance(one, list):
            open_values += [inner for inner in one if isinstance(inner, dict | list)]
    return named
