"""How long a desk takes with 100,000 questions and 10,000 published answers: on SQLite, or with ``--database URL``.

Messages are made up from syllables of Vietnamese, a tenth of them alike another one; nothing is read from anywhere. The
time of the check itself is left out: it is the same however many questions there are. Beside the time on the clock
stands that of this process alone, which a busy machine does not lengthen.
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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemtin.answers.values import Record

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
    parser.add_argument("--answers", type=int, default=10_000)
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
        publish(options.answers)
        found = {**measured(options.times), **published(options.times), **whole(Path(folder))}
        json.dump(found, sys.stdout, indent=1)
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


def publish(count: int) -> None:
    """``count`` answers in one append, as an import does it."""
    from kiemtin.desk.answers import log

    chosen = random.Random(3)  # noqa: S311
    log.append(lambda _size: [_record(chosen) for _ in range(count)])
    sys.stderr.write(f"{count} answers\n")


def _record(chosen: random.Random) -> Record:
    from kiemtin.answers.scale import Rating
    from kiemtin.answers.slugs import slug_of
    from kiemtin.answers.values import Change, Content, Record, Source
    from kiemtin.desk.answers.drafts import new_id

    today = datetime.date.today()  # noqa: DTZ011
    source = Source("https://co-quan.example.vn/tb", "Thông báo", "Cơ quan thử nghiệm", today)
    explanation = "\n\n".join(text_of(chosen) for _ in range(4))
    claim = text_of(chosen)
    content = Content("vi", claim, "Chưa có bằng chứng nào.", chosen.choice(list(Rating)), explanation, (source,) * 2)
    identity = new_id()
    return Record(identity, 1, Change.PUBLISH, today, slug_of(claim, identity), content)


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
    return {name: _timed(name, one, times) for name, one in work.items()}


def published(times: int) -> dict[str, dict[str, float]]:
    """The same of what is published; a feed and a page of a desk that has just published are timed too."""
    from django.test import Client

    from kiemtin.desk.answers import log, reading
    from kiemtin.desk.published.public import public

    chosen = random.Random(4)  # noqa: S311
    client = Client(HTTP_HOST="localhost")
    answers = public().edition().answers

    def one_more(_: int) -> None:
        log.append(lambda _size: [_record(chosen)])

    def ask(path: str) -> Callable[[int], object]:
        return lambda _: _answered(client, path)

    def anew(path: str) -> Callable[[int], object]:
        def first(at: int) -> None:
            one_more(at)
            _answered(client, path)

        return first

    work: dict[str, Callable[[int], object]] = {
        "publishing one more answer": one_more,
        "one published answer by its id": lambda at: reading.answer_of(answers[at].id),
        "/answers": ask("/answers"),
        "/answers, the last page": ask(f"/answers?page={len(answers) // 30}"),
        "an answer's page": lambda at: _answered(client, f"/answers/{answers[at].slug}"),
        "a tile of the log": ask(f"/log/tile/1/000.p/{len(answers) // 256}"),
        "/answers after a publication": anew("/answers"),
    }
    found = {name: _timed(name, one, times) for name, one in work.items()}
    for path in ("/feed.atom", "/sitemap.xml", "/claimreview.json", "/answers/dump.jsonl"):
        found[path] = _timed(path, ask(path), times)
        found[f"{path} after a publication"] = _timed(f"{path} anew", anew(path), 5)
    return found


def _answered(client: Any, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")


def whole(home: Path) -> dict[str, dict[str, float]]:
    """Seconds of what is done with everything published at once."""
    from django.conf import settings

    from kiemtin.answers.verified import Trusted
    from kiemtin.answers.verifying import verify
    from kiemtin.cli.log_places import reader_of
    from kiemtin.desk.answers import log
    from kiemtin.desk.published.export import export
    from kiemtin.desk.published.matching import bring_in_step
    from kiemtin.desk.published.public import public
    from kiemtin.desk.published.terms import site_at
    from kiemtin.transparency.keys import Verifier

    site, chosen = site_at("https://desk.example"), random.Random(5)  # noqa: S311

    def verified() -> None:
        found = verify(reader_of(str(home / "site")), Trusted(Verifier.parse(log.vkey())))
        if not found.good:
            raise SystemExit(str(found.faults[:3]))

    def one_more() -> None:
        log.append(lambda _size: [_record(chosen)])
        bring_in_step(public().edition(), site, home, {})

    return {
        "export (seconds)": _once(lambda: export(public().edition(), site, home / "site", settings.CONFIGURATION)),
        "export again (seconds)": _once(
            lambda: export(public().edition(), site, home / "site", settings.CONFIGURATION)
        ),
        "log verify (seconds)": _once(verified),
        "matching: all answers (seconds)": _once(lambda: bring_in_step(public().edition(), site, home, {})),
        "matching: one more answer (seconds)": _once(one_more),
    }


def _once(work: Callable[[], object]) -> dict[str, float]:
    began, own = time.perf_counter(), time.process_time()
    work()
    return {"clock": round(time.perf_counter() - began, 1), "own": round(time.process_time() - own, 1)}


def _timed(name: str, work: Callable[[int], object], times: int) -> dict[str, float]:
    """Milliseconds on the clock, and of this process's own work."""
    work(0)
    found, own = [], []
    for at in range(times):
        began, before = time.perf_counter(), time.process_time()
        work(at)
        found.append((time.perf_counter() - began) * 1_000)
        own.append((time.process_time() - before) * 1_000)
    cuts = statistics.quantiles(found, n=20)
    taken = {
        "p50": round(statistics.median(found), 1),
        "p95": round(cuts[18], 1),
        "own p95": round(statistics.quantiles(own, n=20)[18], 1),
    }
    sys.stderr.write(f"{name}: {taken}\n")
    return taken


if __name__ == "__main__":
    main()
