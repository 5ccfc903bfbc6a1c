"""The message with its suspicious places marked."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kiemtin.evidence import Outcome, reason
from kiemtin.formats.excerpt import (
    HEAD,
    MAX_LINES_SHOWN,
    MAX_MARKS,
    MAX_SHOWN,
    SHOWN_WHOLE,
    Closing,
    LeftOut,
    Opening,
    Spot,
    Token,
    Words,
    excerpt,
)
from tests.formats import sample


def written(tokens: Sequence[Token]) -> str:
    """Tokens the short way: ``<…>1`` for a marked place, ``*…*`` for stressed letters, ``(n)`` for what is left out."""
    pieces = []
    for token in tokens:
        match token:
            case Words(text, stressed):
                pieces.append(f"*{text}*" if stressed else text)
            case Opening():
                pieces.append("<")
            case Closing(spot):
                pieces.append(">" + ",".join(map(str, spot.numbers)))
            case LeftOut(count):
                pieces.append(f"({count})")
    return "".join(pieces)


def marked(text: str, *marks: tuple[int, int]) -> tuple[Token, ...]:
    """``text`` with one finding for each mark, numbered in this order."""
    found = [sample.finding("p0", reason("sample.asks-code"), marks=(mark,)) for mark in marks]
    return excerpt(sample.report(text, (), tuple(found)), list(enumerate(found, 1)))


def test_parts_are_marked_whole_and_letters_stressed() -> None:
    """A link is marked as a whole, with the letters that the finding names stressed inside."""
    report = sample.danger()
    shown = written(excerpt(report, list(enumerate(report.findings, 1))))
    assert "Truy cap <https://nganhang*rnaud*.cfd/vn>1 de doi qua, <*nhap OTP*>2 de xac nhan" in shown


def test_findings_about_the_same_place_share_its_mark() -> None:
    """Two findings about one place give one mark with both numbers."""
    assert "ab<*cd*>1,2ef" == written(marked("abcdef", (2, 4), (2, 4)))


def test_places_inside_others_are_nested() -> None:
    """A place inside another keeps its own mark."""
    assert "a<*b*<*cd*>2*e*>1f" == written(marked("abcdef", (1, 5), (2, 4)))


def test_of_crossing_places_the_later_is_cut() -> None:
    """Marks never cross, and the letters of both are stressed."""
    assert "a<*b*<*cd*>2>1*e*f" == written(marked("abcdef", (1, 4), (2, 5)))


def test_adjacent_places_stay_apart() -> None:
    """Two places side by side are two places."""
    assert "<*abc*>1<*def*>2" == written(marked("abcdef", (0, 3), (3, 6)))


def test_marks_beyond_the_text_are_cut() -> None:
    """A mark that reaches past the text ends with it."""
    assert "abc<*def*>1" == written(marked("abcdef", (3, 99), (50, 99)))


def test_a_finding_about_the_whole_message_marks_nothing() -> None:
    """To mark everything would be to mark nothing."""
    report = sample.caution()
    assert "Chị ơi nhập OTP giúp em" == written(excerpt(report, [(1, report.findings[0])]))


def test_a_message_at_the_limit_is_shown_whole() -> None:
    """At the limit nothing is left out; one letter beyond, most of it is, and the number says how much."""
    assert "x" * SHOWN_WHOLE == written(marked("x" * SHOWN_WHOLE))
    assert "x" * HEAD + f"({SHOWN_WHOLE + 1 - HEAD})" == written(marked("x" * (SHOWN_WHOLE + 1)))


def test_of_a_long_message_the_neighbourhood_of_places_is_shown() -> None:
    """The beginning, and what surrounds the place, with what is left out counted."""
    text = "x" * 5_000 + "OTP" + "y" * 5_000
    shown = written(marked(text, (5_000, 5_003)))
    assert "x" * HEAD + "(4760)" + "x" * 80 + "<*OTP*>1" + "y" * 80 + "(4920)" == shown


def test_a_very_long_place_is_shown_by_its_ends() -> None:
    """A link of 100,000 letters does not fill the screen."""
    shown = written(marked("x" * 100_000, (0, 100_000)))
    assert shown.startswith("<*xxx")
    assert shown.endswith("xxx*>1")
    assert len(shown) < 500


def test_the_strongest_places_come_first_when_room_is_short() -> None:
    """Among hundreds of places the first findings are shown, and the whole stays within its limit."""
    text = "x" * 200_000
    shown = marked(text, *((200_000 - 500 * n, 200_000 - 500 * n + 3) for n in range(1, 300)))
    numbers = {token.spot.numbers[0] for token in shown if isinstance(token, Opening)}
    assert set(range(1, len(numbers) + 1)) == numbers
    assert MAX_SHOWN + HEAD >= sum(len(token.text) for token in shown if isinstance(token, Words))


def test_thousands_of_line_breaks_are_written_out() -> None:
    """A message of nothing but line breaks takes a screen, not a thousand lines."""
    shown = written(marked("\n" * 1_000))
    assert (MAX_LINES_SHOWN, 1_000 - MAX_LINES_SHOWN) == (shown.count("\n"), shown.count("␊"))


def test_thousands_of_marks_are_limited() -> None:
    """One finding may name thousands of letters; the first ones are enough to see it."""
    text = "a\u200b" * 500
    found = sample.finding("p0", reason("sample.asks-code"), marks=tuple((n, n + 1) for n in range(1, 1_000, 2)))
    shown = excerpt(sample.report(text, (), (found,)), [(1, found)])
    assert MAX_MARKS == sum(isinstance(token, Opening) for token in shown)


spans = st.tuples(st.integers(0, 3_000), st.integers(1, 1_500)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=12), st.integers(1, 3_000))
def test_marks_are_balanced_and_nothing_is_lost(marks: list[tuple[int, int]], length: int) -> None:
    """Every mark that opens closes, the inner before the outer; what is shown and left out add up to the text."""
    tokens = marked("x" * length, *marks)
    open_spots: list[Spot] = []
    for token in tokens:
        if isinstance(token, Opening):
            open_spots.append(token.spot)
        elif isinstance(token, Closing):
            assert open_spots.pop() is token.spot
    assert [] == open_spots
    shown = sum(len(token.text) for token in tokens if isinstance(token, Words))
    assert length == shown + sum(token.count for token in tokens if isinstance(token, LeftOut))


def test_the_strongest_outcome_colours_a_shared_place() -> None:
    """A place that one finding calls danger and another caution is marked as danger."""
    weak = sample.finding("p0", reason("sample.asks-code"), confidence=0.5, marks=((0, 1),))
    strong = sample.finding("p0", reason("sample.said", words="x"), confidence=0.9, marks=((0, 1),))
    tokens = excerpt(sample.report("x", (), (strong, weak)), [(1, strong), (2, weak)])
    assert [Outcome.DANGER] == [token.spot.outcome for token in tokens if isinstance(token, Opening)]
