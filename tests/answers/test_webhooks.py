"""Signatures of what a desk tells, as a receiver verifies them: forged, changed, old and repeated ones fail."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kiemtin.answers.webhooks import COMMON, WINDOW, headers_of, is_genuine, signed

SECRET = "whsec_khoa-bi-mat"  # noqa: S105
BODY = b'{"id": "a", "event": "answer.published"}'
NOW = 1_764_000_000

DOCUMENTED = Path(__file__).parents[2] / "docs" / "telling.md"


def documented() -> Any:
    """The function that the page gives to those who receive, as it stands there."""
    found = re.search(r"```python\n(.*?)```", DOCUMENTED.read_text("utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102 - our own page
    return names["is_genuine"]


VERIFIERS = [is_genuine, documented()]


@pytest.mark.parametrize("verify", VERIFIERS)
def test_what_the_desk_signed_is_genuine_for_a_while(verify: Any) -> None:
    """Within the window on both sides, for clocks differ; one second beyond it no longer."""
    header = signed(SECRET, BODY, NOW)
    assert [True] * 3 == [verify(SECRET, BODY, header, NOW + late) for late in (-WINDOW, 0, WINDOW)]
    assert [False] * 2 == [verify(SECRET, BODY, header, NOW + late) for late in (-WINDOW - 1, WINDOW + 1)]


def test_servers_that_know_the_common_form_can_verify_it() -> None:
    """As in GitHub's own example of how to validate deliveries, for their secret and body."""
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert expected == headers_of("It's a Secret to Everybody", b"Hello, World!", "a", NOW)[COMMON]


@pytest.mark.parametrize("verify", VERIFIERS)
def test_forged_webhooks_fail(verify: Any) -> None:
    """Another secret, a changed byte, a moved time, a made-up, empty or doubled signature."""
    header = signed(SECRET, BODY, NOW)
    digits = header.partition("v1=")[2]
    forged = (
        *(signed(other, BODY, NOW) for other in ("", "whsec_khoa-bi-ma", SECRET + "x")),
        signed(SECRET, BODY + b" ", NOW),
        header.replace(str(NOW), str(NOW + 1)),
        f"t={NOW},v1={'0' * 64}",
        f"t={NOW},v1={digits[:-1]}",
        f"t={NOW},v1={digits.upper()}",
        f"t={NOW},v0={digits}",
        f"t={NOW},t={NOW + 1},v1={digits}",
        f"t=-{NOW},v1={digits}",
        f"t=٣,v1={digits}",
        f"t={'9' * 5000},v1={digits}",
        "",
        "a\r\nb",
    )
    assert [] == [one for one in forged if verify(SECRET, BODY, one, NOW)]
    assert verify(SECRET, BODY, header, NOW)
    changed = BODY.replace(b"published", b"withdrawn")
    assert not verify(SECRET, changed, header, NOW)
