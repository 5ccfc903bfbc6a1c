"""Answers that a desk has already come in through the log: all of a file, once, or nothing of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiemtin.desk.answers.importing import MAX_LINE, MAX_LINES
from kiemtin.desk.configuration import SQLITE_FILE
from tests.cli.running import kiemtin, printed, said
from tests.desk.conftest import SQLITE
from tests.desk.running import django_says, rows_of

SOURCE = {
    "url": "https://co-quan.example/tb",
    "title": "Thông báo",
    "publisher": "Cơ quan thử nghiệm",
    "accessed": "2026-11-20",
}


def line(claim: str, **changes: Any) -> dict[str, Any]:
    """A line about ``claim``."""
    return {"claim": claim, "rating": "Sai", "explanation": "Vì …", "lang": "vi", "sources": [SOURCE], **changes}


def written(folder: Path, *lines: Any) -> str:
    """A file of these lines; text stands as it is."""
    path = folder / "answers.jsonl"
    texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines)
    path.write_text("\n".join(texts), "utf-8")
    return str(path)


def logged(home: Path) -> list[dict[str, Any]]:
    """Every record in the log."""
    rows = sorted((json.loads(row) for row in rows_of(home)["answers_logentry"]), key=lambda row: row["index"])
    return [json.loads(row["record"]) for row in rows]


def imported(path: str, *options: str, home: Path) -> dict[str, Any]:
    """What the command says as JSON."""
    document: dict[str, Any] = json.loads(printed(kiemtin("desk", "import", path, "--json", *options, home=home)))
    return document


def test_a_file_comes_in_once(tmp_path: Path, database: str) -> None:
    """Read again it changes nothing; changed lines want a reason, and are corrections or updates with it."""
    home = tmp_path / "home"
    lines = [
        line("Một", finding="Không phải vậy."),
        line("Two", lang="en", rating="Fake", slug="two-words"),
        line("Ba"),
    ]
    path = written(tmp_path, *lines)
    first = imported(path, home=home)
    assert (3, 0, 0, 3) == tuple(first[name] for name in ("published", "changed", "unchanged", "size"))
    assert (0, 0, 3, 3) == tuple(
        imported(path, home=home)[name] for name in ("published", "changed", "unchanged", "size")
    )
    records = logged(home)
    assert ["Không phải vậy.", "False", "Sai"] == [
        one["content"]["finding"] if index == 0 else one["content"]["finding"].rpartition(": ")[2].rstrip(".")
        for index, one in enumerate(records)
    ]
    assert records[1]["slug"] == f"two-words-{records[1]['answer']}"
    path = written(tmp_path, *lines[:2], line("BA", explanation="Khác."), line("Bốn"))
    refused = kiemtin("desk", "import", path, home=home)
    assert (2, True) == (refused.returncode, "dòng 3" in said(refused) and "--reason" in said(refused))
    assert 3 == len(logged(home))
    done = imported(path, "--reason", "Nói rõ hơn.", "--update", home=home)
    assert (1, 1, 2, 5) == tuple(done[name] for name in ("published", "changed", "unchanged", "size"))
    assert ("update", "Nói rõ hơn.", 2) == tuple(logged(home)[3][name] for name in ("change", "reason", "version"))


BAD = (
    (line("a") | {"rating": "Ngon"}, "rating", "answers.rating"),
    ("{không phải JSON", "", "desk.import.no-json"),
    ("[1]", "", "desk.import.no-object"),
    (line("b", sources=[]), "sources", "answers.no-source"),
    (line("c", sources="x"), "sources", "desk.import.no-sources"),
    (line("d", sources=[SOURCE | {"url": 7}]), "sources.1.url", "desk.import.no-text"),
    (line("e", sources=[SOURCE, "https://x.example"]), "sources.2", "desk.import.no-object"),
    (line("", explanation="x"), "claim", "answers.missing"),
    ({key: value for key, value in line("f").items() if key != "rating"}, "rating", "answers.missing"),
    ({key: value for key, value in line("g").items() if key != "lang"}, "lang", "answers.language"),
    (line("tốt", explanation="khác"), "claim", "desk.import.twice"),
    (line("h", slug="Có Dấu"), "slug", "answers.slug"),
    (line("i", explanation=["x"]), "explanation", "desk.import.no-text"),
    ("[" * 200_000, "", "desk.import.no-json"),
    (line("k", explanation="x" * MAX_LINE), "", "desk.import.line-too-long"),
    (line("l", rating=True), "rating", "answers.rating"),
    (json.dumps(line("m")).replace('"rating": ', '"rating": NaN, "old": '), "", "desk.import.no-json"),
    (json.dumps(line("n")).replace('"rating": ', '"rating": 1e999, "old": '), "rating", "answers.rating"),
    (json.dumps(line("o")).replace('"rating": ', '"rating": "true", "rating": '), "", "desk.import.no-json"),
    (line("\u200b\u2060"), "claim", "answers.missing"),
)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_each_bad_line_is_named_and_nothing_comes_in(tmp_path: Path, database: str) -> None:
    """With its number, the field and what is wrong; good lines beside it are not published either."""
    path = written(tmp_path, line("Tốt"), "", *(bad for bad, _, _ in BAD))
    result = kiemtin("desk", "import", path, "--json", home=tmp_path / "home")
    problems = [(one["line"], one["field"], one["id"]) for one in json.loads(printed(result))["problems"]]
    assert [(number, field, problem) for number, (_, field, problem) in enumerate(BAD, 3)] == problems
    assert 2 == result.returncode
    assert [] == logged(tmp_path / "home")
    assert b"T\xe1\xbb\x91t" not in (tmp_path / "home/desk" / SQLITE_FILE).read_bytes()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_files_and_options_that_cannot_be_meant(tmp_path: Path, database: str) -> None:
    """An empty file, too many lines, a file that is not there, words for no place on the scale."""
    home = tmp_path / "home"
    good = written(tmp_path, line("Tin vịt", rating="Tin vịt"))
    for arguments, code in (
        ((good,), 2),
        ((good, "--rating", "Tin vịt"), 2),
        ((good, "--rating", "Tin vịt=ngon"), 2),
        ((str(tmp_path / "khong-co"),), 3),
        ((good, "--rating", "tin VỊT=sai"), 0),
    ):
        result = kiemtin("desk", "import", *arguments, home=home)
        assert (code, said(result) != "") == (result.returncode, True)
    empty = kiemtin("desk", "import", written(tmp_path, "", " "), home=home)
    many = kiemtin("desk", "import", written(tmp_path, *["{}"] * (MAX_LINES + 1)), home=home)
    assert [2, 2] == [empty.returncode, many.returncode]
    assert "KIEMTIN_HIGH_WATER" in said(kiemtin("log", "checkpoint", home=home))


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_name_is_warned_of(tmp_path: Path, database: str) -> None:
    """Lines with what looks like a private person's name are listed, and published all the same."""
    found = imported(written(tmp_path, line("Một"), line("Bà Trần Thị Ví Dụ bán thuốc giả")), home=tmp_path / "home")
    assert ([2], 2) == (found["names"], found["published"])


BROKEN_OFF = """
import signal
from pathlib import Path
from unittest.mock import patch
from kiemtin.desk.answers import importing, log
from kiemtin.desk.answers.models import LogEntry

def after(count, inner):
    calls = iter(range(count))
    def called(*given):
        if next(calls, None) is None:
            signal.raise_signal(signal.SIGINT)
        return inner(*given)
    return called

def state():
    return LogEntry.objects.count(), log.size_of_log()

file, found = Path(FILE), []
for name, count in (("_row", 2), ("_insert", 0), ("complete", 0)):
    with patch.object(log, name, after(count, getattr(log, name))):
        try:
            importing.import_answers(file, importing.Choices())
        except KeyboardInterrupt:
            found.append(state())
try:
    importing.import_answers(file, importing.Choices(), after(2, lambda *_: None))
except KeyboardInterrupt:
    found.append(state())
log.complete()
print([*found, state()])
"""


def test_broken_off_it_has_published_all_or_nothing(tmp_path: Path, database: str) -> None:
    """Ctrl-C while lines are read or inserted leaves none; once they are in the log, the next signing publishes all."""
    home = tmp_path / "home"
    imported(written(tmp_path, line("Không")), home=home)
    path = written(tmp_path, *(line(f"Số {number}") for number in range(4)))
    found = django_says(home, f"exec({BROKEN_OFF.replace('FILE', repr(path))!r})")
    assert "[(1, 1), (1, 1), (5, 1), (5, 1), (5, 5)]" == found
