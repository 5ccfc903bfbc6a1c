"""The desk's own pages in a real browser: passkeys, keyboards, screen readers, small screens, and no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.browsing import CHROMIUM, PHONE, WAIT, chromium
from tests.desk.people.working import PASSWORD, Staff

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A telephone with a fingerprint, as Chromium's own protocol pretends one."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


def at(staff: Staff, path: str) -> str:
    """An address by name: passkeys are bound to names, and the only one without TLS is ``localhost``."""
    return staff.desk.address.replace("127.0.0.1", "localhost") + path


def sign_in(page: Page, staff: Staff, name: str) -> None:
    """Name, password, and the button."""
    page.goto(at(staff, "/desk/sign-in/"))
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("form.ask button")
    page.wait_for_selector("#code, .who")


def test_a_passkey_from_beginning_to_end(browser: Browser, staff: Staff) -> None:
    """Made on the page about one's own account, it signs in alone, and after the password; removed, it does not."""
    context = browser.new_context()
    context.set_default_timeout(WAIT)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    key = protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    name = staff.name(Role.ANSWERER)
    sign_in(page, staff, name)
    page.goto(at(staff, "/desk/security/"))
    page.fill("#label", "điện thoại")
    page.click("[data-passkey=create] button")
    page.wait_for_selector(".codes")
    assert 1 == len(protocol.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"])
    page.click(".onward a")
    assert "điện thoại" in page.inner_text(".things")
    page.click(".more button")
    page.wait_for_selector("[data-passkey=get] button")
    page.click("[data-passkey=get] button")
    page.wait_for_selector(".who")
    assert name in page.inner_text(".who")
    page.click(".more button")
    page.wait_for_selector("#name")
    sign_in(page, staff, name)
    page.click("[data-passkey=get] button")
    page.wait_for_selector(".who")
    page.goto(at(staff, "/desk/security/"))
    page.click(".things button")
    page.wait_for_selector(".notice")
    page.click(".more button")
    page.wait_for_selector("[data-passkey=get] button")
    page.click("[data-passkey=get] button")
    page.wait_for_selector("#complaint")
    assert say("vi", "desk.passkey.wrong") in page.inner_text("#complaint")
    context.close()


def test_pages_on_a_small_phone_without_script(browser: Browser, staff: Staff) -> None:
    """No rule of accessibility is broken, nothing is wider than 320 pixels, and a form needs no script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    sign_in(page, staff, staff.name(Role.ADMINISTRATOR))
    kept = context.storage_state()
    context.close()
    context = browser.new_context(viewport=PHONE, storage_state=kept)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    broken, wide = {}, {}
    for path in (
        "",
        "people/",
        "sessions/",
        "security/",
        "security/app/",
        "actions/",
        "overview/",
        "queue/operations/",
        "confirm/",
    ):
        for language in ("", "/en"):
            page.goto(at(staff, f"{language}/desk/{path}"))
            wide[language, path] = page.evaluate("document.documentElement.scrollWidth")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        broken[path] = [(one["id"], node["html"]) for one in found.response["violations"] for node in one["nodes"]]
    assert {} == {path: rules for path, rules in broken.items() if rules}
    assert {} == {where: width for where, width in wide.items() if width > 320}
    page.goto(at(staff, "/desk/people/"))
    page.click(".row button")
    assert "/desk/invitation/" in page.input_value("#link")
    page.goto(page.input_value("#link").replace("127.0.0.1", "localhost"))
    assert 320 >= page.evaluate("document.documentElement.scrollWidth")
    context.close()
