"""The report for a terminal or a pipe; everything it says in colour it also says in words and signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleRenderable, Group
from rich.panel import Panel
from rich.text import Text

from kiemtin.evidence import Language, Outcome, Report
from kiemtin.formats.excerpt import Closing, LeftOut, Opening, Token, Words
from kiemtin.formats.view import SHAPES, AdviceView, FindingView, ReportView, SourceView, view
from kiemtin.text.alignment import Aligned

MAX_WIDTH = 100
"""Columns used at most: longer lines are hard to read."""

MARK_OPENS, MARK_CLOSES, NOTHING_THERE, DIFFERS = "»", "«", "·", "^"

COLOURS = {
    Outcome.DANGER: "bold red",
    Outcome.CAUTION: "bold yellow",
    Outcome.PUBLISHED: "bold cyan",
    Outcome.OFFICIAL: "bold green",
    Outcome.UNSETTLED: "bold",
}


def render_terminal(report: Report, language: Language, console: Console) -> None:
    """Print ``report`` on ``console`` in ``language``: plain text on a pipe, colour where the terminal has it.

    Nothing of the item is interpreted: no control character, no markup, no link reaches the terminal.
    """
    page = _Page(view(report, language), console, min(console.width, MAX_WIDTH))
    console.print(Group(*page.everything()), width=page.width, markup=False, highlight=False, emoji=False)


class _Page:
    """One report laid out, line by line, for one width."""

    def __init__(self, shown: ReportView, console: Console, width: int) -> None:
        self.shown, self.console, self.width = shown, console, width

    def everything(self) -> Iterator[ConsoleRenderable]:
        shown = self.shown
        yield self.headline()
        if shown.is_typed:
            yield from _section(shown.label("message"), self.message(shown.message))
        for one in shown.pictures:
            title = shown.label("picture", number=one.number, width=one.width, height=one.height)
            yield from _section(title, self.message(one.text))
        yield from _section(shown.label("why"), self.findings())
        yield from _section(shown.label("what-to-do-now"), self.steps(shown.advice_now))
        yield from _section(shown.label("if-already"), self.steps(shown.advice_already))
        yield from _section(shown.label("unchecked"), self.unchecked())
        yield Text()
        yield from self.lines(Text(), Text(shown.versions, style="dim"))

    def headline(self) -> ConsoleRenderable:
        colour = COLOURS[self.shown.outcome]
        title = Text(f" {SHAPES[self.shown.outcome]} {self.shown.headline} ", style=f"{colour} reverse")
        return Panel(Text(self.shown.explanation), title=title, title_align="left", border_style=colour, box=box.HEAVY)

    def lines(self, sign: Text, content: Text, every_line: bool = False) -> Iterator[Text]:
        """``content`` wrapped, with ``sign`` in its margin: before the first line, or before every line."""
        room = max(1, self.width - sign.cell_len)
        for line in content.wrap(self.console, room, overflow="fold"):
            line.rstrip()
            yield sign.copy().append_text(line)
            sign = sign if every_line else Text(" " * sign.cell_len)

    def message(self, tokens: Iterable[Token]) -> Iterator[Text]:
        """The message behind a bar on every line, so that it cannot pass its own words off as the report's."""
        text = _marked(tokens, self.shown) or Text(self.shown.label("no-text"), style="dim")
        return self.lines(Text().append("  │ ", "dim"), text, every_line=True)

    def findings(self) -> Iterator[Text]:
        if not self.shown.findings:
            yield from self.lines(Text("  "), Text(self.shown.label("nothing-found")))
        for finding in self.shown.findings:
            yield from self.finding(finding)
        yield from self.more(self.shown.findings_left_out)

    def finding(self, finding: FindingView) -> Iterator[Text]:
        sign = Text("  ").append(f"[{finding.number}] {SHAPES[finding.outcome]} ", style=COLOURS[finding.outcome])
        margin = Text(" " * sign.cell_len)
        yield from self.lines(sign, Text(finding.sentence))
        if finding.place:
            yield from self.lines(margin, Text(self.shown.label("place", place=finding.place)))
        if finding.where:
            yield from self.lines(margin, Text(finding.where))
        for pair in finding.pairs:
            yield from self.lines(margin, Text(pair.known.where))
        yield from self.comparison(margin, finding.comparison, finding.beside)
        yield from self.lines(margin, Text(" · ".join(finding.details)))
        for source in finding.sources:
            yield from self.lines(margin, Text(f"{self.shown.label('sources')}: {self.source(source)}", style="dim"))

    def comparison(self, margin: Text, columns: Sequence[Aligned], beside: str) -> Iterator[Text]:
        """The two names beneath each other, in as many blocks as the width needs."""
        labels = [f"{self.shown.label(name)}: " for name in ("forged-name", beside)]
        indent = max(map(cell_len, labels))
        forged, official, beneath = (margin.copy().append(label.ljust(indent), "dim") for label in (*labels, ""))
        for block in _blocks(columns, max(4, self.width - margin.cell_len - indent)):
            yield _letters(forged, [(column.forged, column) for column in block], "bold red")
            yield _letters(official, [(column.official, column) for column in block], "bold green")
            signs = "".join((" " if column.same else DIFFERS) * _width(column) for column in block)
            yield beneath.copy().append(signs.rstrip(), "bold red")

    def steps(self, advice: Iterable[AdviceView]) -> Iterator[Text]:
        for number, one in enumerate(advice, 1):
            sentence = Text(one.sentence)
            if publishers := dict.fromkeys(source.publisher for source in one.sources):
                sentence.append(f" ({self.shown.label('according-to')} {'; '.join(publishers)})", style="dim")
            yield from self.lines(Text(f"  {number}. "), sentence)

    def unchecked(self) -> Iterator[Text]:
        for sentence in self.shown.unchecked:
            yield from self.lines(Text("  – "), Text(sentence))
        yield from self.more(self.shown.unchecked_left_out)

    def more(self, count: int) -> Iterator[Text]:
        if count:
            yield from self.lines(Text("  "), Text(self.shown.label("more", count=count)))

    def source(self, source: SourceView) -> str:
        retrieved = self.shown.label("retrieved", date=source.retrieved) if source.retrieved else None
        return ", ".join(filter(None, (source.title, source.publisher, source.url, retrieved)))


def _section(title: str, lines: Iterator[Text]) -> Iterator[Text]:
    """``lines`` under a title; nothing where there are none."""
    if first := next(lines, None):
        yield from (Text(), Text(title, style="bold"), first, *lines)


def _marked(tokens: Iterable[Token], shown: ReportView) -> Text:
    """The message with its marked places: ``»…«[1]``, and colour where there is any."""
    text = Text()
    styles = ["none"]
    for token in tokens:
        match token:
            case Words():
                text.append(token.text, style=f"{styles[-1]} underline" if token.stressed else styles[-1])
            case Opening():
                styles.append(COLOURS[token.spot.outcome])
                text.append(MARK_OPENS, style=styles[-1])
            case Closing():
                numbers = ",".join(map(str, token.spot.numbers))
                text.append(f"{MARK_CLOSES}[{numbers}]", style=styles.pop())
            case LeftOut():
                text.append(f" {shown.label('left-out', count=token.count)} ", style="dim")
    return text


def _letters(label: Text, letters: Iterable[tuple[str, Aligned]], style: str) -> Text:
    line = label.copy()
    for letter, column in letters:
        padded = (letter or NOTHING_THERE) + " " * (_width(column) - cell_len(letter or NOTHING_THERE))
        line.append(padded, None if column.same else style)
    return line


def _width(column: Aligned) -> int:
    return max(1, cell_len(column.forged), cell_len(column.official))


def _blocks(columns: Sequence[Aligned], width: int) -> Iterator[list[Aligned]]:
    """``columns`` in runs that fit ``width`` cells each."""
    block: list[Aligned] = []
    room = width
    for column in columns:
        if block and _width(column) > room:
            yield block
            block, room = [], width
        block.append(column)
        room -= _width(column)
    if block:
        yield block
