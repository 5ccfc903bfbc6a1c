"""How long a new question and a page of the queue take with 100,000 questions: on SQLite, or with ``--database URL``.

Messages are made up from syllables of Vietnamese, a tenth of them alike another one; nothing is read from anywhere. The
time of the check itself is left out: it is the same however many questions there are.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SYLLABLES = """
an ba bo ca cha chi cho co con cua da dan dao dat di dien do dong du duong em gao gia giao gio go ha hai hang
hoa hoc hoi hom hop khach khoa kia kinh la lai lam lan lang linh lo long lua mai mang may me mien moi mua muoi
nam nang nga ngan nghi ngo nguoi nha nhan nho nuoc ong pha phan phat pho phong phu quan que ra sach san sang
sau song sua tai tam tan tau tay te than thang thanh thap thay the thi thieu tho thoi thu thuoc tien tieng tim
tinh to toi trai tram tran tre trieu trong tru truong tu tuan tuoi vay ve vi vien viet vo vu vua xa xe xom
xuan y yen
""".split()  # noqa: SIM905  # 170 strings would be twice as long

BATCH = 2_000


def main() -> None:
    """Fill the tables, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", default="", help="a fresh PostgreSQL database; SQLite without it")
    parser.add_argument("--folder", type=Path, help="where SQLite lies; a temporary folder without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        os.environ |= {"KIEMTIN_HOME": folder, "DATABASE_URL": options.database}
        from kiemtin.desk.configuration import make_secret
        from kiemtin.desk.preparing import prepare

        make_secret(Path(folder) / "desk")
        prepare()
        fill(options.questions)
        json.dump(measured(options.times), sys.stdout, indent=1)
        sys.stdout.write("\n")


def text_of(chosen: random.Random) -> str:
    """A made-up message of ten to fifty syllables."""
    return " ".join(chosen.choices(SYLLABLES, k=chosen.randint(10, 50)))


def fill(count: int) -> None:
    """``count`` questions in groups, a tenth of the groups answered."""
    from django.db import transaction

    from kiemtin.desk.questions.counting import searched
    from kiemtin.desk.questions.likeness import sketch_of, terms_of
    from kiemtin.desk.questions.models import Asking, Group, Question, QuestionTerm, State
    from kiemtin.desk.questions.need import stored_need

    chosen = random.Random(1)  # noqa: S311
    today = datetime.date.today()  # noqa: DTZ011
    for start in range(0, count, BATCH):
        groups: list[Group] = []
        questions: list[Question] = []
        terms: list[QuestionTerm] = []
        askings: list[Asking] = []
        for number in range(start, min(start + BATCH, count)):
            text, asked, danger = text_of(chosen), int(chosen.paretovariate(1.2)), chosen.randrange(4)
            first = today - datetime.timedelta(days=chosen.randrange(30))
            joins = bool(groups) and number % 10 == 0
            if not joins:
                state = State.ANSWERED if number % 10 == 1 else State.OPEN
                need = stored_need(asked, danger, first)
                words = {"excerpt": text[:300], "words": searched([text])}
                group = Group(
                    state=state, need=need, asked=asked, danger=danger, first_day=first, last_day=today, **words
                )
                group.answer = "abcdefghij" if state == State.ANSWERED else ""
                groups.append(group)
            days = {"first_day": first, "last_day": today}
            question = Question(
                fingerprint=f"{number:064x}", group=groups[-1], confirmed=not joins, asked=asked, text=text, **days
            )
            questions.append(question)
            terms += [QuestionTerm(question=question, term=term) for term in sketch_of(terms_of(text))]
            askings.append(
                Asking(receipt_hash=f"{number:064x}", question=question, expires=today + datetime.timedelta(30))
            )
        with transaction.atomic():
            Group.objects.bulk_create(groups, batch_size=500)
            Question.objects.bulk_create(questions, batch_size=500)
            QuestionTerm.objects.bulk_create(terms, batch_size=500)
            Asking.objects.bulk_create(askings, batch_size=500)
        sys.stderr.write(f"\r{min(start + BATCH, count)} questions")
    sys.stderr.write("\n")


def measured(times: int) -> dict[str, dict[str, float]]:
    """Milliseconds: p50 and p95 of each thing."""
    from kiemtin.desk.questions import queue
    from kiemtin.desk.questions.asked import Asked
    from kiemtin.desk.questions.likeness import sketch_of, terms_of
    from kiemtin.desk.questions.models import Question
    from kiemtin.desk.questions.queue import Wanted
    from kiemtin.desk.questions.receiving import receive

    chosen = random.Random(2)  # noqa: S311
    texts = list(Question.objects.values_list("text", flat=True)[:times])

    def send(text: str) -> None:
        asked = Asked(f"{chosen.randrange(2**250):064x}", text, None, 1, sketch_of(terms_of(text)))
        receive(asked, f"token-{chosen.random()}")

    pages = [queue.groups(Wanted()).next]
    for _ in range(20):
        pages.append(queue.groups(Wanted(after=pages[-1])).next)
    work: dict[str, Callable[[int], object]] = {
        "a new question, like none": lambda _: send(text_of(chosen)),
        "a new question, alike another": lambda at: send(f"{texts[at % len(texts)]} nhe ca nha"),
        "first page of the queue": lambda _: queue.groups(Wanted()),
        "a later page": lambda at: queue.groups(Wanted(after=pages[at % len(pages)])),
        "a search that finds many": lambda at: queue.groups(Wanted(search=SYLLABLES[at % len(SYLLABLES)])),
        "a search that finds few": lambda at: queue.groups(Wanted(search=texts[at % len(texts)][:40])),
        "a search that finds nothing": lambda at: queue.groups(Wanted(search=f"khongco{at}")),
    }
    return {name: _timed(one, times) for name, one in work.items()}


def _timed(work: Callable[[int], object], times: int) -> dict[str, float]:
    work(0)
    found = []
    for at in range(times):
        began = time.perf_counter()
        work(at)
        found.append((time.perf_counter() - began) * 1_000)
    cuts = statistics.quantiles(found, n=20)
    return {"p50": round(statistics.median(found), 1), "p95": round(cuts[18], 1)}


if __name__ == "__main__":
    main()
