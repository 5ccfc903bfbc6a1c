"""Writing a draft in a real browser: it saves itself, and whatever goes wrong, what was typed stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import Browser, FilePayload, Page

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.browsing import CHROMIUM, WAIT, chromium
from tests.desk.looking import faults
from tests.desk.people.test_in_browser import at, sign_in
from tests.desk.people.test_work import written
from tests.desk.people.working import Staff, Worker
from tests.desk.pictured import screenshot

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


def press(page: Page, words: str) -> None:
    """Press the button, or follow the link, that says ``words`` of the catalogue."""
    page.locator("button, a").filter(has_text=say("vi", words)).first.click()


def editing(browser: Browser, staff: Staff, name: str) -> tuple[Page, str]:
    """A page on which a new draft is being written, which saves itself at once; and the path of the draft."""
    page = browser.new_page()
    page.set_default_timeout(WAIT)
    sign_in(page, staff, name)
    page.goto(at(staff, "/desk/drafts/"))
    press(page, "desk.work.new")
    page.wait_for_selector("form.editor")
    hurry(page)
    return page, page.url.removesuffix("edit/").partition("/desk/")[2]


def hurry(page: Page) -> None:
    """Wait no seconds after the last letter."""
    page.evaluate("document.querySelector('form.editor').dataset.after = '20'")


def said(page: Page, words: str) -> None:
    """Wait until the page says so about saving."""
    page.locator("#saving", has_text=words).wait_for()


def in_draft(worker: Worker, path: str) -> str:
    """The page of a draft, as somebody else sees it."""
    return worker.get(f"/desk/{path}").text


def test_a_draft_saves_itself_and_nothing_typed_is_lost(browser: Browser, staff: Staff) -> None:
    """Also without a connection, after somebody else has saved, after the session has ended, on leaving the page."""
    name, colleague = staff.name(Role.ANSWERER), staff.worker(Role.ANSWERER)
    page, path = editing(browser, staff, name)
    saved = say("vi", "desk.work.autosave.saved", time="").rstrip(".")
    page.fill("#claim", "Câu thứ nhất")
    said(page, saved)
    assert "Câu thứ nhất" in in_draft(colleague, path)
    assert [] == faults(page)

    page.context.set_offline(True)
    page.fill("#claim", "Câu thứ hai")
    said(page, say("vi", "desk.work.autosave.offline"))
    page.context.set_offline(False)
    said(page, saved)
    assert "Câu thứ hai" in in_draft(colleague, path)

    page.context.clear_cookies()
    page.fill("#claim", "Câu thứ ba")
    said(page, say("vi", "desk.work.autosave.signed-out"))
    press(page, "desk.work.save")
    said(page, say("vi", "desk.work.autosave.signed-out"))
    with page.context.expect_page() as opened:
        page.click("#saving a")
    sign_in(opened.value, staff, name)
    opened.value.close()
    page.dispatch_event("#claim", "input")
    said(page, saved)
    assert "Câu thứ ba" in in_draft(colleague, path)

    page.evaluate("document.querySelector('form.editor').dataset.after = '600000'")
    page.fill("#finding", "Rời trang thì cũng được lưu")
    page.goto(at(staff, "/desk/drafts/"))
    assert "Rời trang thì cũng được lưu" in in_draft(colleague, path)

    page.goto(at(staff, f"/desk/{path}edit/"))
    hurry(page)
    assert 303 == written(colleague, f"/desk/{path}", claim="Câu của đồng nghiệp")
    page.fill("#claim", "Câu thứ tư")
    said(page, say("vi", "answers.stale", version="").partition("(")[0].strip())
    press(page, "desk.work.save")
    page.wait_for_selector(".saved")
    assert "Câu của đồng nghiệp" in page.inner_text(".saved")
    assert "Câu thứ tư" == page.input_value("#claim")
    press(page, "desk.work.save")
    page.wait_for_selector(".notice")
    assert "Câu thứ tư" in in_draft(colleague, path)
    assert {} == page.evaluate("({...localStorage, ...sessionStorage})")
    page.goto(at(staff, f"/desk/{path}"))
    page.click(".attach summary")
    chosen: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": screenshot("Câu thứ tư")}
    page.set_input_files("#image", chosen)
    assert [] == faults(page)
    press(page, "desk.work.attach.button")
    page.wait_for_selector(".picture img")
    page.check("input[value=no]")
    assert [] == faults(page)
    press(page, "desk.work.save-and-look")
    page.wait_for_url(f"**/desk/{path}")
    assert say("vi", "desk.work.picture.recognised") in page.inner_text("main")
    assert [] == faults(page)
    page.goto(at(staff, f"/desk/{path}versions/"))
    assert [] == faults(page)
    page.goto(at(staff, f"/desk/{path}preview/"))
    assert [] == faults(page)
    page.context.close()
