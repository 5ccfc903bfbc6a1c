"""Strangers' YAML and JSON: plain data, or a ``ValueError`` that says why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.organisations.plain import MAX_DEPTH, plain_json, plain_yaml


def test_plain_data_comes_out_as_it_is() -> None:
    """Both readers give the same for the same data, the same value in two places included."""
    raw = '{"a": [1, {"b": null, "a": "ư"}, "a"], "b": "a"}'.encode()

    assert {"a": [1, {"b": None, "a": "ư"}, "a"], "b": "a"} == plain_json(raw) == plain_yaml(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"a: &x [1]\nb: *x",
        b"a: 1\na: 2",
        b"- {a: 1, b: [1], a: 2}",
        b"? [1, 2]\n: 1\na: 2\na: 3",
        b"a: [",
        b"\xff",
        b"a: 2026-02-30",
        b"a: !!python/object/apply:os.getcwd []",
        b"a: " + b"9" * 5_000,
        b"--- 1\n--- 2",
        b"- " * 1_000_000,
        b"[" * 1_000_000,
        b"{a: " * 1_000_000,
    ],
)
def test_yaml_that_is_not_plain_is_refused(raw: bytes) -> None:
    """Aliases, keys that stand twice, other types, and depth that would crash the parser."""
    with pytest.raises(ValueError, match=r"."):
        plain_yaml(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":2}',
        b'[{"a":{"b":1,"b":1}}]',
        b"NaN",
        b"[Infinity]",
        b"{} {}",
        b"'a'",
        b"9" * 5_000,
        b"[" * 1_000_000,
        b"\xff",
    ],
)
def test_json_that_is_not_strict_is_refused(raw: bytes) -> None:
    """What one reader would take and another would not is taken by none."""
    with pytest.raises(ValueError, match=r"."):
        plain_json(raw)


@pytest.mark.parametrize("read", [plain_json, plain_yaml])
def test_depth_is_allowed_up_to_the_limit(read: object) -> None:
    """At the limit it is read, one level deeper it is not."""
    assert callable(read)
    assert read(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    with pytest.raises(ValueError, match="deep"):
        read(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


@given(st.binary(max_size=200) | st.text(alphabet="{}[]:,-&*!|>'\"# \nab1?%@`", max_size=80).map(str.encode))
def test_any_bytes_may_come(raw: bytes) -> None:
    """No bytes raise anything but ``ValueError``."""
    for read in (plain_json, plain_yaml):
        try:
            read(raw)
        except ValueError:
            continue
