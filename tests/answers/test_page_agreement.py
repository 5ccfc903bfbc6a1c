"""The page that a desk makes of an answer says what its records say, however awkward the words are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiemtin.answers.fold import published_answers
from kiemtin.answers.page_agreement import page_says, path_of_page
from kiemtin.answers.values import Content, Source
from kiemtin.formats.answers import Place, answer_page
from tests.answers.made import CONTENT, ENGLISH, FIRST, IN_ENGLISH, MENDED, SITE, SOURCE, edition

AWKWARD = (
    "</script><script>alert(1)</script>",
    "một <b>hai</b> &amp; ba &lt;bốn",
    "dòng một\r\ndòng hai\n\n\n  dòng ba\t\u00a0bốn\u3000năm",
    "trái\u202ephải\u202c \u200f\u061c và \u200bkhông rộng",
    "hỏng \x00\x0b\x1f\x7f \ufffe \ufffd",
    "https://a.example/x?y=1&z=2. (https://b.example) http://[",
    "”“'\"`<!-- -->]]>",
    "😱👩‍👩‍👧 e\u0302\u0301 \u1ebf",
)


def page(*contents: Content) -> tuple[bytes, bool]:
    """The last page of an answer that said these things, and whether it says what the records say."""
    records = [FIRST, replace(MENDED, content=contents[-1])] if len(contents) > 1 else [FIRST]
    records[0] = replace(FIRST, content=contents[0])
    whole = edition(records)
    (answer,) = published_answers(whole.log)
    shown = answer_page(whole, answer, Place(SITE, "vi", lambda path: path))
    raw = f"{shown.linked_data}{shown.body}".encode("utf-8", "replace")
    return raw, page_says(raw, answer)


@pytest.mark.parametrize("words", AWKWARD)
def test_awkward_words_are_on_the_page(words: str) -> None:
    """Escaping, paragraphs, links and what no page can hold change nothing of what is said."""
    source = Source(SOURCE.url, words, words, SOURCE.accessed)
    awkward = replace(CONTENT, claim=words, finding=words, explanation=words, sources=(source,))
    assert page(awkward)[1]
    assert page(CONTENT, awkward)[1]


def test_other_words_are_not_on_the_page() -> None:
    """The page of another text, though it tells of this one in its history, is not taken for it."""
    raw, good = page(CONTENT, replace(CONTENT, finding="Đã khác."))
    assert good
    (answer,) = published_answers(edition([FIRST]).log)
    assert not page_says(raw, answer)
    assert not page_says(b"", answer)
    assert not page_says(b"\xff\xfe<", answer)


def test_a_page_lies_where_its_language_has_it() -> None:
    """An answer in English has its own page below ``/en/``."""
    (vi,) = published_answers(edition([FIRST]).log)
    (en,) = published_answers(edition([replace(IN_ENGLISH, content=ENGLISH)]).log)
    assert (f"answers/{vi.slug}", f"en/answers/{en.slug}") == (path_of_page(vi), path_of_page(en))
