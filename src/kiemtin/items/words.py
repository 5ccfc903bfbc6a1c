"""Which short words are ordinary Vietnamese, and which top-level domains look like one.

Vietnamese messages are typed without diacritics and often without a space after a full stop ("tu choi.De biet them"),
and syllables such as *de*, *co*, *la*, *me* are top-level domains.
"""

from __future__ import annotations

from functools import lru_cache

from kiemtin.text.syllables import is_syllable, word_set

FAMILIAR_TOP_LEVELS = word_set(
    """
    com net org info biz vn top vip xyz club site online shop store app icu cfd sbs cyou tech live life click
    link win bid asia work fun world money loan space website pro bet ink buzz rest monster io cc tv eu us uk jp
    kr cn tw hk ru br id th sg edu gov
    """
)
"""Top-level domains that readers take for one at sight; the list decides only how a capital or a space is read."""

FILE_ENDINGS = word_set("zip mov py sh md rs cab gz")
"""Top-level domains that end a file's name more often than a site's."""

ABBREVIATIONS = word_set(
    """
    km kg cm mm ha gb mb kb tb kw tp hs sl pl ps ai so pub ms gd mp ck sd gt
    """
)
"""Units, titles and names of programs that are also top-level domains or look like one."""

ENGLISH_TOP_LEVELS = word_set(
    """
    you now new here how best call day today buy free open one red kids play pay sale show are fit zero love
    like it is at us am be in no so to do me my as hot new cool how rip mom dad dog cat team work
    """
) - {"us", "work"}
"""Top-level domains that begin an English sentence."""


SHORT_NAMES = word_set(
    """
    bit.ly t.ly t.me m.me g.co t.co fb.me lzd.co youtu.be zalo.me cutt.ly ow.ly wa.me fb.gg is.gd v.gd me.qr
    """
)
"""Services known by a name too short to carry evidence; only with a path behind it."""


@lru_cache(maxsize=2048)
def is_weak_top_level(top_level: str) -> bool:
    """Whether a name under ``top_level`` needs more evidence, because text without spaces looks the same."""
    if top_level in FAMILIAR_TOP_LEVELS:
        return False
    return is_syllable(top_level) or top_level in FILE_ENDINGS | ENGLISH_TOP_LEVELS | ABBREVIATIONS
