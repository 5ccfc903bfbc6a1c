"""A question from its sender to the public page, the log and another desk, in real browsers all open at once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from kiemtin.evidence.messages import render
from tests.cli.running import kiemtin, printed, said
from tests.desk.browsing import CHROMIUM, PHONE, chromium, visiting
from tests.desk.looking import faults
from tests.desk.people.working import staffed
from tests.desk.running import serving
from tests.desk.walking import walking

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser; everybody has a profile of their own."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address() -> str:
    """Where the desk will be: what is published names it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_from_the_asker_to_another_desk(browser: Browser, address: str, tmp_path: Path) -> None:
    """Sent, joined, written without script, reviewed, read, found by the next, corrected, logged; axe at each stop."""
    met: dict[str, list[tuple[str, str]]] = {}

    def look(page: Page, name: str) -> None:
        if page is not walk.writer:
            met[name] = faults(page)
            return
        with visiting(browser, desk, viewport=PHONE, storage_state=page.context.storage_state()) as same:
            same.page.goto(page.url)
            met[name] = faults(same.page)

    home, saved = tmp_path / "home", tmp_path / "moc"
    with (
        serving(home, "--port", address.rpartition(":")[2], KIEMTIN_ADDRESS=address) as desk,
        walking(browser, desk, "vi", look, script=False, viewport=PHONE) as walk,
    ):
        staff = staffed(desk, "")
        walk.sign_in(walk.writer, staff.name(Role.ANSWERER))
        walk.sign_in(walk.reviewer, staff.name(Role.REVIEWER))
        walk.be_asked()
        walk.group()
        assert "0912 345 678" in (walk.writer.text_content("details blockquote") or "")
        walk.write()
        walk.review()
        walk.read()
        public = walk.asker.url
        assert walk.words.written["finding"] in walk.asker.inner_text("main")
        assert say("vi", "rating.false") in walk.asker.inner_text(".verdict")
        walk.ask_anew(walk.later, public)
        assert render("outcome.published", {}, "vi") == walk.later.inner_text("#outcome")
        met["answer-published-here"] = faults(walk.later)
        key = printed(kiemtin("log", "key", home=home)).split()[-1]
        verify = ("log", "verify", address, "--key", key)
        assert 0 == kiemtin(*verify, "--save", str(saved), home=tmp_path).returncode
        walk.correct()
        for word in (walk.words.mended, walk.words.reason):
            assert word in walk.asker.inner_text("main")
        verified = kiemtin(*verify, "--checkpoint", str(saved), home=tmp_path)
        assert (0, "") == (verified.returncode, said(verified))
        imported = kiemtin("factchecks", "import", f"{address}/claimreview.json", "--trust", home=tmp_path / "second")
        assert 0 == imported.returncode, said(imported)
        assert {} == {name: some for name, some in met.items() if some}
    with serving(tmp_path / "second") as other, visiting(browser, other, viewport=PHONE) as visit:
        visit.ask(walk.words.asked_later)
        assert render("outcome.published", {}, "vi") == visit.page.inner_text("#outcome")
        assert 1 <= visit.page.locator(f"main a[href='{public}']").count()
        assert say("vi", "rating.misleading") in visit.page.inner_text("main")
