"""Partners' keys: shown once, known by their hash alone, counted by the day, and wrong ones refused."""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiemtin.desk.api.keys import KEY, MAX_PER_DAY, PER_DAY, beginning, hash_of, seconds_of_today_left
from kiemtin.evidence import LANGUAGES, catalogue
from kiemtin.evidence.messages import number
from tests.cli.running import kiemtin, printed, said
from tests.desk.api.asking import ask, problem, send
from tests.desk.running import TIMEOUT, Desk, django_says, serving

NAME = "Toà soạn Mẫu"


def new_key(home: Path, *arguments: str) -> str:
    """A key as ``kiemtin keys add`` prints it."""
    return printed(kiemtin("keys", "add", NAME, *arguments, home=home)).strip()


def listed(home: Path) -> list[dict[str, Any]]:
    """What ``kiemtin keys list --json`` says."""
    rows: list[dict[str, Any]] = json.loads(printed(kiemtin("keys", "list", "--json", home=home)))["keys"]
    return rows


def test_a_key_is_used_counted_and_revoked(patient: Desk) -> None:
    """It works at once; each ask is one, the register costs nothing; after it is revoked it opens nothing."""
    key = new_key(patient.home, "--per-day", "3")
    assert KEY.fullmatch(key)
    bearer = {"Authorization": f"Bearer {key}"}
    for left in (2, 1, 0):
        path = "check" if left != 1 else "factchecks/search"
        answer = send(patient, path, {"text": "xin chào"}, **bearer)
        assert 200 == answer.status_code
        assert '"day";q=3;w=86400' in answer.headers["ratelimit-policy"]
        assert re.search(rf'"day";r={left};t=\d+', answer.headers["ratelimit"])
    refused = send(patient, "check", {"text": "xin chào"}, **bearer)
    assert ["day"] == problem(refused, "quota")["violated-policies"]
    assert 1 <= int(refused.headers["retry-after"]) <= 86_400
    assert 200 == ask(patient, "GET", "organisations?limit=1", None, **bearer).status_code
    row = next(one for one in listed(patient.home) if one["prefix"] == beginning(key))
    assert (NAME, 3, 3, None) == (row["organisation"], row["per_day"], row["today"], row["revoked"])
    assert beginning(key) in said(kiemtin("keys", "revoke", key, home=patient.home))
    django_says(patient.home, f"from kiemtin.desk.api.keys import active; assert '{hash_of(key)}' not in active()")


def test_what_is_refused_costs_nothing(patient: Desk) -> None:
    """A body that cannot be answered is no ask."""
    key = new_key(patient.home)
    for document in ({}, {"text": ""}, {"text": 5}):
        problem(send(patient, "check", document, Authorization=f"Bearer {key}"), "invalid")
    assert 0 == next(one for one in listed(patient.home) if one["prefix"] == beginning(key))["today"]


NO_KEYS = (
    *("", "Bearer", "Bearer x", "Basic eDp5", "kiemtin_00000000_" + "a" * 43),
    *(
        f"Bearer {key}"
        for key in ("kiemtin_00000000_" + "a" * 43, "kiemtin_00000000_" + "a" * 42 + "\u00e9", "a" * 5_000)
    ),
)


@pytest.mark.parametrize("header", NO_KEYS, ids=lambda header: header[:12])
@pytest.mark.parametrize(("method", "path"), [("POST", "check"), ("GET", "organisations")])
def test_a_wrong_key_is_told_so(patient: Desk, method: str, path: str, header: str) -> None:
    """Never answered as if there were none: a partner shall notice; and the key is not repeated."""
    url, given = f"{patient.address}/api/v1/{path}", [(b"Authorization", header.encode("latin-1"))]
    answer = httpx2.request(method, url, headers=given, trust_env=False)
    problem(answer, "key-unknown")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "aaaa" not in answer.text


def test_a_quota_is_kept_by_all_processes_together(patient: Desk) -> None:
    """Whatever comes at the same moment, no more are let through than may be."""
    key = new_key(patient.home, "--per-day", "10")
    with ThreadPoolExecutor(8) as pool:
        given = {"Authorization": f"Bearer {key}"}
        answers = list(pool.map(lambda _: send(patient, "check", {"text": "x"}, **given).status_code, range(20)))
    assert (10, 10) == (answers.count(200), answers.count(429))


def test_nothing_on_disk_holds_the_key_or_the_text(patient: Desk) -> None:
    """The database and everything beside it know the hash and a number."""
    key, canary = new_key(patient.home), "chim-hoang-yen-7b1f"
    assert 200 == send(patient, "check", {"text": canary}, Authorization=f"Bearer {key}").status_code
    secret = key.removeprefix(beginning(key))
    for path in (*patient.home.rglob("*"), patient.log):
        if path.is_file():
            content = path.read_bytes()
            assert secret.encode() not in content, path
            assert canary.encode() not in content, path


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_where_the_database_fails(tmp_path: Path) -> None:
    """What cannot be counted is answered all the same; what cannot be looked up is put off, never refused as wrong."""
    home = tmp_path / "home"
    key = new_key(home)
    database = home / "desk" / "desk.sqlite"
    given = {"Authorization": f"Bearer {key}"}
    with serving(home, "--workers", "1") as desk:
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("ALTER TABLE api_partnerkey RENAME TO elsewhere")
        problem(send(desk, "check", {"text": "x"}, **given), "busy")
        assert 200 == send(desk, "check", {"text": "x"}).status_code
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("ALTER TABLE elsewhere RENAME TO api_partnerkey")
            opened.execute("DROP TABLE api_dayofkey")
        deadline = time.monotonic() + TIMEOUT
        while 503 == (status := send(desk, "check", {"text": "x"}, **given).status_code):
            assert time.monotonic() < deadline  # the keys are looked for again in a moment
            time.sleep(0.2)
        assert 200 == status
        log = desk.log.read_text("utf-8")
    assert {"keys-out-of-reach", "key-not-counted"} <= {json.loads(line).get("event") for line in log.splitlines()}
    assert key not in log


def test_keys_are_listed_for_people(tmp_path: Path) -> None:
    """One a line: how it begins, whose it is, how much of it is used, and since when."""
    assert "Chưa cấp" in said(kiemtin("keys", "list", home=tmp_path))
    key = new_key(tmp_path)
    line = printed(kiemtin("keys", "list", home=tmp_path))
    assert line.startswith(f"{beginning(key)}  {NAME}  ")
    assert "10.000" in line
    kiemtin("keys", "revoke", beginning(key), home=tmp_path)
    assert "đã thu hồi" in printed(kiemtin("keys", "list", home=tmp_path))
    assert key not in line


def test_a_key_as_data(tmp_path: Path) -> None:
    """For programs that set up others."""
    made = json.loads(printed(kiemtin("keys", "add", NAME, "--json", home=tmp_path)))
    assert ("kiemtin-keys/1", PER_DAY) == (made["schema"], made["per_day"])
    assert beginning(made["key"]) == made["prefix"] == listed(tmp_path)[0]["prefix"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", ""),
        ("add", "   "),
        ("add", "a" * 121),
        ("add", "a\x07b"),
        ("add", NAME, "--per-day", "0"),
        ("add", NAME, "--per-day", str(MAX_PER_DAY + 1)),
        ("revoke", "kiemtin_00000000"),
    ],
)
def test_what_keys_refuse(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """No name, too long a name, a quota for a platform, a key that is not there: exit code 2, in words."""
    done = kiemtin("keys", *arguments, home=tmp_path)
    assert 2 == done.returncode
    assert said(done).strip()
    assert not done.stdout


def test_the_words_name_the_numbers_that_hold() -> None:
    """The help and the code say the same quota."""
    for language in LANGUAGES:
        text = catalogue(language)["cli.keys.add.per-day"]
        assert number(PER_DAY, language) in text
        assert number(MAX_PER_DAY, language) in text


def test_a_day_ends_at_midnight_in_viet_nam() -> None:
    """Within a day of any moment, and never now."""
    assert 1 <= seconds_of_today_left() <= datetime.timedelta(days=1).total_seconds()
