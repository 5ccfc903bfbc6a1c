"""Pictures of answers: made anew, published or only recognised, found by whoever asks, gone when nothing has them."""

from __future__ import annotations

import datetime
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="the extra pictures is not installed")

from django.conf import settings

from kiemtin.answers.drafting import TypedPicture, typed_from
from kiemtin.answers.edition import Edition
from kiemtin.answers.site import Site
from kiemtin.answers.values import Change, PublishedAnswer
from kiemtin.answers.verified import Trusted
from kiemtin.answers.verifying import verify
from kiemtin.cli.log_places import reader_of
from kiemtin.desk.answers import changes, drafts, pictures, reading
from kiemtin.desk.answers.drafts import KEEP_DONE, Saving
from kiemtin.desk.answers.models import AnswerPicture, Draft, LogEntry
from kiemtin.desk.published import picture_matching
from kiemtin.desk.published.export import export
from kiemtin.desk.published.public import Public
from kiemtin.errors import Refused, Unreadable
from kiemtin.pictures.collection import Collection
from kiemtin.pictures.known import FOLDER
from tests.desk.answers.writing import about, released
from tests.desk.pictured import screenshot

# What a picture comes to does not depend on the database; what is asked of it is run on both.
ONCE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

Staff = tuple[int, int]

SITE = Site("https://ban-truc.example", "Bàn trực mẫu")
TOLD = "Hà Nội, nhà số 7"


def taken(words: str, shown: str = "", alternative: str = "", caption: str = "") -> TypedPicture:
    """A picture with ``words`` in it as it is attached, and what is typed about it."""
    attached = pictures.take(screenshot(words, told=TOLD))
    return replace(attached, shown=shown, alternative=alternative, caption=caption)


def shown(words: str) -> TypedPicture:
    """A picture that is to be published."""
    return taken(words, shown="yes", alternative=f"Ảnh chụp: {words}", caption="Chú thích")


def recognised(words: str) -> TypedPicture:
    """A picture that is only to be recognised."""
    return taken(words, shown="no", alternative="không ai đọc")


def published(staff: Staff, claim: str, *attached: TypedPicture) -> PublishedAnswer:
    """An answer with pictures."""
    number = drafts.start(staff[0], replace(about(claim), pictures=attached))
    return released(staff, number)


@ONCE
def test_one_is_published_and_one_only_recognised(staff: Staff) -> None:
    """Of the first the record has the hash of our copy, without what its file told; of the second no copy is left."""
    open_one, hidden = shown("Chợ nổi mở cửa lại"), recognised("Chợ nổi đóng cửa")
    answer = published(staff, "Hai hình", open_one, hidden)
    assert answer.content is not None
    first, second = answer.content.pictures
    assert (True, False, "") == (first.shown, second.shown, second.alternative)
    body = pictures.file(first.sha256)
    assert body is not None
    assert first.sha256 == hashlib.sha256(body).hexdigest()
    assert (b"\xff\xd8", True) == (body[:2], TOLD.encode() not in body and b"Exif" not in body)
    assert pictures.file(second.sha256) is None
    assert second.pdq == AnswerPicture.objects.get(sha256=second.sha256).pdq
    edition = Edition(reading.logged(0, reading.log_size()))
    assert (True, False) == (first.sha256 in edition.pictures, second.sha256 in edition.pictures)


@ONCE
def test_an_export_holds_the_picture_and_verifies(staff: Staff, tmp_path: Path) -> None:
    """The folder has the published picture and no other; with a byte changed, its answer is named."""
    answer = published(staff, "Xuất ra thư mục", shown("Lễ hội đền Hùng"), recognised("Lễ hội bị hủy"))
    assert answer.content is not None
    first, second = answer.content.pictures
    exported = export(Public().edition(), SITE, tmp_path, settings.CONFIGURATION)
    assert exported.written > 10
    assert () == verify(reader_of(str(tmp_path)), Trusted()).faults
    file = tmp_path / "answer-pictures" / f"{first.sha256}.jpg"
    assert not file.with_stem(second.sha256).exists()
    page = (tmp_path / "answers" / answer.slug / "index.html").read_text("utf-8")
    assert f'src="../../answer-pictures/{first.sha256}.jpg"' in page
    file.write_bytes(file.read_bytes()[:-3] + b"...")
    assert [("log.picture-differs", answer.id)] == [
        (one.message_id, one.answer) for one in verify(reader_of(str(tmp_path)), Trusted()).faults
    ]


@ONCE
def test_what_is_published_without_words_is_not_complete(staff: Staff) -> None:
    """A picture wants a choice; one that is published wants words for whoever does not see it."""
    chosen_not, silent = taken("Chưa chọn gì"), taken("Không có lời", shown="yes")
    number = drafts.start(staff[0], replace(about("Thiếu lời"), pictures=(chosen_not, silent)))
    problems = drafts.submit(staff[0], number).problems
    assert [("pictures.1.shown", "answers.picture-choice"), ("pictures.2.alternative", "answers.missing")] == [
        (one.where, one.message_id) for one in problems
    ]


@ONCE
def test_whoever_asks_with_it_gets_the_answer_until_it_is_withdrawn(staff: Staff) -> None:
    """Both kinds are among the known pictures, under the answer's address; the hidden one is grey there."""
    from PIL import Image

    home = settings.CONFIGURATION.home
    answer = published(staff, "Có trong bộ hình", shown("Cầu sập ở đâu đó"), recognised("Cầu vẫn đứng vững"))

    def step() -> list[str]:
        picture_matching.bring_in_step(Edition(reading.logged(0, reading.log_size())), SITE, home)
        with Collection(home / FOLDER, create=False) as collection:
            return sorted(one.path for one in collection.answered(SITE.of(answer)))

    assert answer.content is not None
    assert [f"desk-answer/{answer.id}/{one}" for one in sorted(p.sha256 for p in answer.content.pictures)] == step()
    with Collection(home / FOLDER, create=False) as collection:
        hidden = next(
            one for one in collection.answered(SITE.of(answer)) if answer.content.pictures[1].sha256 in one.path
        )
        look = Image.open(io.BytesIO(collection.thumbnail(hidden.number) or b"")).getextrema()
    assert all(low == high for low, high in look)  # type: ignore[misc]  # of each colour
    assert SITE.of(answer) in known_in(home, screenshot("Cầu sập ở đâu đó"))
    changes.withdraw(answer.id, "Nguồn đã gỡ.")
    assert [] == step()


def known_in(home: Path, picture: bytes) -> list[str | None]:
    """The answers to known pictures in ``picture``."""
    from kiemtin.app import Kiemtin
    from kiemtin.pictures.reader import GivenPicture

    report = Kiemtin(home).check_pictures([GivenPicture(picture, "1")])
    return [one.sources[0].url for one in report.findings if one.check == "known-picture"]


def test_erasing_a_record_erases_its_picture(staff: Staff) -> None:
    """A correction that leaves it out keeps it in the history; erased by law, no byte of it is served or stored."""
    answer = published(staff, "Hình phải xóa", shown("Nhà riêng của ai đó"))
    assert answer.content is not None
    digest = answer.content.pictures[0].sha256
    number = drafts.start_change(staff[0], answer.id, Change.CORRECT)
    assert drafts.typed_in(drafts.find(number)) == typed_from(answer.content)
    drafts.save(staff[0], number, Saving(1, about("Hình phải xóa"), reason="Bỏ hình."))
    released(staff, number)
    assert pictures.file(digest) is not None
    place = LogEntry.objects.filter(answer=answer.id).order_by("index").first()
    assert place is not None
    changes.erase(place.index, "Theo luật.")
    assert not AnswerPicture.objects.filter(sha256=digest).exists()
    assert digest not in Edition(reading.logged(0, reading.log_size())).pictures


def test_what_no_draft_and_no_record_has_is_forgotten(staff: Staff) -> None:
    """Taken out before publication, or dropped with its draft; what another draft has stays."""
    removed, dropped, shared = (shown(f"Hình thứ {name}") for name in ("nhất", "hai", "ba"))
    number = drafts.start(staff[0], replace(about("Bỏ bớt hình"), pictures=(removed, shared)))
    drafts.save(staff[0], number, Saving(1, about("Bỏ bớt hình")))
    other = drafts.start(staff[0], replace(about("Bản bỏ"), pictures=(dropped,)))
    kept = drafts.start(staff[0], replace(about("Bản giữ"), pictures=(shared,)))
    released(staff, number)
    stored = set(AnswerPicture.objects.values_list("sha256", flat=True))
    assert (False, True, True) == tuple(one.sha256 in stored for one in (removed, dropped, shared))
    drafts.close(other)
    Draft.objects.filter(pk=other).update(
        changed=Draft.objects.get(pk=kept).changed - KEEP_DONE - datetime.timedelta(1)
    )
    drafts.purge()
    assert not AnswerPicture.objects.filter(sha256=dropped.sha256).exists()


@ONCE
def test_hostile_files_are_refused_and_leave_nothing(staff: Staff) -> None:
    """What is no picture, a drawing that is a program, and a picture that is not there any more."""
    count = AnswerPicture.objects.count()
    for data in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", screenshot("Dở dang")[:400]):
        with pytest.raises(Unreadable):
            pictures.take(data)
    assert count == AnswerPicture.objects.count()
    gone = shown("Mất giữa chừng")
    number = drafts.start(staff[0], replace(about("Hình mất"), pictures=(gone,)))
    AnswerPicture.objects.filter(sha256=gone.sha256).delete()
    with pytest.raises(Refused, match="picture-gone"):
        released(staff, number)
