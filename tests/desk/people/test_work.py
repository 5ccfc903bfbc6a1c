"""Work at the desk without a browser: what is refused, what is kept, and what only some may see."""

from __future__ import annotations

import hashlib
import html
import re

import pytest

from kiemtin.desk.accounts.roles import Role
from kiemtin.desk.answers.models import State
from kiemtin.desk.rendering import say
from kiemtin.desk.workshop.wording import DRAFT_STATES
from tests.desk.api.asking import ask, problem, send
from tests.desk.people.working import TOKEN, Staff, Worker
from tests.desk.pictured import screenshot
from tests.desk.questions.test_pages import code_on, field
from tests.desk.running import django_says

COMPLETE = {
    "lang": "vi",
    "claim": "Chợ Hòa Mục đóng cửa từ tháng sau",
    "finding": "Chợ vẫn mở như thường.",
    "rating": "false",
    "explanation": "Ban quản lý chợ cho biết không có kế hoạch nào như vậy.",
    "source-url": "https://co-quan.example.vn/cho",
    "source-title": "Thông báo về chợ",
    "source-publisher": "Ban quản lý chợ",
    "source-accessed": "2026-11-20",
    "source-archive": "",
    "step": "save",
}


def begun(worker: Worker) -> str:
    """The address of a new draft."""
    worker.get("/desk/drafts/")
    answer = worker.post("/desk/drafts/new/")
    assert 303 == answer.status_code
    return str(answer.headers["location"]).removesuffix("edit/")


def written(worker: Worker, draft: str, **fields: str) -> int:
    """The status of saving a complete draft, but for ``fields``."""
    page = worker.get(f"{draft}edit/")
    version = field(page.text, "version")
    return worker.post(f"{draft}edit/", **{**COMPLETE, "version": version, **fields}).status_code


def released(writer: Worker, reviewer: Worker, draft: str) -> str:
    """The address of what a draft becomes: submitted by one, approved and published by the other."""
    assert 303 == writer.post(f"{draft}submit/").status_code
    version = field(reviewer.get(draft).text, "version")
    assert 303 == reviewer.post(f"{draft}approve/", version=version).status_code
    return str(reviewer.post(f"{draft}publish/").headers["location"])


def asked(staff: Staff, text: str) -> str:
    """The receipt code for a message that somebody has sent to the desk."""
    form = staff.desk.post("/gui-ban-truc/", {"text": text})
    sent = staff.desk.post("/gui-ban-truc/", {"text": text, "step": "send", "token": field(form.text, "token")})
    assert 200 == sent.status_code, sent.text
    return code_on(sent.text)


def group_of(worker: Worker, words: str) -> str:
    """The address of the one group that a search finds."""
    worker.get("/desk/queue/")
    found = worker.post("/desk/queue/", search=words)
    (number,) = re.findall(r'href="/desk/queue/(\d+)/"', found.text)
    return f"/desk/queue/{number}/"


def test_every_state_of_a_draft_has_words() -> None:
    """A state that is added comes past the catalogues."""
    assert {one.value for one in State} == set(DRAFT_STATES)


def test_the_first_page_tells_what_is_waiting(staff: Staff) -> None:
    """A question that comes in, one that is taken on, and a draft that is submitted each count one more."""
    worker = staff.worker(Role.ANSWERER)

    def waiting() -> list[int]:
        return [int(one) for one in re.findall(r"(?:đang chờ|đã nhận|chờ duyệt): (\d+)", worker.get("/desk/").text)]

    groups, reviews = waiting()
    asked(staff, "Nghe nói cầu Hòa Mục sắp thu phí xe máy, có đúng không vậy mọi người?")
    assert [groups + 1, reviews] == waiting()
    number = group_of(worker, "cầu hoà mục thu phí").removesuffix("/").rpartition("/")[2]
    worker.post("/desk/queue/work/", action="take", group=number)
    draft = begun(worker)
    written(worker, draft)
    worker.post(f"{draft}submit/")
    assert [groups + 1, 1, reviews + 1] == waiting()


def test_nobody_approves_their_own_draft(staff: Staff) -> None:
    """A reviewer who wrote it is told so, by the page and by the form; another one approves, and publishes it."""
    writer, other = staff.worker(Role.REVIEWER), staff.worker(Role.REVIEWER)
    draft = begun(writer)
    assert 303 == written(writer, draft, claim="Uống nước lá ổi chữa khỏi cúm")
    assert 303 == writer.post(f"{draft}submit/").status_code
    page = writer.get(draft)
    assert say("vi", "answers.own-work") in page.text
    assert f"{draft}approve/" not in page.text
    refused = writer.post(f"{draft}approve/", version="2")
    assert (422, True) == (refused.status_code, say("vi", "answers.own-work") in refused.text)
    page = other.get(draft)
    assert 409 == other.post(f"{draft}approve/", version="1").status_code
    assert 422 == other.post(f"{draft}publish/").status_code
    assert 303 == other.post(f"{draft}approve/", version=field(page.text, "version")).status_code
    published = other.post(f"{draft}publish/")
    assert 303 == published.status_code
    assert "lá ổi" in other.get(published.headers["location"]).text


def test_a_remark_goes_back_to_the_writer(staff: Staff) -> None:
    """Returned without a remark it is refused; with one, the writer reads it; incomplete, it is not submitted."""
    writer, reviewer = staff.worker(Role.ANSWERER), staff.worker(Role.REVIEWER)
    draft = begun(writer)
    assert 303 == written(writer, draft, claim="Nguyễn Văn Bê bán thuốc giả", rating="")
    page = writer.get(draft)
    assert "Nguyễn Văn Bê</strong>" in page.text
    assert say("vi", "desk.work.lacking") in page.text
    assert 303 == writer.post(f"{draft}submit/").status_code
    assert say("vi", "desk.work.not-complete") in writer.get(draft).text
    assert 422 == writer.get(f"{draft}preview/").status_code
    assert 303 == written(writer, draft)
    preview = writer.get(f"{draft}preview/").text
    assert 3 <= preview.count(COMPLETE["finding"])  # on the page, in the feed, and in the ClaimReview
    assert (True, True) == (say("vi", "desk.work.preview.claimreview.good") in preview, "ClaimReview&#34;" in preview)
    assert 303 == writer.post(f"{draft}submit/").status_code
    version = field(reviewer.get(draft).text, "version")
    assert 422 == reviewer.post(f"{draft}return/", version=version, note="  ").status_code
    assert 303 == reviewer.post(f"{draft}return/", version=version, note="Nguồn này đã cũ.").status_code
    assert "Nguồn này đã cũ." in writer.get(f"{draft}edit/").text
    assert 303 == writer.post(f"{draft}close/").status_code
    assert 404 == writer.get(f"{draft}edit/").status_code
    assert 303 == writer.post(f"{draft}reopen/").status_code


def test_a_stale_save_keeps_what_was_typed(staff: Staff) -> None:
    """Whoever saves second sees both, and saving again is on purpose; one more source needs no script."""
    first, second = staff.worker(Role.ANSWERER), staff.worker(Role.ANSWERER)
    draft = begun(first)
    version = field(second.get(f"{draft}edit/").text, "version")
    assert 303 == written(first, draft, claim="Điều người thứ nhất viết")
    stale = second.post(f"{draft}edit/", **{**COMPLETE, "version": version, "claim": "Điều người thứ hai viết"})
    assert 409 == stale.status_code
    assert "Điều người thứ nhất viết" in stale.text
    assert "Điều người thứ hai viết</textarea>" in stale.text
    more = {**COMPLETE, "version": field(stale.text, "version"), "claim": "Điều người thứ hai viết"}
    added = second.post(f"{draft}edit/", **{**more, "step": "add"})
    assert (200, 3) == (added.status_code, added.text.count('name="source-url"'))
    assert "Điều người thứ nhất viết" in first.get(draft).text
    assert 303 == second.post(f"{draft}edit/", **more).status_code
    assert "Điều người thứ hai viết" in first.get(draft).text
    assert 422 == written(first, draft, explanation="a" * 40_001)
    assert 413 == written(first, draft, explanation="a" * 1_048_576)


def test_what_was_typed_outlives_the_session(staff: Staff) -> None:
    """Without script: it comes back with the page, signed in again it is sent again, and nothing happens before."""
    name = staff.name(Role.ANSWERER)
    worker = Worker(staff.desk)
    assert 303 == worker.sign_in(name).status_code
    draft, claim = begun(worker), 'Chợ "Hòa Mục" <b>đóng</b> cửa'
    typed = {**COMPLETE, "claim": claim, "explanation": "Dòng một\r\nDòng hai"}
    typed["version"] = field(worker.get(f"{draft}edit/").text, "version")
    worker.client.cookies.delete("kiemtin-staff")
    assert (
        303 == worker.post(f"{draft}edit/", **{**typed, "step": "by-itself"}).status_code
    )  # the script keeps its page
    ended = worker.post(f"{draft}edit/", **typed)
    assert (403, typed) == (ended.status_code, sent_again(ended.text))
    assert say("vi", "desk.given-back.signed-out") in ended.text
    assert 303 == worker.sign_in(name).status_code
    stale = worker.client.post(f"{draft}edit/", data={**sent_again(ended.text), "csrfmiddlewaretoken": "x" * 64})
    assert (403, typed) == (stale.status_code, sent_again(stale.text))
    assert say("vi", "desk.given-back.again") in stale.text
    assert claim not in html.unescape(worker.get(draft).text)
    worker.token = TOKEN.findall(stale.text)[-1]
    assert 303 == worker.post(f"{draft}edit/", **sent_again(stale.text)).status_code
    assert claim in html.unescape(worker.get(draft).text)


@pytest.mark.parametrize(
    ("path", "name"), [("queue/7/note/", "text"), ("drafts/7/return/", "note"), ("answers/x/withdraw/", "reason")]
)
def test_notes_and_reasons_come_back_too(staff: Staff, path: str, name: str) -> None:
    """Whoever is not signed in gets back what they sent, and learns nothing of whether it would have been taken."""
    worker = Worker(staff.desk)
    worker.get("/desk/sign-in/")
    answer = worker.post(f"/desk/{path}", **{name: "Đã hỏi ủy ban xã.", "version": "3"})
    assert (403, {name: "Đã hỏi ủy ban xã.", "version": "3"}) == (answer.status_code, sent_again(answer.text))
    assert 303 == worker.post(f"/desk/{path}", **{name: "  ", "version": "3"}).status_code


def sent_again(page: str) -> dict[str, str]:
    """The fields of the form that sends again what was typed."""
    (form,) = re.findall(r'<form class="ask".*?</form>', page, re.DOTALL)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_draft_saves_itself(staff: Staff) -> None:
    """The script learns the version, or in words why nothing was saved; lines end alike from a script and a form."""
    first, second = staff.worker(Role.ANSWERER), staff.worker(Role.ANSWERER)
    draft = begun(first)
    version = field(first.get(f"{draft}edit/").text, "version")
    typed = {**COMPLETE, "explanation": "Dòng một\nDòng hai", "version": version, "step": "by-itself"}
    assert {"version": 2} == first.post(f"{draft}edit/", **typed).json()
    assert (
        303 == first.post(f"{draft}edit/", **{**typed, "explanation": "Dòng một\r\nDòng hai", "step": ""}).status_code
    )
    assert "2" == field(first.get(f"{draft}edit/").text, "version")
    second.get(f"{draft}edit/")
    late = second.post(f"{draft}edit/", **{**typed, "claim": "Khác"})
    assert (409, True, say("vi", "answers.stale", version=2)) == (late.status_code, *reversed(late.json().values()))
    long = first.post(f"{draft}edit/", **{**typed, "version": "2", "finding": "a" * 1_001})
    assert (422, False) == (long.status_code, long.json()["decide"])
    assert 303 == first.post(f"{draft}submit/").status_code
    waiting = first.post(f"{draft}edit/", **{**typed, "version": "2", "claim": "Khác"})
    assert (422, True, say("vi", "answers.in-review")) == (waiting.status_code, *reversed(waiting.json().values()))
    assert 'data-after="' not in first.get(f"{draft}edit/").text


def test_a_reviewer_sees_what_changed_since_it_was_returned(staff: Staff) -> None:
    """Word by word, on the page of the draft and between any two versions that are kept."""
    writer, reviewer = staff.worker(Role.ANSWERER), staff.worker(Role.REVIEWER)
    draft = begun(writer)
    assert 303 == written(writer, draft)
    assert 303 == writer.post(f"{draft}submit/").status_code
    version = field(reviewer.get(draft).text, "version")
    assert 303 == reviewer.post(f"{draft}return/", version=version, note="Ngày nào?").status_code
    assert say("vi", "desk.work.since-returned") not in writer.get(draft).text
    assert 303 == written(writer, draft, claim="Chợ Hòa Mục đóng cửa từ tháng Chạp")
    page = reviewer.get(draft).text
    assert say("vi", "desk.work.since-returned") in page
    assert '<del><span class="unseen" lang="vi">bỏ: </span>sau</del>' in page
    assert '<ins><span class="unseen" lang="vi">thêm: </span>Chạp</ins>' in page
    assert page.count("<del>") == 1
    assert "Chạp</ins>" in reviewer.get(f"{draft}versions/").text
    between = reviewer.get(f"{draft}versions/?from=3&to=1").text
    assert say("vi", "desk.work.versions.between", before=1, after=3) in between
    assert COMPLETE["source-url"] in between
    for odd in ("?from=1&to=1", "?from=-1&to=x", "?from=999999999&to=99999999999999999999"):
        assert 200 == reviewer.get(f"{draft}versions/{odd}").status_code


def test_a_picture_is_attached_and_published(staff: Staff) -> None:
    """Uploaded, chosen to be shown, seen in the preview by the desk alone, and in public once it is published."""
    writer, reviewer = staff.worker(Role.ANSWERER), staff.worker(Role.REVIEWER)
    draft = begun(writer)
    assert 303 == written(writer, draft, claim="Phà Cát Lái ngừng chạy")
    writer.get(draft)

    def attached(data: bytes) -> int:
        form = {"csrfmiddlewaretoken": writer.token}
        return writer.client.post(f"{draft}pictures/", data=form, files={"image": ("a.png", data)}).status_code

    assert 422 == attached(b"no picture")
    assert 303 == attached(screenshot("Phà Cát Lái", "vẫn chạy"))
    assert 404 == writer.post(f"{draft}pictures/", asked="1").status_code
    digest = field(writer.get(f"{draft}edit/").text, "picture")
    assert say("vi", "answers.picture-choice") in writer.get(draft).text
    more = {"picture": digest, f"shown-{digest}": "yes", f"alternative-{digest}": "Bến phà có xe đợi"}
    assert 303 == written(writer, draft, claim="Phà Cát Lái ngừng chạy", **more)
    path = f"/desk/drafts/pictures/{digest}/"
    assert f'src="{path}" ' in reviewer.get(f"{draft}preview/").text
    assert (b"\xff\xd8", 404) == (reviewer.get(path).content[:2], reviewer.get("/desk/drafts/pictures/x/").status_code)
    public = f"/answer-pictures/{digest}.jpg"
    assert 404 == staff.desk.get(public).status_code
    answer = released(writer, reviewer, draft)
    page = re.search(r'href="(/answers/[^"]+)"', reviewer.get(answer).text)
    assert page is not None
    shown = staff.desk.get(page[1]).text
    assert (True, True) == (f'src="{public}"' in shown, 'alt="Bến phà có xe đợi"' in shown)
    assert f'{public}", "encodingFormat": "image/jpeg"' in shown
    got = staff.desk.get(public)
    assert (digest, "image/jpeg") == (hashlib.sha256(got.content).hexdigest(), got.headers["content-type"])
    assert "immutable" in got.headers["cache-control"]
    assert {404} == {
        staff.desk.get(f"/answer-pictures/{one}").status_code for one in (digest, "x.jpg", f"{digest}.png")
    }


def test_only_whoever_took_it_on_sees_what_is_covered(staff: Staff) -> None:
    """For everybody else the number stays covered, on the page and in the queue."""
    asked(staff, "Chị Bảy bán nước mía bảo gọi số 0912 345 678 để nhận gạo cứu trợ trong tuần này, có thật không vậy?")
    mine, other = staff.worker(Role.ANSWERER), staff.worker(Role.READER)
    group = group_of(mine, "nuoc mia gao cuu tro")
    covered = mine.get(group).text
    assert "345 678" not in covered
    assert f"[{say('vi', 'mask.phone')}]" in covered
    number = group.split("/")[-2]
    assert 303 == mine.post("/desk/queue/work/", action="take", group=number, back=number).status_code
    page = mine.get(group)
    assert "0912 345 678" in page.text
    assert "345 678" not in other.get(group).text
    assert "queue/work" not in other.get(group).text
    undo = field(page.text, "operation")
    assert 303 == mine.post("/desk/queue/undo/", operation=undo, back=number).status_code
    assert "345 678" not in mine.get(group).text
    assert 422 == mine.post("/desk/queue/undo/", operation=undo).status_code


def test_groups_are_closed_joined_and_reopened(staff: Staff) -> None:
    """Each is a form of the queue; what is not checkable is said to whoever asked, and notes stay inside."""
    code = asked(
        staff, "Theo tôi thì bún chả Hàng Mành ngon hơn hẳn mọi hàng bún chả khác ở khu phố cổ này, ai cũng nên ăn."
    )
    asked(
        staff, "Trạm bơm Yên Sở dừng chạy ba đêm liền để thay cánh quạt, các ngõ thấp nhớ kê đồ đạc lên cao nhé bà con."
    )
    worker = staff.worker(Role.ANSWERER)
    first, second = group_of(worker, "bun cha hang manh"), group_of(worker, "tram bom yen so")
    number, other = first.split("/")[-2], second.split("/")[-2]
    worker.get(first)
    assert 303 == worker.post(f"{first}note/", text="Chỉ là ý kiến.").status_code
    assert "Chỉ là ý kiến." in worker.get(first).text
    assert 422 == worker.post("/desk/queue/work/", action="join", group=number).status_code
    assert 422 == worker.post("/desk/queue/work/", action="take").status_code
    assert 303 == worker.post("/desk/queue/work/", action="not-checkable", group=number, back=number).status_code
    shown = staff.desk.post("/bien-nhan/", {"code": code})
    assert say("vi", "desk.receipt.not-checkable") in shown.text
    assert "Chỉ là ý kiến." not in shown.text
    assert 422 == worker.post(f"{first}draft/").status_code
    assert 303 == worker.post("/desk/queue/work/", action="reopen", group=number, back=number).status_code
    joined = worker.client.post(
        "/desk/queue/work/",
        data={"csrfmiddlewaretoken": worker.token, "action": "join", "group": [number, other], "back": other},
    )
    assert (303, "/desk/queue/") == (joined.status_code, joined.headers["location"])
    assert 404 == worker.get(second).status_code
    page = worker.get(first)
    (question, _) = re.findall(r'name="question" value="(\d+)"', page.text)
    assert 303 == worker.post(f"{first}split/", question=question).status_code
    done = worker.get("/desk/queue/operations/").text
    assert (True, True) == (say("vi", "desk.work.did.split") in done, say("vi", "desk.work.hindrance.changed") in done)
    last = field(done.replace('type="submit" ', ""), "operation")
    undone = worker.post("/desk/queue/undo/", operation=last, to="operations")
    assert (303, "/desk/queue/operations/") == (undone.status_code, undone.headers["location"])
    reader = staff.worker(Role.READER)
    for path in ("/desk/queue/operations/", "/en/desk/queue/operations/?before=999999999999999999"):
        assert (200, 0) == (reader.get(path).status_code, reader.get(path).text.count('name="operation"'))


def test_a_correction_is_a_draft_with_a_public_reason(staff: Staff) -> None:
    """Without a reason it is not complete; there is one such draft at a time; published, everybody reads the reason."""
    writer, reviewer = staff.worker(Role.ANSWERER), staff.worker(Role.REVIEWER)
    first = begun(writer)
    assert 303 == written(writer, first, claim="Hầm Thủ Thiêm đóng cửa một tuần")
    answer = released(writer, reviewer, first)
    writer.get(answer)
    change = str(writer.post(f"{answer}change/", change="correct").headers["location"]).removesuffix("edit/")
    assert 422 == writer.post(f"{answer}change/", change="update").status_code
    mended = "Hầm Thủ Thiêm đóng cửa hai đêm"
    assert 303 == written(writer, change, claim=mended)
    page = writer.get(change).text
    assert say("vi", "desk.work.lacking") in page
    seen = page[page.index(say("vi", "desk.work.readers-see")) :]
    assert (True, True) == ("một tuần</del>" in seen, "hai đêm</ins>" in seen)
    assert 303 == written(writer, change, claim=mended, reason="Nhầm số ngày.")
    assert "Nhầm số ngày." in writer.get(f"{change}preview/").text
    assert answer == released(writer, reviewer, change)
    public = re.search(r'href="(/answers/[^"]+)"', reviewer.get(answer).text)
    assert public is not None
    shown = staff.desk.get(public[1]).text
    assert (True, True) == (mended in shown, "Nhầm số ngày." in shown)


def test_an_answer_is_for_those_who_asked_until_it_is_withdrawn(staff: Staff) -> None:
    """A group is answered by what is published already; withdrawing needs a reason, a reviewer, and shows in public."""
    writer, reviewer = staff.worker(Role.ANSWERER), staff.worker(Role.REVIEWER)
    draft = begun(writer)
    assert 303 == written(writer, draft, claim="Cầu Vĩnh Tuy đóng cửa một tháng")
    answer = released(writer, reviewer, draft)
    public = re.search(r'href="(/answers/[^"]+)"', reviewer.get(answer).text)
    assert public is not None
    code = asked(
        staff, "Nghe bảo cầu Vĩnh Tuy sắp cấm xe suốt cả tháng để sơn lại lan can, ai đi làm qua sông phải vòng."
    )
    group = group_of(writer, "vinh tuy lan can")
    writer.get(group)
    assert 422 == writer.post(f"{group}link/", answer="aaaaaaaaaa").status_code
    assert 303 == writer.post(f"{group}link/", answer=f"https://ban-truc.example{public[1]}").status_code
    seen = staff.desk.post("/bien-nhan/", {"code": code})
    assert (f'href="{public[1]}"' in seen.text, 3) == (True, seen.text.count('name="said"'))
    assert "Cầu Vĩnh Tuy đóng cửa một tháng" in seen.text.split('class="headline"')[0]
    chosen = staff.desk.post("/bien-nhan/", {"code": code, "step": "say", "said": "partly"})
    assert say("vi", "desk.feedback.said", said=say("vi", "desk.feedback.partly")) in chosen.text
    assert 1 == chosen.text.count('aria-pressed="true"')
    assert 422 == staff.desk.post("/bien-nhan/", {"code": code, "step": "say", "said": "perhaps"}).status_code
    assert 404 == staff.desk.post("/bien-nhan/", {"code": "x", "step": "say", "said": "yes"}).status_code
    told = send(staff.desk, "questions/feedback", {"said": "no"}, Receipt=code)
    assert (200, "answered", "no") == (told.status_code, told.json()["state"], told.json()["feedback"])
    assert "no" == ask(staff.desk, "GET", "questions", Receipt=code).json()["feedback"]
    assert say("vi", "desk.feedback.few") in reviewer.get(answer).text
    often = say("en", "publication.asked", count=50)
    assert often not in staff.desk.get(f"/en{public[1]}").text
    told_of = f"ToldAskings.objects.create(answer={answer.split('/')[-2]!r}, step=50)"
    django_says(staff.desk.home, f"from kiemtin.desk.overview.models import ToldAskings; {told_of}")
    assert often in staff.desk.get(f"/en{public[1]}").text
    assert 403 == writer.post(f"{answer}withdraw/", reason="Nguồn đã gỡ.").status_code
    reviewer.get(answer)
    assert 422 == reviewer.post(f"{answer}withdraw/", reason=" ").status_code
    assert 303 == reviewer.post(f"{answer}withdraw/", reason="Nguồn đã gỡ.").status_code
    assert "Nguồn đã gỡ." in staff.desk.get(public[1]).text
    assert often not in staff.desk.get(f"/en{public[1]}").text
    gone = staff.desk.post("/bien-nhan/", {"code": code}).text
    assert say("vi", "desk.receipt.withdrawn") in gone
    assert [] == [shown for shown in ('name="said"', 'class="headline"') if shown in gone]
    reason = problem(send(staff.desk, "questions/feedback", {"said": "yes"}, Receipt=code), "invalid")["reason"]
    assert "desk.feedback.no-answer" == reason["id"]


@pytest.mark.parametrize("path", ["drafts/99999999999999999999/", "queue/99999999999999999999/", "answers/aaaaaaaaaa/"])
def test_what_is_not_there(staff: Staff, path: str) -> None:
    """Also a number that no table can hold is answered in words."""
    assert 404 == staff.worker(Role.READER).get(f"/desk/{path}").status_code
