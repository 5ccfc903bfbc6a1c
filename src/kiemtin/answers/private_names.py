"""Names in an answer that look like a private person's: shown to whoever writes it, as a question, never as a bar.

There is no list of people. A name is known by its shape alone: a family name and given names in Vietnamese, or a form
of address before capitalised words. What is plainly something else (a street, a school, an organisation of the
register, somebody named with a public office) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiemtin.answers.drafting import Typed
from kiemtin.organisations.values import Organisation
from kiemtin.text.fold import fold_quickly
from kiemtin.text.syllables import word_set

FAMILY = word_set(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm
    phùng mai tô hà tạ quách thái chu châu kiều lương lưu mạc nghiêm ngụy nhâm phí quan thạch thân tiêu tôn từ
    triệu trà văn viên cao cù doãn đàm đồng giang giáp hứa khổng khúc kim la lã lại lục ma nông bế sầm tăng thiều
    tống ứng vi bạch cung diệp điền
    """
)
"""Family names of Viet Nam's peoples, the common ones: words of the language, nobody's own."""

PLAIN = word_set(
    """
    nguyen tran pham hoang huynh phan vu dang bui ngo duong dinh doan truong trinh luong
    """
)
"""Family names that are hardly a word of another language when they are written without diacritics."""

ALONE = word_set(
    """
    nguyễn trần lê phạm huỳnh phan vũ võ đặng bùi đỗ ngô đoàn trịnh trương đinh phùng
    """
)
"""Family names after which one given name is enough: others ("Hà Nội", "Cao Bằng", "Kim Mã") are as often a place."""

MOST_SYLLABLES = 5
"""Syllables of a name; a longer run of capitals is a headline, or something's title."""

ADDRESSED = word_set(
    """
    ông bà anh chị cô chú bác em cháu mr mrs ms miss nghi can bị cáo
    """
)
"""Words before a name that say a person follows."""

OFFICES = re.compile(
    r"(?:tổng bí thư|bí thư|chủ tịch(?: nước| quốc hội| ubnd)?|thủ tướng|phó thủ tướng|bộ trưởng|thứ trưởng|tổng thống"
    r"|đại biểu quốc hội|thống đốc|đại sứ|president|prime minister|minister|governor|ambassador|senator|secretary)"
    r"\s*(?:\S+\s+){0,4}\Z",
    re.IGNORECASE,
)
"""A public office shortly before a name: whoever holds it is named for that."""

PLACES = word_set(
    """
    đường phố quận phường xã huyện tỉnh tp thành trường thpt thcs viện chợ cầu hầm đèo sông hồ núi đảo vịnh công ty
    ngân hàng giải quỹ bảo tàng sân bay cảng ga bến khu chung cư toà tòa nhà hát quảng trường lăng đền chùa đình
    street school road avenue hospital university prize museum airport bridge district ward province city luật nghị
    định báo tạp chí hãng
    """
)
"""Words before a name that make it a place's, an institution's, or the title of a document."""

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
BETWEEN = re.compile(r"[ \u00a0]{1,2}")
SENTENCE_ENDS = re.compile(r"(?:\A|[.!?:;…\n\"“”(\[-]|–|—)\s*\Z")


@dataclass(frozen=True, slots=True)
class Named:
    """Where a name stands: the field, and its first and last place in it as code points; and the name itself."""

    where: str
    start: int
    end: int
    name: str


def private_names(typed: Typed, organisations: frozenset[str] = frozenset(), reason: str = "") -> tuple[Named, ...]:
    """Whatever looks like a private person's name in the texts; ``organisations`` are folded names to leave out.

    In all that the desk itself says in public, words about pictures and the ``reason`` of a change included. Titles of
    sources are others' words, which a desk quotes as they are: it could do nothing about a name there.
    """
    return tuple(
        Named(where, start, end, text[start:end])
        for where, text in (*_texts(typed), ("reason", reason))
        for start, end in _spans(text, organisations)
    )


def _texts(typed: Typed) -> Iterator[tuple[str, str]]:
    """Each text with its field, as problems of a draft call it."""
    yield from (("claim", typed.claim), ("finding", typed.finding), ("explanation", typed.explanation))
    for number, picture in enumerate(typed.pictures, 1):
        if picture.shown != "no":  # only recognised: nothing of it is published
            yield f"pictures.{number}.alternative", picture.alternative
            yield f"pictures.{number}.caption", picture.caption


def organisation_names(register: Iterable[Organisation]) -> frozenset[str]:
    """The names of organisations, folded, as ``private_names`` leaves them out."""
    names = (
        name
        for one in register
        for name in (one.name_vi, one.name_en, one.short, *(alias.value for alias in one.aliases))
    )
    return frozenset(fold_quickly(name) for name in names)


def _spans(text: str, organisations: frozenset[str]) -> Iterator[tuple[int, int]]:
    for run in _runs(text):
        start, end = run[0].start(), run[-1].end()
        before = text[max(0, start - 80) : start]
        # The shape first: it rules out nearly everything, and costs next to nothing.
        if len(run) > MOST_SYLLABLES or not _looks_like_name(run, before) or _is_of_something_else(before):
            continue
        if not OFFICES.search(before) and fold_quickly(text[start:end]) not in organisations:
            yield start, end


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Runs of capitalised words with nothing but a space between them; a form of address or a first word is cut off."""
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        joined = run and BETWEEN.fullmatch(text, run[-1].end(), word.start())
        if run and not (joined and word[0][0].isupper()):
            yield from _cut(run, text)
            run = []
        if word[0][0].isupper():
            run.append(word)
    yield from _cut(run, text)


def _cut(run: list[re.Match[str]], text: str) -> Iterator[list[re.Match[str]]]:
    """Without what stands before a name only because a sentence begins there: "Theo Nguyễn Văn A"."""
    if len(run) > 1 and run[0][0].casefold() in ADDRESSED | PLACES:
        if run[0][0].casefold() in ADDRESSED:
            yield run[1:]
        return
    first_only = SENTENCE_ENDS.search(text[max(0, run[0].start() - 5) : run[0].start()]) if run else None
    if len(run) > 2 and first_only and not _is_family(run[0][0]) and _is_family(run[1][0]):
        yield run[1:]
    elif run:
        yield run


def _looks_like_name(run: list[re.Match[str]], before: str) -> bool:
    family = run[0][0].casefold()
    last = before.split()[-1:]
    if last and last[0].casefold().rstrip(".") in ADDRESSED and len(run) >= 2:
        return True
    if family in FAMILY:
        return len(run) >= (2 if family in ALONE else 3)
    return family in PLAIN and len(run) >= 3


def _is_family(word: str) -> bool:
    return word.casefold() in FAMILY or word.casefold() in PLAIN


def _is_of_something_else(before: str) -> bool:
    last = before.split()[-1:]
    return bool(last) and before[-1:].isspace() and last[0].casefold().strip('“"(.') in PLACES
