"""The page of an answer, as readers and programs see it, against what its records say."""

from __future__ import annotations

from kiemtin.answers.feed_agreement import agrees
from kiemtin.answers.feeds import last_claim
from kiemtin.answers.page_reading import words_and_data
from kiemtin.answers.site import language_of, page_of
from kiemtin.answers.values import Language, PublishedAnswer
from kiemtin.answers.wording import STEERING, fit, verdict


def path_of_page(answer: PublishedAnswer, language: Language | None = None) -> str:
    """Where the page of ``answer`` stands, among those in ``language`` or in the answer's own, below the site."""
    return page_of(answer.slug, language or language_of(answer)).lstrip("/")


def page_says(raw: bytes, answer: PublishedAnswer) -> bool:
    """Whether a page shows claim, verdict, finding, explanation and sources as its records have them, and no others.

    Spaces and the order of things do not count; its one ``ClaimReview`` says the same. The page of an answer that was
    withdrawn says why, and has none.
    """
    content = answer.content
    words, heading, documents = words_and_data(raw.decode("utf-8", "replace"))
    shown = squeezed(words)
    reviews = [one for one in documents if isinstance(one, dict)]
    if content is None:
        last = answer.history[-1].reason
        return not documents and squeezed(last) in shown and squeezed(last_claim(answer)) in shown
    if squeezed(heading) != squeezed(verdict(content.rating, content.language)):
        return False
    said = [content.claim, content.finding, content.explanation]
    said += [part for source in content.sources for part in (source.title, source.publisher)]
    return all(squeezed(one) in shown for one in said) and len(reviews) == 1 and agrees(reviews[0], answer)


def squeezed(text: str) -> str:
    """``text`` without spaces, and without marks that turn its direction: pages may leave those out."""
    return "".join(fit(STEERING.sub("", text)).split())
