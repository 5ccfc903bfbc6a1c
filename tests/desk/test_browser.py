"""The pages in a real browser: what it loads and keeps, what keyboards and screen readers find, how small they get."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kiemtin.desk.rendering import say
from kiemtin.evidence import LANGUAGES, Language, Outcome
from kiemtin.evidence.messages import render
from tests.desk.browsing import CHROMIUM, COMPUTER, FORGED, PHONE, STATES, TOO_LONG, Visit, chromium, visiting
from tests.desk.looking import RULES, TOO_SMALL
from tests.desk.running import Desk

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

EXPECTED_COMPLAINTS = re.compile(r"Failed to load resource: the server responded with a status of (404|413|422)")
"""What a browser notes about pages that are errors on purpose."""

PALE = r"""[...document.querySelectorAll("main *")]
  .filter(one => one.checkVisibility() && one.innerText)
  .map(one => getComputedStyle(one).color)
  .filter(colour => colour.match(/\d+/g).slice(0, 3).some(part => part > 90))"""
"""The colours of text that would be grey on paper, or lost."""

EVERY = tuple(product(LANGUAGES, STATES))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each visit has a profile of its own."""
    with chromium() as started:
        yield started


@pytest.fixture
def phone(browser: Browser, desk: Desk) -> Iterator[Visit]:
    """A small phone."""
    with visiting(browser, desk, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        yield visit


@dataclass(frozen=True, slots=True)
class Sight:
    """What one visit to a page in one state found."""

    broken_rules: list[tuple[str, str, str]]
    width_on_a_phone: int
    too_small: list[str]
    asked: list[str]
    complaints: list[str]


@lru_cache(maxsize=len(EVERY))
def seen(browser: Browser, desk: Desk, language: Language, state: str) -> Sight:
    """Each state is seen once: on a phone by day in one language, on a computer by night in the other."""
    looks: dict[str, Any] = {"viewport": PHONE, "color_scheme": "light", "has_touch": True}
    if language == "en":
        looks = {"viewport": COMPUTER, "color_scheme": "dark"}
    asked: list[str] = []
    complaints: list[str] = []
    with visiting(browser, desk, language, **looks) as visit:
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.page.on("console", lambda message: complaints.append(message.text))
        visit.page.on("pageerror", lambda error: complaints.append(str(error)))
        STATES[state](visit)
        visit.page.wait_for_load_state("networkidle")
        found = Axe().run(visit.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
        visit.page.set_viewport_size(PHONE)
        width, small = visit.page.evaluate("document.documentElement.scrollWidth"), visit.page.evaluate(TOO_SMALL)
    broken = [
        (one["id"], str(node["target"]), node["failureSummary"])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
    return Sight(broken, width, small, asked, complaints)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_among_the_states(browser: Browser, desk: Desk, outcome: Outcome) -> None:
    """What the tests below look at are answers of every kind."""
    with visiting(browser, desk) as visit:
        STATES[f"answer-{outcome}"](visit)
        assert render(f"outcome.{outcome}", {}, "vi") == visit.page.inner_text("#outcome")


@pytest.mark.parametrize(("language", "state"), EVERY)
def test_axe_finds_nothing(browser: Browser, desk: Desk, language: Language, state: str) -> None:
    """No rule of WCAG 2.2 AA that a program can check is broken, nor any that is good practice."""
    assert [] == seen(browser, desk, language, state).broken_rules


@pytest.mark.parametrize(("language", "state"), EVERY)
def test_a_narrow_phone_never_scrolls_sideways(browser: Browser, desk: Desk, language: Language, state: str) -> None:
    """Nothing is wider than 320 pixels, and what can be pressed is large enough for a finger."""
    sight = seen(browser, desk, language, state)
    assert (320, []) == (sight.width_on_a_phone, sight.too_small)


def test_no_page_asks_anybody_else_for_anything(browser: Browser, desk: Desk) -> None:
    """Every request of every page in every state goes to the desk itself, and none is refused by its own policy."""
    sights = [seen(browser, desk, language, state) for language, state in EVERY]
    asked = [url for sight in sights for url in sight.asked]
    assert len(EVERY) <= len(asked)
    assert {urlsplit(desk.address).netloc} == {urlsplit(url).netloc for url in asked}
    assert [] == [text for sight in sights for text in sight.complaints if not EXPECTED_COMPLAINTS.match(text)]


def test_no_address_holds_what_was_asked(browser: Browser, desk: Desk) -> None:
    """Neither the address bar nor any request line, on the way through asking, changing the language and sharing."""
    with visiting(browser, desk) as visit:
        lines = []
        visit.page.on("request", lambda request: lines.append(request.url))
        visit.choose_sharing("message")
        visit.page.click(".languages button")
        visit.page.wait_for_load_state()
        lines.append(visit.page.url)
    assert [] == [line for line in lines if "OTP" in line or "cfd" in line or "?" in line]


@pytest.mark.parametrize("scripted", [True, False])
def test_asking_leaves_nothing_in_the_browser(browser: Browser, desk: Desk, scripted: bool) -> None:
    """No cookie, nothing in any store, no service worker, no cached answer: the next visit starts from nothing."""
    with visiting(browser, desk, java_script_enabled=scripted) as visit:
        visit.ask(FORGED)
        kept = visit.page.context.storage_state(indexed_db=True)
        assert {"cookies": [], "origins": []} == kept
        if scripted:
            stores = "[localStorage.length, sessionStorage.length, document.cookie]"
            more = "Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()])"
            assert [0, 0, ""] == visit.page.evaluate(stores)
            assert [[], [], []] == visit.page.evaluate(more)


@pytest.mark.parametrize("scripted", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [FORGED, "https://vietcombankd.cfd/vn", "vietcombankd.cfd"])
def test_a_message_or_a_link_is_answered(
    browser: Browser, desk: Desk, language: Language, text: str, scripted: bool
) -> None:
    """With a script the answer takes the place of the form and the focus; without one the page is loaded anew."""
    with visiting(browser, desk, language, java_script_enabled=scripted) as visit:
        visit.ask(text)
        page = visit.page
        assert render("outcome.danger", {}, language) == page.inner_text("#outcome")
        assert render("outcome.danger", {}, language) in page.title()
        assert 1 == page.locator(".names").count()
        if scripted:
            page.wait_for_selector("#outcome:focus")
            assert render("outcome.danger", {}, language) in page.inner_text("#announcement")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_turned_away_reads_why_and_keeps_what_they_wrote(
    browser: Browser, desk: Desk, language: Language
) -> None:
    """A refusal of the door takes the place of the page and the focus, with the message still there to be mended."""
    with visiting(browser, desk, language) as visit:
        visit.ask(TOO_LONG)
        page = visit.page
        page.wait_for_selector("#outcome:focus")
        title = say(language, "door.too-large")
        assert [title] * 3 == [page.inner_text("#outcome"), page.title(), page.inner_text("#announcement")]
        assert TOO_LONG == page.input_value("#text")
        page.fill("#text", FORGED)
        page.click("form.ask button")
        page.wait_for_selector(".outcome")
        assert render("outcome.danger", {}, language) == page.inner_text("#outcome")


def test_everything_works_without_a_script(browser: Browser, desk: Desk) -> None:
    """Asking, what happened already, the other language, sharing, looking and deleting."""
    with visiting(browser, desk, java_script_enabled=False, viewport=PHONE) as visit:
        link, deletion = visit.share()
        page = visit.page
        assert not page.is_visible("[data-copies]")
        page.goto(link)
        page.click(".already summary")
        assert page.is_visible(".already .steps")
        page.click(".languages a")
        assert say("en", "desk.share.shared.ask") in page.inner_text("main")
        page.goto(deletion)
        page.click("form.ask button")
        assert say("vi", "desk.share.deleted.title") == page.inner_text("h1")
        visit.ask(FORGED)
        page.click(".languages button")
        assert render("outcome.danger", {}, "en") == page.inner_text("#outcome")


def test_a_keyboard_is_enough(browser: Browser, desk: Desk) -> None:
    """From the top of the page to a shared link without a pointer, the focus always in sight."""
    with visiting(browser, desk) as visit:
        page = visit.page
        visit.open("")
        page.keyboard.press("Tab")
        assert "skip" == page.evaluate("document.activeElement.className")
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        visit.tab_to("#text")
        page.keyboard.type("vietcombankd.cfd")
        visit.tab_to("form.ask button")
        page.keyboard.press("Enter")
        page.wait_for_selector("#outcome:focus")
        visit.tab_to(".already summary")
        page.keyboard.press("Enter")
        assert page.is_visible(".already .steps")
        visit.tab_to(".share button")
        page.keyboard.press("Enter")
        page.wait_for_selector(".choices")
        visit.tab_to("#shows-result")
        page.keyboard.press("ArrowDown")
        assert page.is_checked("#shows-domains")
        visit.tab_to("button[value=create]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#link")
        visit.tab_to("#link")


def test_only_a_confirmed_hotline_can_be_tapped(phone: Visit) -> None:
    """The number in the message is text, and no browser is asked to guess telephone numbers."""
    phone.ask(f"{FORGED}, goi 0912345678")
    called = phone.page.evaluate(
        "[...document.querySelectorAll('a[href^=\"tel:\"]')].map(one => one.getAttribute('href'))"
    )
    assert ["tel:1900545413"] == called
    assert "telephone=no" in (phone.page.locator("meta[name=format-detection]").get_attribute("content") or "")


def test_the_copied_link_is_the_link(browser: Browser, desk: Desk) -> None:
    """The button shows itself only where it works, copies the link, and says so to a screen reader."""
    with visiting(browser, desk, permissions=["clipboard-read", "clipboard-write"]) as visit:
        link, _ = visit.share()
        visit.page.click("[data-copies]")
        visit.page.wait_for_selector("#copied:not(:empty)", state="attached")
        assert link == visit.page.evaluate("navigator.clipboard.readText()")
        assert say("vi", "desk.share.made.copied") == visit.page.inner_text("#copied")


def test_colour_never_says_anything_alone(browser: Browser, desk: Desk) -> None:
    """Where a person or a setting takes the colours away, outcome, marks and letters still differ by shape or line."""
    with visiting(browser, desk, forced_colors="active") as visit:
        visit.ask(FORGED)
        page = visit.page
        assert page.locator(".outcome svg").is_visible()
        assert 0 < page.evaluate("parseFloat(getComputedStyle(document.querySelector('mark')).borderBottomWidth)")
        assert "underline" in page.evaluate(
            "getComputedStyle(document.querySelector('mark strong')).textDecorationLine"
        )
        assert 1 <= page.locator(".pair.differs").count()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["answer-danger", "recognise", "shared"])
def test_paper_shows_everything_and_nothing_to_press(
    browser: Browser, desk: Desk, language: Language, state: str
) -> None:
    """On A4 what is folded is open, forms and menus are gone, and every ink is dark on white."""
    with visiting(browser, desk, language, color_scheme="dark") as visit:
        STATES[state](visit)
        page = visit.page
        page.emulate_media(media="print")
        assert [] == page.evaluate(
            "[...document.querySelectorAll('button, .site, .more, .again, .share, .contents, textarea')]"
            ".filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"
        )
        assert page.locator(".already .steps li").last.is_visible()
        pale = page.evaluate(PALE)
        assert [] == pale
        assert b"%PDF" == page.pdf(format="A4", prefer_css_page_size=True)[:4]


def test_the_browser_takes_the_manifest(browser: Browser, desk: Desk) -> None:
    """Chromium itself reads it without a complaint, and finds the icons and the share target."""
    with visiting(browser, desk) as visit:
        visit.open("")
        session = visit.page.context.new_cdp_session(visit.page)
        read = session.send("Page.getAppManifest")
        errors = session.send("Page.getInstallabilityErrors")
    assert [] == read["errors"]
    assert "share_target" in json.loads(read["data"])
    # A private profile, as tests use, is never offered an installation; nothing else stands in the way.
    assert {"in-incognito"} >= {one["errorId"] for one in errors["installabilityErrors"]}


def test_the_page_is_light(browser: Browser, desk: Desk) -> None:
    """The first visit with everything in it weighs less than 40 kB: eight seconds on a slow 3G connection, once."""
    weights = []
    with visiting(browser, desk) as visit:
        session = visit.page.context.new_cdp_session(visit.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
        visit.open("")
        visit.page.wait_for_load_state("networkidle")
    assert 4 <= len(weights)
    assert sum(weights) < 40_000


def test_a_picture_of_the_page_is_not_blank(phone: Visit) -> None:
    """The style has arrived: the page is not black on white in the browser's own letters."""
    phone.open("")
    assert "rgb(246, 245, 242)" == phone.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert base64.b64encode(phone.page.screenshot())[:4] == b"iVBO"
