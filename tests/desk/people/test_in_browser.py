"""The desk's own pages in a real browser: passkeys, keyboards, screen readers, small screens, and no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import Browser, Page

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.rendering import say
from tests.desk.browsing import CHROMIUM, PHONE, WAIT, Visit, chromium
from tests.desk.looking import faults
from tests.desk.people.test_work import asked
from tests.desk.people.working import PASSWORD, Staff
from tests.desk.running import django_says

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A telephone with a fingerprint, as Chromium's own protocol pretends one."""


GIVEN_UP = (
    "from django.utils import timezone; from kiemtin.desk.telling.models import Delivery, Target; "
    "now = timezone.now(); "
    "Delivery.objects.create(event_id='9' * 32, target=Target.objects.latest('pk'), event='answer.published', "
    "state='given-up', tries=90, since=now, due=now, done=now, outcome='missing.not-taken', "
    "values={'name': 'rat-dai.example', 'status': 503})"
)
"""An event that the last target was told of in vain for three days."""


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
    assert [] == faults(page)
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
    assert [] == faults(page)
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
    met = {}
    looked_at = ("", "people/", "sessions/", "security/", "security/app/", "actions/", "confirm/", "queue/99999/")
    for path in (*looked_at, "overview/", "queue/operations/", "telling/", "digest/"):
        page.goto(at(staff, f"/en/desk/{path}"))
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.goto(at(staff, f"/desk/{path}"))
        met[path] = [*faults(page), *([("wide", "en")] if wide > 320 else [])]
    page.goto(at(staff, "/desk/telling/"))
    page.fill("#webhook-place", f"https://{'rat-dai' * 8}.example/")
    page.click("#new-webhook ~ form button")
    assert page.input_value("#secret").startswith("whsec_")
    django_says(staff.desk.home, GIVEN_UP)
    page.goto(at(staff, "/desk/telling/"))
    assert say("vi", "missing.not-taken", name="rat-dai.example", status=503) in page.inner_text("main")
    met["telling one"] = faults(page)
    page.click("text=" + say("vi", "desk.telling.remove") + " >> nth=0")
    page.goto(at(staff, "/desk/people/"))
    page.click(".row button")
    assert "/desk/invitation/" in page.input_value("#link")
    met["invited"] = faults(page)
    link = page.input_value("#link").replace("127.0.0.1", "localhost")
    page.goto(at(staff, "/desk/drafts/"))
    page.locator("button").filter(has_text=say("vi", "desk.work.new")).click()
    page.fill("#claim", f"Chợ {'rất' * 50} dài đóng cửa")
    context.clear_cookies(name="kiemtin-staff")
    page.evaluate("document.querySelector('form.editor').submit()")  # as without the script, which axe needs to run
    page.wait_for_selector("#typed")
    met["given back"] = faults(page)
    page.context.clear_cookies()
    for path in (link, f"{link}x", at(staff, "/desk/sign-in/")):
        page.goto(path)
        met[path] = faults(page)
    assert {} == {where: some for where, some in met.items() if some}
    context.close()


def test_a_keyboard_is_enough_at_the_desk(browser: Browser, staff: Staff) -> None:
    """From signing in over the queue to a draft with a claim, without a pointer, the focus always in sight."""
    asked(staff, "Trạm y tế phường Đông phát gạo cho ai tiêm nhắc lại trong tuần sau phải không các bác?")
    context = browser.new_context()
    context.set_default_timeout(WAIT)
    page = context.new_page()
    visit = Visit(page, staff.desk, "vi")
    visit.open("desk/sign-in/")
    page.focus("#name")
    page.keyboard.type(staff.name(Role.ANSWERER))
    visit.tab_to("#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".who")
    visit.open("desk/queue/")
    visit.tab_to("#search")
    page.keyboard.type("phat gao tiem nhac lai")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search[value^=phat]")
    visit.tab_to("input[name=group]")
    page.keyboard.press("Space")
    visit.tab_to("button[value=take]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".undo")
    visit.tab_to(".queue a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#questions")
    visit.tab_to("form[action$='/draft/'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#claim")
    visit.tab_to("#claim")
    page.keyboard.type("Trạm y tế phát gạo")
    visit.tab_to("button[value=review]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".standing")
    assert "Trạm y tế phát gạo" in page.inner_text("main")
    context.close()
