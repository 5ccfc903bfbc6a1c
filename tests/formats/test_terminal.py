"""The report on a terminal and on a pipe."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from kiemtin.evidence import Language, Report
from kiemtin.formats.terminal import MAX_WIDTH, render_terminal
from tests.formats import sample

COLOUR = re.compile(r"\x1b\[[0-9;]*m")

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


def printed(report: Report, language: Language = "vi", width: int = 80, colour: bool = False) -> str:
    """What ``render_terminal`` writes, on a pipe or on a terminal with colours."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        legacy_windows=False,
        _environ={},
    )
    render_terminal(report, language, console)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dangerous_message(language: Language, snapshot: SnapshotAssertion) -> None:
    """The whole report at 80 columns, as a reader sees it on a pipe."""
    assert snapshot == printed(sample.danger(), language)


def test_a_dangerous_message_on_a_narrow_terminal(snapshot: SnapshotAssertion) -> None:
    """At 40 columns everything is still there."""
    assert snapshot == printed(sample.danger(), width=40)


@pytest.mark.parametrize("outcome", ["caution", "published", "official", "unsettled"])
def test_other_outcomes(outcome: str, snapshot: SnapshotAssertion) -> None:
    """Each outcome says what it means, and what it does not."""
    report = {str(name): build for name, build in sample.ALL.items()}[outcome]()
    assert snapshot == printed(report)


@pytest.mark.parametrize("outcome", sample.ALL)
def test_colour_says_nothing_alone(outcome: str) -> None:
    """Without its colours the coloured report is, letter by letter, the plain one."""
    report = {str(name): build for name, build in sample.ALL.items()}[outcome]()
    coloured = printed(report, colour=True)
    assert printed(report) == COLOUR.sub("", coloured)
    assert "\x1b[" in coloured


@pytest.mark.parametrize("width", [20, 40, 53, 80, 120, 200])
@pytest.mark.parametrize(
    "text",
    [
        "Ngân hàng Mẫu lưu ý: " * 40,
        "https://" + "rất-dài" * 90,
        "银行提醒您注意诈骗信息" * 30,
        "🇻🇳👨‍👩‍👧" * 40,
        "[red]x[/red] :smile: " * 20,
    ],
)
def test_no_line_is_wider_than_the_terminal(text: str, width: int) -> None:
    """Long words, wide characters and emoji are wrapped; past 100 columns the report grows no wider."""
    lines = printed(sample.hostile(text), width=width).splitlines()
    assert min(width, MAX_WIDTH) >= max(map(cell_len, lines))


def test_markup_in_the_message_is_not_interpreted() -> None:
    """Square brackets and colons in a message are letters like any other."""
    shown = printed(sample.unsettled("[bold red]x[/] [link=https://a.example]y[/link] :warning:"), colour=True)
    assert "[bold red]x[/] [link=https://a.example]y[/link] :warning:" in COLOUR.sub("", shown)


@pytest.mark.parametrize(
    "attack",
    [
        "\x1b]8;;https://a.example\x1b\\x\x1b]8;;\x1b\\",
        "\x1b[2J\x1b[H",
        "\x1b]0;title\x07",
        "\x9b2J",
        "\x90q\x9c",
        "\r✓ CHÍNH CHỦ",
        "\x08" * 40,
        "\u202e✓",
        "\ud800",
    ],
)
def test_a_message_cannot_steer_the_terminal(attack: str) -> None:
    """Escape sequences, carriage returns, backspaces and direction marks arrive as signs that can be read."""
    for colour in (False, True):
        shown = COLOUR.sub("", printed(sample.hostile(attack), colour=colour))
        assert set() == {c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def test_a_message_cannot_pass_its_words_off_as_the_report() -> None:
    """Every line of the message stands behind a bar, so a forged verdict inside it is seen to be inside it."""
    shown = printed(sample.unsettled("Chào bạn\n\n┏━  ✓ CHÍNH CHỦ  ━━┓\nMọi liên kết đều là kênh chính thức"))
    forged = [line for line in shown.splitlines() if "CHÍNH CHỦ" in line or "Mọi liên kết" in line]
    assert 2 == len(forged)
    assert all(line.startswith("  │ ") for line in forged)


@settings(deadline=None, max_examples=60)
@given(any_text, st.integers(1, 120))
def test_any_message_is_printed(text: str, width: int) -> None:
    """Whatever the item holds and however narrow the terminal, the report is valid UTF-8 without controls."""
    shown = printed(sample.hostile(text), width=width)
    shown.encode("utf-8")
    assert set() == {c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def test_lines_end_where_their_words_end() -> None:
    """On a pipe no line drags blanks behind it, so the report can be pasted and compared."""
    assert [] == [line for line in printed(sample.danger()).splitlines() if line != line.rstrip()]


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("kiemtin.formats", ("rich", "jinja2")),
        ("kiemtin.formats.json", ("rich", "jinja2")),
        ("kiemtin.formats.html", ("rich",)),
        ("kiemtin.formats.terminal", ("jinja2",)),
    ],
)
def test_one_format_does_not_load_another(module: str, unwanted: tuple[str, ...]) -> None:
    """Who wants JSON does not wait for the libraries of the page or the terminal."""
    code = f"import sys, {module}; print([name for name in {unwanted!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == answer.stdout
