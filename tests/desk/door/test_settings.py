"""What an operator may set, and what is refused with words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiemtin.desk.door.settings import HEADERS, NUMBERS, PREFIX, DoorSettings
from kiemtin.errors import Refused
from kiemtin.evidence.messages import LANGUAGES, number, render

PAGE = Path(__file__).parents[3] / "docs/abuse.md"


def test_without_settings_all_is_as_documented() -> None:
    """An empty environment gives the defaults, and so do empty values."""
    assert DoorSettings() == DoorSettings.from_environment({})
    assert DoorSettings() == DoorSettings.from_environment(dict.fromkeys((PREFIX + name for name in NUMBERS), " "))


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_number_is_taken_at_its_limits_and_refused_beyond(name: str) -> None:
    """The refusal names the setting and what it may be, in both languages."""
    _, least, most = NUMBERS[name]
    for written in (least, most):
        DoorSettings.from_environment({PREFIX + name: f" {written} "})
    for wrong in (least - 1, most + 1, "x", "1.5", "9" * 5_000, "-1"):
        with pytest.raises(Refused) as refused:
            DoorSettings.from_environment({PREFIX + name: str(wrong)})
        for language in LANGUAGES:
            assert PREFIX + name in render(refused.value.message_id, refused.value.values, language)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXIES", "proxy.example"),
        ("PROXIES", "10.0.0.1/8"),
        ("PROXIES", "127.0.0.1;10.0.0.1"),
        ("PROXY_HEADER", "X-Real-IP"),
        ("METRICS_TOKEN", "t" * 15),
        ("METRICS_TOKEN", "bí mật " * 4),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, value: str) -> None:
    """A proxy by name, a network with a host in it, an unknown header, a weak token, which is not shown."""
    with pytest.raises(Refused) as refused:
        DoorSettings.from_environment({PREFIX + name: value})
    for language in LANGUAGES:
        words = render(refused.value.message_id, refused.value.values, language)
        assert PREFIX + name in words
        assert name != "METRICS_TOKEN" or value not in words


def test_proxies_are_read_as_people_write_them() -> None:
    """With commas or spaces, addresses or networks, either family, and the word for a Unix socket."""
    proxies = DoorSettings.from_environment({PREFIX + "PROXIES": "127.0.0.1, ::1 10.0.0.0/8,unix"}).proxies
    assert ["127.0.0.1/32", "::1/128", "10.0.0.0/8"] == [str(network) for network in proxies.networks]
    assert (True, b"x-forwarded-for") == (proxies.local, proxies.header)
    assert b"forwarded" == DoorSettings.from_environment({PREFIX + "PROXY_HEADER": "forwarded"}).proxies.header


def test_settings_do_not_show_the_token() -> None:
    """Printed by mistake, they keep it."""
    assert "t" * 16 not in repr(DoorSettings.from_environment({PREFIX + "METRICS_TOKEN": "t" * 16}))


def test_the_page_names_every_setting_with_its_default() -> None:
    """What is documented is what is built in."""
    rows = dict(re.findall(r"^\| `KIEMTIN_([A-Z_]+)` \| ([^|]*?) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    expected = {name: number(usual, "en") for name, (usual, _, _) in NUMBERS.items()}
    assert expected == {name: value for name, value in rows.items() if name in NUMBERS}
    assert {"PROXIES", "PROXY_HEADER", "METRICS_TOKEN"} == set(rows) - set(NUMBERS)
    assert all(header in PAGE.read_text("utf-8") for header in HEADERS)
