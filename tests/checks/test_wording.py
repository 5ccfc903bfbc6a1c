"""What links, numbers and accounts are to the engine for wording."""

from __future__ import annotations

import pytest

from kiemtin.checks.wording import things_of
from kiemtin.items import extract
from tests.messages.reading import program


def _traits(text: str) -> list[tuple[str, frozenset[str], str | None]]:
    things = things_of(text, extract(text).parts, program().register)
    return [(thing.kind, thing.traits, thing.owner) for thing in things]


@pytest.mark.parametrize(
    ("text", "kind", "traits", "owner"),
    [
        ("https://www.vietcombank.com.vn", "link", {"official"}, "vietcombank"),
        ("https://zalo.me/0912345678", "link", {"chat"}, None),
        ("https://bit.ly/abc", "link", {"short"}, None),
        ("https://youtu.be/abc", "link", {"platform"}, None),
        ("https://tuyensinh.vidu.edu.vn", "link", {"reserved"}, None),
        ("https://vidu-dangnhap.top", "link", set(), None),
        ("0912 345 678", "phone", {"mobile"}, None),
        ("gọi 19001234", "phone", {"service", "premium"}, None),
        ("gọi 18001234", "phone", {"service"}, None),
        ("soạn tin gửi 8577", "phone", {"state", "premium"}, None),
        ("https://tuoitre.vn/bai-viet.htm", "link", {"press"}, None),
        ("https://dichvu.quochoi.vn", "link", {"reserved"}, None),
        ("Tele: @vidu_tuvan", "link", {"chat"}, None),
        ("VIDUSHOP: xem vidushop.com", "link", {"own-name"}, None),
        ("0571 448 260,", "phone", {"mobile"}, None),
    ],
)
def test_each_thing_is_what_it_is(text: str, kind: str, traits: set[str], owner: str | None) -> None:
    """Whose it is where the register knows, else what kind of stranger's."""
    assert (kind, frozenset(traits), owner) in _traits(text)


def test_what_anyone_can_publish_on_is_nobodys_own() -> None:
    """A page on a company's hosting service is not the company's word."""
    assert [] == [owner for _, _, owner in _traits("https://sites.google.com/view/vidu") if owner]
