"""What a process that answers strangers still knows of earlier questions: after a moment, no word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kiemtin.app import Kiemtin
from kiemtin.desk.forgetting import Forgetting, caches
from tests.cli.running import environment

PROGRAM = """
import gc, sys
from pathlib import Path
from kiemtin.app import Kiemtin
from kiemtin.desk.forgetting import Forgetting
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.starter import STARTER, starter_reviews
from kiemtin.formats.html import to_body
from kiemtin.formats.json import dumps
from kiemtin.formats.view import view

CANARY = bytes((122, 113, 120, 119, 106))  # spelt out, or this very program would be found

def found():
    gc.collect()
    return sorted({
        ascii(told) for holder in gc.get_objects() for told in gc.get_referents(holder)
        if isinstance(told, str | bytes) and told is not CANARY
        and CANARY in (told if isinstance(told, bytes) else told.lower().encode("utf-8", "replace"))
    })

def ask(kiemtin):
    name = CANARY.decode()
    text = (
        f"{name}er ơi, {name} mng chuyen khoan gap https://vietcombank-{name}.top/{name}?a={name} goi 0912345678 "
        f"{name}9 "
        f"z.q.x.w.j {name.upper()}ÁO email {name}@{name}.example.com {name.upper()}-vietcombank.com.vn không "
        f"dnih {name}kkk"
    )
    for asked in (text, text * 8):
        report = kiemtin.check(asked)
        for language in ("vi", "en"):
            to_body(view(report, language))
        dumps(report)

folder = Path(sys.argv[1])
with Collection(folder / "factchecks") as collection:
    collection.add(starter_reviews(), STARTER)
    update_index(collection)
kiemtin = Kiemtin(folder)
ask(kiemtin)
print(len(found()))
Forgetting(kiemtin).forget()
print(len(found()), *found()[:5])
ask(kiemtin)
"""


def test_no_word_of_a_question_can_be_reached_in_memory(tmp_path: Path) -> None:
    """Words are remembered while they make the next check quicker; once forgotten, nothing that lives leads to one."""
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(tmp_path), timeout=300, check=False)
    assert 0 == done.returncode, done.stderr
    before, after = done.stdout.splitlines()
    assert 10 < int(before)
    assert "0" == after.strip()


def test_it_is_forgotten_on_time(tmp_path: Path) -> None:
    """Not at every beat: only when the last time is long enough ago."""
    kiemtin = Kiemtin(tmp_path)
    forgetting = Forgetting(kiemtin)
    kiemtin.check("Chuyển khoản gấp cho tôi qua https://vietcombank-vn.top")
    assert 10 < _remembered()
    forgetting.forget_on_time()
    assert 10 < _remembered()
    forgetting._last -= 31
    forgetting.forget_on_time()
    assert 0 == _remembered()
    forgetting.forget_on_time()


def test_an_answer_is_the_same_after_forgetting(tmp_path: Path) -> None:
    """What is remembered makes a check quicker, and changes nothing in it."""
    kiemtin, text = (
        Kiemtin(tmp_path),
        "Chuyển khoản gấp, mở https://vietcombank-vn.top nhập OTP. Nước chanh chữa ung thư.",
    )
    first = kiemtin.check(text)
    Forgetting(kiemtin).forget()
    assert first == kiemtin.check(text)


def _remembered() -> int:
    return sum(cache.cache_info().currsize for cache in caches())
