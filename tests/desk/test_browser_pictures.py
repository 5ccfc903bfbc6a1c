"""Pictures in a real browser: chosen, taken, pasted and dropped, seen before they are sent, and taken out again."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("PIL", reason="the extra pictures is not installed")

from playwright.sync_api import Browser

from kiemtin.desk.rendering import say
from kiemtin.evidence.messages import render
from tests.desk.browsing import CHROMIUM, PHONE, Visit, chromium, visiting
from tests.desk.pictured import MESSAGE, screenshot
from tests.desk.running import Desk

if not CHROMIUM.exists():
    pytest.skip("Chromium is not installed", allow_module_level=True)

# What a browser sees does not depend on the database: once is enough.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

HAND_OVER = """([kind, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), one => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "a.png", { type: "image/png" }));
  const more = kind === "paste" ? { clipboardData: data } : { dataTransfer: data };
  const Event = kind === "paste" ? ClipboardEvent : DragEvent;
  const event = new Event(kind, { ...more, bubbles: true, cancelable: true });
  document.querySelector("main").dispatchEvent(event);
  return event.defaultPrevented;
}"""
"""What a browser does when somebody pastes a picture or lets one fall onto the page."""

CHOSEN = "[...document.querySelector('#image').files].map(one => [one.type, one.size])"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each visit has a profile of its own."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, desk: Desk) -> Iterator[Visit]:
    """The page for asking."""
    with visiting(browser, desk) as one:
        one.open("")
        yield one


def _hand_over(visit: Visit, kind: str, picture: bytes, chosen: int) -> None:
    assert visit.page.evaluate(HAND_OVER, [kind, base64.b64encode(picture).decode()])
    visit.page.wait_for_selector(f".chosen li:nth-child({chosen})")


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_may_be_pasted_or_dropped(visit: Visit, kind: str) -> None:
    """It is seen before it is sent, and is answered like one that was chosen, with frames drawn over it."""
    _hand_over(visit, kind, screenshot(*MESSAGE), 1)
    assert visit.page.is_visible(".chosen canvas")
    assert say("vi", "desk.ask.image.count", count=1) == visit.page.inner_text("#announcement")
    visit.page.click("form.ask button[type=submit]")
    visit.page.wait_for_selector("#outcome:focus")
    assert render("outcome.danger", {}, "vi") == visit.page.inner_text("#outcome")
    shown = visit.page.locator("svg.shown image").bounding_box()
    assert shown is not None
    assert shown["height"] > 100
    assert visit.page.locator("svg.shown a.danger rect.around").count() >= 1


def test_a_picture_may_be_taken_out_again(visit: Visit) -> None:
    """By a button that says which; the focus goes back to the field, and no more than four stay."""
    for number in range(1, 4):
        _hand_over(visit, "paste", screenshot(str(number)), number)
    visit.page.set_input_files("#image", [])
    visit.page.click(f"text={say('vi', 'desk.ask.image.remove', number=2)}")
    visit.page.wait_for_selector(".chosen li:nth-child(3)", state="detached")
    sizes = [size for _, size in visit.page.evaluate(CHOSEN)]
    assert [len(screenshot("1")), len(screenshot("3"))] == sizes
    assert "image" == visit.page.evaluate("document.activeElement.id")
    for number in (3, 4, 4):
        _hand_over(visit, "drop", screenshot("x"), number)
    assert 4 == len(visit.page.evaluate(CHOSEN))


def test_a_photo_that_is_too_large_is_made_smaller(visit: Visit) -> None:
    """In the browser, and only as far as it has to: whatever fits is sent as it is, with all that its file says."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((600, 500), 90).convert("RGB").save(buffer, "PNG", compress_level=0)
    large, small = buffer.getvalue(), screenshot("x")
    assert "16777216" == visit.page.get_attribute("#image", "data-bytes")
    visit.page.evaluate("document.querySelector('#image').dataset.bytes = 800_000")  # the same is soon done
    assert len(large) > 800_000
    _hand_over(visit, "paste", small, 1)
    visit.page.set_input_files("#image", {"name": "a.png", "mimeType": "image/png", "buffer": large})
    visit.page.wait_for_selector(".chosen li:nth-child(2)")
    (kept, made_smaller) = visit.page.evaluate(CHOSEN)
    assert ["image/png", len(small)] == kept
    assert "image/jpeg" == made_smaller[0]
    assert made_smaller[1] + len(small) < 800_000


def test_a_phone_offers_the_camera_too(browser: Browser, desk: Desk) -> None:
    """A field for files of any source, and one that opens the camera; a computer shows the first alone."""
    with visiting(browser, desk, viewport=PHONE, has_touch=True, is_mobile=True) as visit:
        visit.open("")
        assert ("environment", None) == tuple(
            visit.page.get_attribute(field, "capture") for field in ("#camera", "#image")
        )
        assert visit.page.is_visible("#camera")
        chosen = {"name": "a.png", "mimeType": "image/png", "buffer": screenshot(*MESSAGE)}
        visit.page.set_input_files("#camera", chosen)  # type: ignore[arg-type]
        visit.page.wait_for_selector(".chosen canvas")
        assert 1 == len(visit.page.evaluate(CHOSEN))
    with visiting(browser, desk) as visit:
        visit.open("")
        assert not visit.page.is_visible("#camera")


def test_it_works_without_a_script(browser: Browser, desk: Desk) -> None:
    """Choosing, asking, looking at the picture and sharing the result; nothing is offered that needs a script."""
    with visiting(browser, desk, java_script_enabled=False, viewport=PHONE) as visit:
        visit.open("")
        assert not visit.page.is_visible(".by-hand")
        chosen = {"name": "a.png", "mimeType": "image/png", "buffer": screenshot(*MESSAGE)}
        visit.page.set_input_files("#image", chosen)  # type: ignore[arg-type]
        visit.page.click("form.ask button")
        assert render("outcome.danger", {}, "vi") == visit.page.inner_text("#outcome")
        assert visit.page.is_visible("svg.shown image")
        visit.page.click(".share button")
        assert say("vi", "desk.share.no-picture") in visit.page.inner_text("main")
        visit.page.click("button[value=create]")
        assert visit.page.is_visible("#link")


def test_whoever_is_turned_away_keeps_the_picture(browser: Browser, desk: Desk) -> None:
    """A text that is too long beside it is refused by name; the picture is still chosen, to be sent again."""
    with visiting(browser, desk) as visit:
        visit.choose_picture()
        visit.page.fill("#text", "a" * 200_000)
        visit.page.click("form.ask button[type=submit]")
        visit.page.wait_for_selector("#complaint")
        assert "a" * 200_000 == visit.page.input_value("#text")
        visit.page.wait_for_selector(".chosen canvas")
        visit.page.fill("#text", "")
        visit.page.click("form.ask button[type=submit]")
        visit.page.wait_for_selector("#outcome")
        assert render("outcome.danger", {}, "vi") == visit.page.inner_text("#outcome")
