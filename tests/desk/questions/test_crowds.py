"""Many who send the same message at once, to the processes of a real desk."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kiemtin.desk.questions.receipts import hash_of
from tests.desk.questions.sending import RUMOUR
from tests.desk.questions.test_pages import code_on
from tests.desk.running import Desk, django_says, serving
from tests.desk.test_serving import eventually

AT_ONCE = 12
"""Connections that are open at the same time."""

COUNT = """
from kiemtin.desk.questions.models import Asking, Group, Question, ReplyAddress
askings = Asking.objects.filter(receipt_hash__in={hashes!r})
(question,) = Question.objects.filter(pk__in=askings.values("question"))
numbers = [question.pk, question.group_id, *Asking.objects.values_list("pk", flat=True)]
print(askings.count(), question.asked, Asking.objects.filter(question=question).count(), question.group.asked)
print(*numbers)
"""


def crowd(desk: Desk, text: str, people: int) -> None:
    """Let ``people`` send ``text``, every third of them pressing twice; it is one question, counted right."""
    start = Barrier(AT_ONCE)
    ways = (text, text.upper(), f"Fwd: {text}!!", text.replace(" ", "  "))

    def send(lane: int) -> list[tuple[int, str]]:
        start.wait()
        return [one for number in range(lane, people, AT_ONCE) for one in pressed(number)]

    def pressed(number: int) -> list[tuple[int, str]]:
        fields = {"text": ways[number % len(ways)], "token": f"crowd-{number:018d}", "step": "send"}
        pages = [desk.post("/gui-ban-truc/", fields) for _ in range(2 if number % 3 == 0 else 1)]
        assert {200} == {page.status_code for page in pages}
        return [(number, page.text) for page in pages]

    with ThreadPoolExecutor(AT_ONCE) as lanes:
        pages = [one for lane in lanes.map(send, range(AT_ONCE)) for one in lane]
    codes = {(number, code_on(page)) for number, page in pages}
    assert (people, people) == (len(codes), len({code for _, code in codes}))
    hashes = [hash_of(code) for _, code in codes]
    counts, numbers = django_says(desk.home, f"exec({COUNT.format(hashes=hashes)!r})").splitlines()
    assert [str(people)] * 4 == counts.split()
    shown = "".join(page for _, page in pages) + desk.post("/bien-nhan/", {"code": min(codes)[1]}).text
    assert set() == set(numbers.split()) & set(re.findall(r"\d+", shown))


def test_the_same_message_from_many_at_once_is_one_question(desk: Desk) -> None:
    """Whichever of two processes takes them, and however they are written; no page tells the number of any row."""
    assert eventually(lambda: len(desk.children()) == 3)
    crowd(desk, f"{RUMOUR} Bà con phố Hàng Lược hỏi.", 30)


@pytest.mark.soak
def test_a_thousand_people_are_one_question(tmp_path: Path) -> None:
    """As many processes as a large desk has, and a thousand who send within seconds."""
    with serving(tmp_path / "home", "--workers", "6") as desk:
        crowd(desk, RUMOUR, 1_000)
