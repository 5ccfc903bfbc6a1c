"""Days and moments on pages of the desk, in the language of the page."""

from __future__ import annotations

import datetime
from pathlib import Path

import kiemtin.desk
from kiemtin.desk.rendering import environment, local

EVENING = datetime.datetime(2026, 11, 22, 18, 5, tzinfo=datetime.UTC)
"""It is another day in Viet Nam already."""


def test_a_day_is_written_as_its_language_does() -> None:
    """Nobody has to guess which of two numbers is the month; public pages and those of the desk write it alike."""
    assert ("01:05, 23/11/2026", "01:05, 23 November 2026") == (local(EVENING, "vi"), local(EVENING, "en"))
    say = environment(autoescape=True).from_string("{{ at | day('vi') }} {{ at | day('en') }}")
    assert "4/9/2026 4 September 2026" == say.render(at=datetime.date(2026, 9, 4))


def test_no_page_writes_a_day_by_itself() -> None:
    """One that did would write it the Vietnamese way in English too."""
    root = Path(kiemtin.desk.__file__).parent
    written = [file for suffix in ("py", "jinja") for file in root.rglob(f"*.{suffix}")]
    found = [file.name for file in written if "%d/%m" in file.read_text("utf-8")]
    assert ([], True) == (found, len(written) > 100)
