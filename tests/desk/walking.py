"""A question from its sender to the public page and beyond: everybody in a browser of their own, all open at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from kiemtin.desk.questions.urls import RECEIPT, SEND
from kiemtin.desk.rendering import say
from kiemtin.evidence import Language
from tests.desk.browsing import ROOTS, visiting
from tests.desk.people.working import PASSWORD
from tests.desk.running import TIMEOUT, Desk

Look = Callable[[Page, str], None]
"""What is done at each stop of the walk, which has a name."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is typed on the way, in one language."""

    asked: str
    alike: str
    search: str
    written: dict[str, str]
    mended: str
    reason: str
    asked_later: str


WORDS: dict[Language, Words] = {
    "vi": Words(
        "Nghe nói từ tháng sau xã Bình Minh đóng cửa chợ Hòa Mục để làm bãi đỗ xe, ai bán hàng phải dời sang chợ mới "
        "cách năm cây số, bà con gọi 0912 345 678 giữ chỗ nhé.",
        "Có phải chợ Hòa Mục sắp thành chỗ gửi ô tô không ạ? Mẹ em bán rau ở đó hai chục năm rồi.",
        "cho hoa muc",
        {
            "claim": "Chợ Hòa Mục đóng cửa để làm bãi đỗ xe",
            "finding": "Ban quản lý chợ cho biết chợ vẫn mở như thường.",
            "explanation": "Thông báo của ban quản lý không nói gì về việc đóng cửa.",
            "url-1": "https://co-quan.example.vn/cho-hoa-muc",
            "title-1": "Thông báo về chợ Hòa Mục",
            "publisher-1": "Ban quản lý chợ",
            "accessed-1": "20/11/2026",
        },
        "Ban quản lý chợ cho biết chợ vẫn mở, trừ ngày rằm để quét dọn.",
        "Bản trước thiếu ngày chợ nghỉ để quét dọn, nên xếp loại cũng đổi.",
        "Có thật chợ Hòa Mục đóng cửa để làm bãi đỗ xe không ạ?",
    ),
    "en": Words(
        "They say Hoa Muc market in Binh Minh closes next month to become a car park, and stalls have to move to the "
        "new market five kilometres away. Call 0912 345 678 to keep a place.",
        "Is it true that Hoa Muc market will be a place for parking cars? My mother has sold greens there for years.",
        "hoa muc market",
        {
            "claim": "Hoa Muc market closes to become a car park",
            "finding": "The market's management says that it stays open as usual.",
            "explanation": "The notice of the management does not speak of closing.",
            "url-1": "https://co-quan.example.vn/hoa-muc-market",
            "title-1": "Notice on Hoa Muc market",
            "publisher-1": "Market management",
            "accessed-1": "2026-11-20",
        },
        "The management says that the market stays open, but for one day a month of cleaning.",
        "The day of cleaning was missing, which changes the rating too.",
        "Is it true that Hoa Muc market closes to become a car park?",
    ),
}


@dataclass(slots=True)
class Walk:
    """Two who ask, one who writes and another who reviews, each in a profile of their own."""

    desk: Desk
    language: Language
    look: Look
    asker: Page
    later: Page
    writer: Page
    reviewer: Page
    code: str = field(default="", init=False)
    answer: str = field(default="", init=False)

    @property
    def words(self) -> Words:
        """What is typed on the way."""
        return WORDS[self.language]

    def at(self, path: str) -> str:
        """An address in the language of the walk."""
        return f"{self.desk.address}{ROOTS[self.language]}{path}"

    def press(self, page: Page, words: str) -> None:
        """Press the button, or follow the link, that says ``words`` of the catalogue."""
        page.locator("button, a").filter(has_text=say(self.language, words)).first.click()
        page.wait_for_load_state()

    def ask(self, page: Page, text: str) -> None:
        """Paste ``text`` and read what the machine says."""
        page.goto(self.at(""))
        page.fill("#text", text)
        page.click("form.ask button[type=submit]")
        page.wait_for_selector("#outcome")

    def send(self, page: Page, text: str) -> str:
        """Ask, and send what was asked to the desk; the receipt code."""
        self.ask(page, text)
        page.click(f"form[action='{ROOTS[self.language]}{SEND[self.language]}'] button")
        page.wait_for_selector("button[value=send]")
        self.look(page, "send")
        page.click("button[value=send]")
        page.wait_for_selector("#receipt")
        self.look(page, "sent")
        return page.inner_text("#receipt").strip()

    def follow(self) -> None:
        """What became of the first question, by its receipt."""
        self.asker.goto(self.at(RECEIPT[self.language]))
        self.asker.fill("#code", self.code.lower())
        self.asker.click("form.ask button")
        self.asker.wait_for_selector("#outcome")

    def sign_in(self, page: Page, name: str) -> None:
        """Name, password, and the button."""
        page.goto(self.at("desk/sign-in/"))
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("form.ask button")
        page.wait_for_selector(".who")

    def be_asked(self) -> None:
        """Two people send, each in their own words, and one looks at the receipt."""
        self.send(self.later, self.words.alike)
        self.code = self.send(self.asker, self.words.asked)
        self.follow()
        self.look(self.asker, "receipt-waiting")

    def group(self) -> None:
        """The writer finds both in the queue, joins them, and takes the group on."""
        page = self.writer
        self.press(page, "desk.work.queue")
        page.fill("#search", self.words.search)
        self.press(page, "desk.work.show")
        for box in page.locator("input[name=group]").all():
            box.check()
        self.look(page, "desk-queue")
        page.click("button[value=join]")
        page.fill("#search", self.words.search)
        self.press(page, "desk.work.show")
        page.click(".queue a")
        page.click("button[value=take]")
        self.look(page, "desk-group")
        group = page.url
        page.goto(self.at("desk/queue/operations/"))
        self.look(page, "desk-operations")
        page.goto(group)

    def write(self) -> None:
        """The writer answers, looks at it and submits it."""
        page = self.writer
        self.press(page, "desk.work.write")
        for name, text in self.words.written.items():
            page.fill(f"#{name}", text)
        page.select_option("#rating", "false")
        self.look(page, "desk-edit")
        self.press(page, "desk.work.save-and-look")
        self.press(page, "desk.work.submit")
        self.look(page, "desk-submitted")

    def review(self) -> None:
        """The reviewer looks at what the writer submitted, approves it and publishes it."""
        page = self.reviewer
        page.goto(self.writer.url)
        self.look(page, "desk-review")
        self.press(page, "desk.work.preview")
        self.look(page, "desk-preview")
        page.go_back()
        self.press(page, "desk.work.approve")
        self.press(page, "desk.work.publish")
        self.answer = page.url
        self.look(page, "desk-published")

    def read(self) -> None:
        """Whoever asked follows the receipt to the answer."""
        self.follow()
        assert self.words.written["finding"] in self.asker.inner_text(".verdict")
        self.look(self.asker, "receipt-answered")
        self.press(self.asker, "desk.feedback.partly")
        self.asker.wait_for_selector("button[aria-pressed=true]")
        self.look(self.asker, "receipt-said")
        self.press(self.asker, "desk.receipt.read")
        self.asker.wait_for_selector(".verdict")
        self.look(self.asker, "published")

    def ask_anew(self, page: Page, published: str) -> None:
        """Ask what others asked, until the machine knows ``published``, the address of an answer."""
        until = time.monotonic() + TIMEOUT
        while True:
            self.ask(page, self.words.asked_later)
            if page.locator(f"main a[href='{published}']").count():
                return
            assert time.monotonic() < until, page.inner_text("main")

    def correct(self) -> None:
        """The writer corrects what was published, with a public reason; the reviewer approves and publishes that."""
        page = self.writer
        page.goto(self.answer)
        page.click("button[value=correct]")
        page.fill("#reason", self.words.reason)
        page.fill("#finding", self.words.mended)
        page.select_option("#rating", "misleading")
        self.look(page, "desk-correct")
        self.press(page, "desk.work.save-and-look")
        self.press(page, "desk.work.submit")
        self.reviewer.goto(page.url)
        self.press(self.reviewer, "desk.work.approve")
        self.press(self.reviewer, "desk.work.publish")
        self.look(self.reviewer, "desk-corrected")
        self.reviewer.goto(self.at("desk/overview/"))
        self.look(self.reviewer, "desk-overview")
        self.asker.reload()
        self.look(self.asker, "published-corrected")


@contextmanager
def walking(
    browser: Browser, desk: Desk, language: Language, look: Look, *, script: bool = True, **options: Any
) -> Iterator[Walk]:
    """Four browsers on the way; ``script`` is whether the writer's runs any."""
    with ExitStack() as stack:

        def page(**more: Any) -> Page:
            return stack.enter_context(visiting(browser, desk, language, **options, **more)).page

        yield Walk(desk, language, look, page(), page(), page(java_script_enabled=script), page())
