"""A real browser, and every page of the desk in every state that somebody can bring it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, sync_playwright

from kiemtin.desk.pages.urls import PRIVACY, RECOGNISE
from kiemtin.evidence import Language
from tests.desk.pictured import MESSAGE, keep_street, post, screenshot
from tests.desk.running import Desk

CHROMIUM = Path("/usr/bin/chromium")
"""Debian's; Playwright's own is a download."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

WAIT = 30_000
"""Milliseconds within which anything has happened, also on a machine that does much else."""

ROOTS: dict[Language, str] = {"vi": "/", "en": "/en/"}

PHONE: ViewportSize = {"width": 320, "height": 640}
COMPUTER: ViewportSize = {"width": 1280, "height": 800}
"""The narrowest phone that WCAG 2.2 asks for (1.4.10), and an ordinary screen."""

FORGED = (
    "Vietcombank luu y: Ban co 18699 diem thuong se het han sau 24 gio, truy cap https://vietcombankd.cfd/vn nhap OTP"
)
HARMLESS = "Con ơi mai nhớ mua gạo nhé, ba đón cháu lúc 5 giờ."
OFFICIAL = "Vietcombank: xem bieu phi tai https://www.vietcombank.com.vn"
TOO_LONG = "a" * 500_000
RUMOUR = (
    "Công văn bảo hiểm xã hội: tăng lương hưu 15%, hủy sổ và thẻ giấy, "
    "tất cả phải chuyển sang ứng dụng VssID 4.0 bằng căn cước gắn chip."
)
DOUBTFUL = "Mình cần người đặt cọc trước 2 triệu giữ phòng, chuyển vào tài khoản 000012345678 trong hôm nay nhé."


FOCUS_IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return document.activeElement.matches(":focus-visible") && drawn;
}"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page in one browser, of one desk, in one language."""

    page: Page
    desk: Desk
    language: Language

    def open(self, path: str) -> None:
        """Go to ``path`` below the root of the language."""
        self.page.goto(f"{self.desk.address}{ROOTS[self.language]}{path}")

    def ask(self, text: str) -> None:
        """Paste ``text``, press the button, and wait for the answer."""
        self.open("")
        self.page.fill("#text", text)
        self.page.click("form.ask button")
        self.page.wait_for_selector("#outcome, #complaint")

    def tab_to(self, selector: str) -> None:
        """Press Tab until what ``selector`` names has the focus; whatever gets it on the way shows that it has."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            seen = self.page.evaluate(FOCUS_IS_SEEN)
            assert seen, self.page.evaluate("document.activeElement.outerHTML")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the keyboard never gets to {selector}")

    def go_to_sending(self) -> None:
        """Ask, and go on to the page that says what would be kept."""
        self.ask(HARMLESS)
        self.page.click("[aria-labelledby=send] button")
        self.page.wait_for_selector("button[value=send]")

    def send(self) -> None:
        """Ask, and send it to the desk."""
        self.go_to_sending()
        self.page.click("button[value=send]")
        self.page.wait_for_selector("#receipt")

    def look_at_receipt(self, code: str = "", *, delete: bool = False) -> None:
        """Send and look at the receipt, or at what ``code`` comes to; perhaps delete what was sent."""
        if not code:
            self.send()
            code = self.page.inner_text("#receipt")
        self.open("bien-nhan/" if self.language == "vi" else "receipt/")
        self.page.fill("#code", code)
        self.page.click("form.ask button")
        self.page.wait_for_selector("#outcome, #complaint")
        if delete:
            self.page.click("button[value=delete]")
            self.page.wait_for_selector("button[value=delete]", state="detached")

    def choose_picture(self, picture: bytes | None = None) -> None:
        """Choose a picture, by default a screenshot, which the page shows before it is sent."""
        self.open("")
        buffer = picture if picture is not None else screenshot(*MESSAGE)
        chosen: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": buffer}
        self.page.set_input_files("#image", chosen)
        self.page.wait_for_selector(".chosen canvas")

    def show_known(self) -> None:
        """Ask about a post that holds a picture which has an answer."""
        keep_street(self.desk.home)
        self.show(post())

    def show(self, picture: bytes | None = None) -> None:
        """Ask about a picture, by default a screenshot."""
        self.choose_picture(picture)
        self.page.click("form.ask button[type=submit]")
        self.page.wait_for_selector("#outcome, #complaint")

    def choose_sharing_of_picture(self) -> None:
        """Ask about a screenshot, and go on to the choices of what to share."""
        self.show()
        self.page.click(".share button")
        self.page.wait_for_selector(".choices")

    def choose_sharing(self, shows: str = "domains") -> None:
        """Ask, and go on to the choices of what to share."""
        self.ask(FORGED)
        self.page.click(".share button")
        self.page.wait_for_selector(".choices")
        self.page.check(f"#shows-{shows}")
        self.page.click("button[value=preview]")
        self.page.wait_for_selector(f"#shows-{shows}:checked")

    def make_link(self) -> None:
        """Share a result, up to the page with the links."""
        self.choose_sharing()
        self.page.click("button[value=create]")
        self.page.wait_for_selector("#link")

    def share(self) -> tuple[str, str]:
        """Share a result: the link, and the one that deletes."""
        self.make_link()
        return self.page.input_value("#link"), self.page.input_value("#deletion")

    def look_at_shared(self) -> None:
        """Share a result and open its link."""
        self.page.goto(self.share()[0])

    def delete(self, *, pressed: bool) -> None:
        """Share a result, open the link that deletes it, and perhaps press the button."""
        self.page.goto(self.share()[1])
        if pressed:
            self.page.click("form.ask button")
            self.page.wait_for_selector(".onward")

    def set_up(self, *, complain: bool) -> None:
        """Open the set-up link, and perhaps fill it in wrong."""
        assert self.desk.set_up is not None
        token = self.desk.set_up.rstrip("/").rsplit("/", 1)[1]
        self.open(f"setup/{token}/")
        if complain:
            for name, value in (("name", "quan-tri"), ("password", "mot hai ba bon"), ("again", "nam sau bay tam")):
                self.page.fill(f"#{name}", value)
            self.page.click("form.ask button")
            self.page.wait_for_selector("#complaint")


STATES: dict[str, Callable[[Visit], None]] = {
    "ask": lambda visit: visit.open(""),
    "ask-picture": lambda visit: visit.choose_picture(),
    "ask-nothing": lambda visit: visit.ask("   "),
    "answer-danger": lambda visit: visit.ask(FORGED),
    "answer-caution": lambda visit: visit.ask(DOUBTFUL),
    "answer-published": lambda visit: visit.ask(RUMOUR),
    "answer-official": lambda visit: visit.ask(OFFICIAL),
    "answer-unsettled": lambda visit: visit.ask(HARMLESS),
    "answer-picture": lambda visit: visit.show(),
    "answer-known-picture": lambda visit: visit.show_known(),
    "recognise": lambda visit: visit.open(RECOGNISE[visit.language]),
    "privacy": lambda visit: visit.open(PRIVACY[visit.language]),
    "share": lambda visit: visit.choose_sharing(),
    "share-picture": lambda visit: visit.choose_sharing_of_picture(),
    "share-made": lambda visit: visit.make_link(),
    "shared": lambda visit: visit.look_at_shared(),
    "share-delete": lambda visit: visit.delete(pressed=False),
    "share-deleted": lambda visit: visit.delete(pressed=True),
    "share-gone": lambda visit: visit.open(f"{'chia-se' if visit.language == 'vi' else 'share'}/x/"),
    "send": lambda visit: visit.go_to_sending(),
    "sent": lambda visit: visit.send(),
    "receipt-waiting": lambda visit: visit.look_at_receipt(),
    "receipt-unknown": lambda visit: visit.look_at_receipt("ABCD-EFGH-JKLM-NPQR-STUV"),
    "receipt-deleted": lambda visit: visit.look_at_receipt(delete=True),
    "answers": lambda visit: visit.open("answers"),
    "not-found": lambda visit: visit.open("khong-co-trang-nay"),
    "refused": lambda visit: visit.ask(TOO_LONG),
    "set-up": lambda visit: visit.set_up(complain=False),
    "set-up-complaint": lambda visit: visit.set_up(complain=True),
    "set-up-gone": lambda visit: visit.open("setup/x/"),
}
"""Every page in every state, by name: how somebody gets there."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nobody for anything by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, desk: Desk, language: Language = "vi", **options: Any) -> Iterator[Visit]:
    """A fresh profile; ``options`` are Playwright's for a context, such as ``viewport`` and ``color_scheme``."""
    context: BrowserContext = browser.new_context(**options)
    context.set_default_timeout(WAIT)
    try:
        yield Visit(context.new_page(), desk, language)
    finally:
        context.close()
