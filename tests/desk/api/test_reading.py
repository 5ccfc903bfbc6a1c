"""Bodies: JSON with one meaning, or a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.desk.api.reading import MAX_DIGITS, NotJson, WrongMedia, mended, read_json, require_json


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"text": "x"}', {"text": "x"}),
        (b'\xef\xbb\xbf{"text": "x"}', {"text": "x"}),
        (b'{"text": "\\u0000"}', {"text": "\0"}),
        (b'{"text": "\\ud800"}', {"text": "\ud800"}),
        (b"9" * MAX_DIGITS, int("9" * MAX_DIGITS)),
        (b"1e400", float("inf")),
    ],
)
def test_what_is_read(body: bytes, value: Any) -> None:
    """JSON is read as it stands, with a byte order mark or without."""
    assert value == read_json(body)


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "syntax"),
        (b"{", "syntax"),
        (b'{"text": "x"} {}', "syntax"),
        (b"{'text': 'x'}", "syntax"),
        (b'{"text": "a\nb"}', "syntax"),
        (b'{"text": "x", "text": "y"}', "duplicate-name"),
        (b'{"text": "x", "t\\u0065xt": "y"}', "duplicate-name"),
        (b'[{"a": {"b": 1, "b": 2}}]', "duplicate-name"),
        (b"NaN", "number"),
        (b'{"limit": -Infinity}', "number"),
        (b"9" * (MAX_DIGITS + 1), "number"),
        (b"0." + b"1" * MAX_DIGITS, "number"),
        (b"[" * 200_000, "nesting"),
        (b'{"a":' * 100_000, "nesting"),
        (b'"\xff"', "encoding"),
        ('{"text": "đ"}'.encode("utf-16"), "encoding"),
        ('{"text": "đ"}'.encode("cp1258"), "encoding"),
        (b'"\xed\xa0\x80"', "encoding"),
        (b'{"text": "x"}\x00', "syntax"),
    ],
)
def test_what_is_refused(body: bytes, cause: str) -> None:
    """Two readings, no reading, or one that costs too much: refused, with the cause."""
    with pytest.raises(NotJson) as refusal:
        read_json(body)
    assert cause == refusal.value.cause


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """Nothing else is ever raised."""
    try:
        read_json(body)
    except NotJson:
        return


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("application/json", True),
        ("Application/JSON; charset=UTF-8", True),
        ('application/json;charset="utf-8"', True),
        ("application/json;", True),
        ("", False),
        ("text/plain", False),
        ("text/json", False),
        ("application/jsonp", False),
        ("application/json; charset=utf-16", False),
        ("application/json; charset=windows-1258", False),
        ("application/x-www-form-urlencoded", False),
        ("application/json, text/plain", False),
        ("application/json" + " " * 100_000 + "x", False),
    ],
)
def test_a_body_says_that_it_is_json(said: str, taken: bool) -> None:
    """What a form of another site can send is never read as JSON."""
    if taken:
        require_json({"Content-Type": said})
        return
    with pytest.raises(WrongMedia):
        require_json({"Content-Type": said})


def test_a_packed_body_is_not_unpacked() -> None:
    """A few bytes could become millions."""
    require_json({"Content-Type": "application/json", "Content-Encoding": "identity"})
    with pytest.raises(WrongMedia):
        require_json({"Content-Type": "application/json", "Content-Encoding": "gzip"})


def test_half_characters_keep_their_place() -> None:
    """Each becomes one sign, so that spans still count the same; whole ones stay."""
    assert "a\ufffdb\ufffd😀" == mended("a\ud83db\ude00😀")
