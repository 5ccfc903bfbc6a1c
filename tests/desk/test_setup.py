"""The one-time link with which a desk gets its first administrator."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from kiemtin.desk.rendering import say
from tests.cli.running import kiemtin, printed
from tests.desk.running import Desk, django_says, serving

GOOD = "ngựa pin ghim đúng chỗ"
STAFF = "from kiemtin.desk.accounts.models import Account"
ACCOUNTS = f"{STAFF}; print([(a.name, a.is_administrator) for a in Account.objects.all()])"


def path_of(link: str | None) -> str:
    """The path of a set-up link."""
    assert link is not None
    return "/setup/" + link.partition("/setup/")[2]


def fill(desk: Desk, path: str, **changes: str) -> tuple[int, str]:
    """What comes back for the form, filled in well but for ``changes``."""
    answer = desk.post(path, {"name": "quan-tri", "password": GOOD, "again": GOOD, **changes})
    return answer.status_code, answer.text


@pytest.mark.from_nothing
def test_from_the_first_start_to_an_administrator(tmp_path: Path) -> None:
    """The printed link sets up one account, once; the next start prints none, and the password is nowhere on disk."""
    home = tmp_path / "home"
    with serving(home) as desk:
        path = path_of(desk.set_up)
        assert say("vi", "desk.set-up.title") in desk.get(path).text
        assert say("en", "desk.set-up.title") in desk.get(f"/en{path}").text
        assert (404, True) == gone(desk, "/setup/x/")
        for changes, complaint in (
            ({"again": "khác"}, say("vi", "desk.set-up.passwords-differ")),
            ({"name": " "}, say("vi", "desk.set-up.name-invalid", limit=60)),
            ({"name": "x" * 61}, say("vi", "desk.set-up.name-invalid", limit=60)),
            ({"password": "ngan", "again": "ngan"}, "Mật khẩu"),
            ({"password": "x" * 1001, "again": "x" * 1001}, say("vi", "desk.set-up.password-too-long", limit=1000)),
        ):
            status, page = fill(desk, path, **changes)
            assert (422, True) == (status, complaint in page), (changes, page)
        assert "[]" == django_says(home, ACCOUNTS)
        status, page = fill(desk, path)
        assert (200, True) == (status, say("vi", "desk.set-up.done", name="quan-tri") in page)
        assert (404, True) == gone(desk, path)
        assert 404 == fill(desk, path, name="ke-khac")[0]
    assert "[('quan-tri', True)]" == django_says(home, ACCOUNTS)
    on_disk = b"".join(file.read_bytes() for file in (home / "desk").iterdir())
    assert GOOD.encode() not in on_disk
    assert path.removeprefix("/setup/").rstrip("/").encode() not in on_disk
    with serving(home) as desk:
        assert desk.set_up is None


def gone(desk: Desk, path: str) -> tuple[int, bool]:
    """The status at ``path``, and whether the page says that the link is void."""
    answer = desk.get(path)
    return answer.status_code, say("vi", "desk.set-up.gone.title") in answer.text


def test_a_link_is_used_once_also_by_many_at_the_same_moment(tmp_path: Path) -> None:
    """Of eight that send the form together, one becomes administrator."""
    with serving(tmp_path / "home") as desk:
        path = path_of(desk.set_up)
        statuses: list[int] = []
        threads = [Thread(target=lambda n=n: statuses.append(fill(desk, path, name=f"a{n}")[0])) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [200, *[404] * 7] == sorted(statuses)
        assert 1 == django_says(desk.home, ACCOUNTS).count("True")


def test_a_lost_link_is_replaced(tmp_path: Path) -> None:
    """A new one is printed beside a desk that serves, and voids the old; it also replaces a lost password."""
    home = tmp_path / "home"
    with serving(home) as desk:
        first = path_of(desk.set_up)
        lines = printed(kiemtin("serve", "--new-setup-link", home=home)).splitlines()
        second = path_of(lines[-1])
        assert (404, True) == gone(desk, first)
        assert 200 == fill(desk, second)[0]
        third = path_of(printed(kiemtin("serve", "--new-setup-link", home=home)).splitlines()[-1])
        assert 200 == fill(desk, third, password=f"{GOOD} mới", again=f"{GOOD} mới")[0]
    check = (
        f"from kiemtin.desk.accounts.models import Account; print(Account.objects.get().check_password('{GOOD} mới'))"
    )
    assert "True" == django_says(home, check)


def test_an_old_link_is_void(tmp_path: Path) -> None:
    """After its time the link opens nothing."""
    with serving(tmp_path / "home") as desk:
        late = "from kiemtin.desk.accounts.models import SetUpLink; from django.utils import timezone; "
        django_says(desk.home, f"{late}SetUpLink.objects.update(expires=timezone.now())")
        assert (404, True) == gone(desk, path_of(desk.set_up))
        assert 404 == fill(desk, path_of(desk.set_up))[0]
