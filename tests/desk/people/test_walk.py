"""A question from its sender to the public page, in real browsers: one asks, one writes, another reviews."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.browsing import CHROMIUM, PHONE, WAIT, chromium
from tests.desk.people.test_in_browser import RULES, at, sign_in
from tests.desk.people.working import Staff

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

ASKED = (
    "Nghe nói từ tháng sau xã Bình Minh đóng cửa chợ Hòa Mục để làm bãi đỗ xe, ai bán hàng phải dời sang chợ mới "
    "cách năm cây số, bà con gọi 0912 345 678 giữ chỗ nhé."
)

WRITTEN = {
    "claim": "Chợ Hòa Mục đóng cửa để làm bãi đỗ xe",
    "finding": "Ban quản lý chợ cho biết chợ vẫn mở như thường.",
    "explanation": "Thông báo của ban quản lý không nói gì về việc đóng cửa.",
    "url-1": "https://co-quan.example.vn/cho-hoa-muc",
    "title-1": "Thông báo về chợ Hòa Mục",
    "publisher-1": "Ban quản lý chợ",
    "accessed-1": "20/11/2026",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all pages."""
    with chromium() as started:
        yield started


def page_of(browser: Browser, *, script: bool = True) -> Page:
    """A page in a profile of its own, on the smallest telephone."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script)
    context.set_default_timeout(WAIT)
    return context.new_page()


def faults(page: Page) -> list[tuple[str, str]]:
    """What keeps this page from being read by everybody, on a small telephone."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    broken = [(one["id"], node["html"]) for one in found.response["violations"] for node in one["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*broken, *([("wide", str(wide))] if wide > 320 else [])]


def press(page: Page, words: str) -> None:
    """Press the button, or follow the link, that says ``words`` of the catalogue."""
    said = say("vi", words)
    page.locator("button, a").filter(has_text=said).first.click()
    page.wait_for_load_state()


def test_from_the_asker_to_the_public_page(browser: Browser, staff: Staff) -> None:
    """Sent, taken on, answered, reviewed by another, published, and seen with the receipt; the writer has no script."""
    asker, writer, reviewer = page_of(browser), page_of(browser, script=False), page_of(browser)
    asker.goto(at(staff, "/"))
    asker.fill("#text", ASKED)
    asker.click("form.ask button[type=submit]")
    asker.wait_for_selector("#outcome")
    asker.click("form[action='/gui-ban-truc/'] button")
    asker.wait_for_selector("button[value=send]")
    asker.click("button[value=send]")
    asker.wait_for_selector("#receipt")
    code = asker.locator("#receipt").evaluate("one => one.value || one.textContent")

    sign_in(writer, staff, staff.name(Role.ANSWERER))
    press(writer, "desk.work.queue")
    writer.fill("#search", "cho hoa muc")
    press(writer, "desk.work.show")
    writer.click(".queue a")
    press(writer, "desk.work.take")
    assert "0912 345 678" in (writer.locator("details blockquote").text_content() or "")
    group = writer.url
    press(writer, "desk.work.write")
    for name, text in WRITTEN.items():
        writer.fill(f"#{name}", text)
    writer.select_option("#rating", "false")
    press(writer, "desk.work.save-and-look")
    draft = writer.url
    press(writer, "desk.work.submit")
    assert say("vi", "desk.work.submitted") in writer.inner_text(".notice")

    sign_in(reviewer, staff, staff.name(Role.REVIEWER))
    met = {}
    for path in (group, draft, f"{draft}edit/", f"{draft}preview/", at(staff, "/en/desk/queue/")):
        reviewer.goto(path)
        met[path] = faults(reviewer)
    reviewer.goto(draft)
    press(reviewer, "desk.work.approve")
    press(reviewer, "desk.work.publish")
    assert say("vi", "desk.work.published") in reviewer.inner_text(".notice")
    for path in (reviewer.url, at(staff, "/desk/drafts/"), at(staff, "/desk/answers/")):
        reviewer.goto(path)
        met[path] = faults(reviewer)
    assert {} == {path: some for path, some in met.items() if some}

    asker.goto(at(staff, "/bien-nhan/"))
    asker.fill("input[name=code]", str(code).strip())
    asker.click("form.ask button")
    press(asker, "desk.receipt.read")
    assert WRITTEN["finding"] in asker.inner_text("main")
    assert say("vi", "rating.false") in asker.inner_text(".verdict")
    writer.goto(group)
    assert say("vi", "desk.work.state.answered") in writer.inner_text(".standing")
    for page in (asker, writer, reviewer):
        page.context.close()
