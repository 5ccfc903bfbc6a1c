"""Who is taken for hung, and who was only held up."""

from __future__ import annotations

from kiemtin.desk.processes import GLANCE, HELD_UP, HUNG_AFTER, Watch


def test_who_says_nothing_for_too_long_hangs() -> None:
    """At the limit it may still live, a moment later no longer; looking in between changes nothing."""
    watch, now = Watch(100.0), 100.0
    while now < 100.0 + HUNG_AFTER:
        now += GLANCE
        watch.look(now)
    assert [False, True] == [watch.hangs(100.0, 100.0 + HUNG_AFTER + late) for late in (0.0, 0.001)]
    assert not watch.hangs(100.001, 100.001 + HUNG_AFTER)


def test_after_a_pause_of_the_machine_everybody_gets_time() -> None:
    """A parent that was held up itself kills nobody for it; who then still says nothing hangs all the same."""
    watch = Watch(100.0)
    awake = 100.0 + 1000 * HUNG_AFTER
    watch.look(awake)
    assert [False, True] == [watch.hangs(100.0, awake + HUNG_AFTER + late) for late in (0.0, 0.001)]
    watch = Watch(100.0)
    watch.look(100.0 + HELD_UP)  # a little late is not held up
    assert watch.hangs(100.0, 100.001 + HUNG_AFTER)
