"""Which letters can be one written Vietnamese syllable: an onset and a rhyme from closed lists, no dictionary."""

from __future__ import annotations

from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(words.split())


ONSETS = word_set(
    """
    b c d g h k l m n p q r s t v x ch gh gi kh ng ngh nh ph qu th tr
    """
) | {""}
LONGEST_ONSET = 3
RHYMES = word_set(
    """
    a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep
    iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on
    ong op ot u ua uan uang uat uau uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut
    uu uy uya uych uyen uyet uynh uyp uyt y yem yen yet yeu
    """
)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (plain: lower case, no diacritics) can be one written Vietnamese syllable."""
    if not 0 < len(word) <= 7:
        return False
    return any(word[at:] in RHYMES and word[:at] in ONSETS for at in range(LONGEST_ONSET + 1))
