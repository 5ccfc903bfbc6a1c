"""Answers that are kept for a moment: bounded, on time, and without the texts."""

from __future__ import annotations

import threading

from kiemtin.desk.door.answers import LONGEST, MAX_ANSWERS, MAX_BYTES, Answers


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_the_same_text_in_the_same_form_is_answered_again() -> None:
    """Another language, another text or another process's key is another answer."""
    answers = Answers(60)
    answers.keep("có thật không", "vi", b"answer")
    assert b"answer" == answers.get("có thật không", "vi")
    assert [None, None] == [answers.get("có thật không", "en"), answers.get("có thật không?", "vi")]
    assert Answers(60)._name("a", "vi") != answers._name("a", "vi")


def test_an_answer_is_gone_on_time() -> None:
    """At its moment and not before; never later than a minute, whatever was set."""
    clock = Clock()
    answers = Answers(10_000, clock)
    answers.keep("a", "vi", b"answer")
    clock.now = LONGEST - 0.001
    assert b"answer" == answers.get("a", "vi")
    clock.now = LONGEST
    assert (None, 0) == (answers.get("a", "vi"), len(answers))


def test_an_answer_is_gone_even_when_nobody_asks() -> None:
    """It sweeps by itself."""
    answers = Answers(0.05)
    answers.keep("a", "vi", b"answer")
    sweeping = answers._broom
    assert sweeping is not None
    sweeping.join()
    until_swept = answers._broom  # swept a moment too early, it sweeps again
    if until_swept is not None:
        until_swept.join()
    assert 0 == len(answers)


def test_it_is_off_unless_it_was_turned_on() -> None:
    """With no seconds nothing is kept."""
    answers = Answers(0)
    answers.keep("a", "vi", b"answer")
    assert (None, 0) == (answers.get("a", "vi"), len(answers))


def test_it_keeps_so_many_answers_and_so_many_bytes() -> None:
    """At the limit all are there; one beyond, and the oldest has gone."""
    answers = Answers(60)
    for number in range(MAX_ANSWERS + 1):
        answers.keep(str(number), "vi", b"x")
    assert (MAX_ANSWERS, None, b"x") == (len(answers), answers.get("0", "vi"), answers.get("1", "vi"))
    large = Answers(60)
    half = bytes(MAX_BYTES // 2)
    for number in range(3):
        large.keep(str(number), "vi", half)
    assert [None, half, half] == [large.get(str(number), "vi") for number in range(3)]
    large.keep("4", "vi", bytes(MAX_BYTES + 1))
    assert (2, MAX_BYTES) == (len(large), large._bytes)


def test_no_text_is_in_it() -> None:
    """Only keyed hashes name the answers."""
    answers = Answers(60)
    answers.keep("canary", "vi", b"answer")
    assert [32] == [len(name) for name in answers._kept]
    assert not any(b"canary" in name for name in answers._kept)


def test_threads_may_ask_at_once() -> None:
    """Its counts agree after many have kept and asked."""
    answers = Answers(60)

    def work(start: int) -> None:
        for number in range(start, start + 2_000):
            answers.keep(str(number % 1_500), "vi", b"x" * (number % 7))
            answers.get(str(number % 900), "vi")

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 500, 1_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(len(answer) for _, answer in answers._kept.values()) == answers._bytes
