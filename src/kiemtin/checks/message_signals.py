"""``message-signals``: what the wording of a message gives away, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kiemtin.checks.context import Context
from kiemtin.evidence import Advice, Finding, FindingKind, Severity, Skip, Source, reason
from kiemtin.items import Part
from kiemtin.messages import Family, Pattern, Reading, Signal
from kiemtin.messages.patterns import ADDRESSES_READER, Dimension, Reference

CHECK = "message-signals"

NOT_SHOWN = frozenset([ADDRESSES_READER])

MAX_MARKS = 20
"""Places pointed at for one finding."""

SIGNAL_CONFIDENCE = 0.8
"""That the words say what the pattern takes them to say; measured together with the families in docs/messages.md."""

SHOWN = frozenset([Dimension.ASKS, Dimension.PRESSES, Dimension.CLAIMS, Dimension.OFFERS, Dimension.HIDES])


def message_signals(part: Part, context: Context) -> Iterator[Finding | Skip]:
    """Names the kind of scam that a message's own words make, and shows the words.

    Scope: the whole message; works offline. A finding needs a combination: what is asked for together with how it
    presses, what it offers or whom it claims to be, and a way to act that belongs to no known organisation. A single
    word, a topic or a tone is never a sign. Messages that warn, report or complain are left alone.
    Confidence: the family's share of scams, measured as ``docs/messages.md`` says.
    """
    reading = context.reading
    if reading is None:
        return
    if not reading.understood:
        yield Skip(CHECK, part.id, reason("skip.wording-not-read"))
    if not reading.families:
        return
    family = reading.families[0]  # the strongest; a second kind would only blur the answer
    yield _of_family(part, family, reading)
    wanted = frozenset(signal for group in family.needs for signal in group) - NOT_SHOWN
    for signal in reading.signals.values():
        pattern = context.patterns.get(signal.id)
        if signal.id in wanted and pattern is not None and pattern.dimension in SHOWN:
            yield _of_signal(part, pattern, signal, part.text)


def _of_family(part: Part, family: Family, reading: Reading) -> Finding:
    spans = {
        span
        for group in family.needs
        for signal in group & reading.signals.keys()
        for span in reading.signals[signal].spans[:3]
    }
    return Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.DANGER_SIGN,
        severity=Severity.HIGH if family.danger else Severity.MEDIUM,
        confidence=family.confidence,
        reason=reason(f"family.{family.id}"),
        sources=(_source(family.source),),
        technique=family.id,
        marks=merged(spans)[:MAX_MARKS],
    )


def _of_signal(part: Part, pattern: Pattern, signal: Signal, text: str) -> Finding:
    start, end = signal.spans[0]
    return Finding(
        check=CHECK,
        part=part.id,
        kind=FindingKind.DANGER_SIGN,
        severity=Severity.LOW,
        confidence=SIGNAL_CONFIDENCE,
        reason=reason(f"signal.{pattern.id}", words=" ".join(text[start:end].split())[:MAX_WORDS]),
        sources=(_source(pattern.source),),
        marks=merged(signal.spans)[:MAX_MARKS],
    )


MAX_ADVICE = 2
"""Particular pieces of advice: for the kind of message, and for the gravest thing it asks."""


def particular_advice(findings: Iterable[Finding], patterns: Mapping[str, Pattern]) -> tuple[Advice, ...]:
    """What the kind of message and the gravest thing it asks call for, from the findings, strongest first."""
    kinds, asks = [], []
    for finding in findings:
        if finding.check == CHECK:
            about, _, name = finding.reason.id.partition(".")
            pattern = patterns.get(name)
            if about == "family":
                kinds.append(finding)
            elif pattern is not None and pattern.strong:
                asks.append(finding)
    chosen = (*kinds[:1], *asks[:1])[:MAX_ADVICE]
    return tuple(Advice("now", reason(f"advice.{one.reason.id}"), one.sources) for one in chosen)


MAX_WORDS = 80
"""Characters of the message quoted in a reason; the marks show all of it."""


def _source(seen: Reference) -> Source:
    return Source(seen.title, seen.publisher, seen.url, seen.retrieved, seen.note)


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """``spans`` in order, those that overlap made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
