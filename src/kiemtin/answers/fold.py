"""From the log to the answers as they stand: nothing else says what is published."""

from __future__ import annotations

from collections.abc import Iterable

from kiemtin.answers.values import Change, Logged, PublishedAnswer, Record


def published_answers(log: Iterable[Logged]) -> tuple[PublishedAnswer, ...]:
    """Every answer that ``log`` (in its order) tells of, in the order of first publication.

    A record that was erased is left out of its answer's history; an answer of which nothing is left is left out.
    """
    histories: dict[str, list[Record]] = {}
    for logged in log:
        if logged.record is not None:
            histories.setdefault(logged.record.answer, []).append(logged.record)
    return tuple(_answer(history) for history in histories.values())


def _answer(history: list[Record]) -> PublishedAnswer:
    last = history[-1]
    changes = [record for record in history if record.change is not Change.ERASE]
    content = changes[-1].content if changes else None
    return PublishedAnswer(last.answer, last.slug, content, tuple(history))
