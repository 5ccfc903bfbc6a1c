"""The words in which others rate, read as places on our scale: what newsrooms of either language commonly write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemtin.answers.scale import BEST, WORST, Rating
from kiemtin.text.fold import fold_quickly

KNOWN = {
    Rating.FALSE: """
        sai; sai sự thật; hoàn toàn sai; sai hoàn toàn; sai lệch hoàn toàn; không đúng; không đúng sự thật
        tin sai; tin giả; giả; giả mạo; tin giả mạo; bịa đặt; tin bịa đặt; tin đồn sai; tin đồn thất thiệt
        thất thiệt; không có thật; lừa đảo; mạo danh; chiêu lừa; ảnh giả; video giả; cắt ghép; ảnh cắt ghép
        bác bỏ; deepfake; false; fake; fake news; scam; hoax; fraud; incorrect; wrong; untrue; not true
        pants on fire; fabricated; debunked; completely false; totally false; phishing; altered; doctored
        manipulated; digitally altered; four pinocchios; refuted
    """,
    Rating.MISLEADING: """
        gây hiểu lầm; gây hiểu nhầm; dễ gây hiểu lầm; dễ gây hiểu nhầm; đánh lạc hướng; thiếu ngữ cảnh
        thiếu bối cảnh; sai ngữ cảnh; sai bối cảnh; ngoài ngữ cảnh; một phần đúng; đúng một phần; một phần sai
        sai một phần; nửa đúng nửa sai; nửa đúng; nửa thật nửa giả; nửa thật; có đúng có sai; vừa đúng vừa sai
        phần lớn sai; hầu hết sai; hầu như sai; chủ yếu sai; phóng đại; thổi phồng; xuyên tạc; cũ đăng lại; tin cũ
        ảnh cũ; giật gân; không chính xác; chưa chính xác; sai lệch; misleading; missing context; lacks context
        lacking context; needs context; out of context; no context; mixture; mixed; half true; partly true
        partly false; partially true; partially false; mostly false; largely false; distorted; distorts the facts
        exaggerated; exaggeration; miscaptioned; outdated; spins the facts; cherry picked; inaccurate; half truth
        barely true; misattributed; decontextualised; decontextualized
    """,
    Rating.UNPROVEN: """
        chưa có bằng chứng; không có bằng chứng; thiếu bằng chứng; không đủ bằng chứng; chưa đủ bằng chứng
        chưa kiểm chứng; chưa được kiểm chứng; chưa xác minh; chưa được xác minh; chưa xác thực; chưa xác định
        không xác định; chưa rõ; chưa có căn cứ; chưa có cơ sở; không có cơ sở; không có căn cứ; vô căn cứ
        không thể xác minh; chưa kết luận; chưa thể kết luận; đang kiểm chứng; đang xác minh; tin đồn
        tin đồn chưa kiểm chứng; unproven; unverified; not proven; no evidence; lacks evidence
        insufficient evidence; not enough evidence; unsupported; unconfirmed; unsubstantiated; unfounded
        inconclusive; undetermined; unknown; research in progress; baseless; rumour; rumor; needs evidence
        unclear
    """,
    Rating.MOSTLY_TRUE: """
        phần lớn đúng; đúng phần lớn; hầu hết đúng; hầu như đúng; gần đúng; cơ bản đúng; về cơ bản đúng
        chủ yếu đúng; đa phần đúng; đa số đúng; phần lớn là đúng; đúng nhưng thiếu chi tiết; phần lớn chính xác
        phần lớn đúng sự thật; mostly true; largely true; mostly correct; mostly accurate; largely accurate
        nearly true; almost true; substantially true
    """,
    Rating.TRUE: """
        đúng; đúng sự thật; hoàn toàn đúng; thật; tin thật; sự thật; có thật; là thật; xác thực; chính xác
        tin đúng; đã xác minh; đã xác nhận; true; correct; accurate; real; verified; confirmed; fact; factual
        completely true; legit; authentic; genuine
    """,
}
"""What each place of the scale is called elsewhere, after the wording of Vietnamese newsrooms' and the IFCN's members'
labels. "Không chính xác" (inaccurate) is no more than "not exact", "tin đồn" no more than a rumour: neither says that
it is false."""

SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class RatingWords:
    """Reads ratings; ``own`` are a desk's own words, which count before the common ones."""

    own: Mapping[str, Rating] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", {plain(words): rating for words, rating in self.own.items()})

    def read(self, written: object) -> Rating | None:
        """The place on the scale that ``written`` means: an id, 1 to 5, or words; ``None`` for anything else.

        In any case and any punctuation; with diacritics, wherever the tone mark stands in a syllable, or with
        none at all. Words that mean two ratings without their diacritics are not guessed at.
        """
        if isinstance(written, bool):
            return None
        if isinstance(written, int | float):
            return _at(written)
        if not isinstance(written, str):
            return None
        words = plain(written)
        if words.isascii() and words.isdigit() and len(words) == 1:
            return self.own.get(words) or _at(int(words))
        return self.own.get(words) or COMMON.get(_key(words))


def plain(words: str) -> str:
    """Words without case, punctuation and needless spaces; their diacritics stay."""
    return SEPARATORS.sub(" ", unicodedata.normalize("NFC", words).casefold()).strip()


def _key(words: str) -> str:
    """The letters and, in no order, the marks on them: "hòa" and "hoà" are one word."""
    marks = sorted(one for one in unicodedata.normalize("NFD", words) if one == "đ" or unicodedata.combining(one))
    return fold_quickly(words) + "".join(marks)


def _at(place: float) -> Rating | None:
    if not WORST <= place <= BEST or place != int(place):
        return None
    return list(Rating)[int(place) - WORST]


def _common() -> dict[str, Rating]:
    """Each known way of writing a rating, by its key; without diacritics where only one rating is written so."""
    accented = {
        plain(words): rating for rating, text in KNOWN.items() for words in re.split(r";|\n", text) if plain(words)
    }
    accented |= {plain(rating): rating for rating in Rating}
    bare: dict[str, set[Rating]] = {}
    for words, rating in accented.items():
        bare.setdefault(fold_quickly(words), set()).add(rating)
    alone = {words: next(iter(ratings)) for words, ratings in bare.items() if len(ratings) == 1}
    return alone | {_key(words): rating for words, rating in accented.items()}


COMMON = _common()
"""Every known way of writing a rating, by its key, and which it is."""
