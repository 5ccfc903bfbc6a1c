"""Our own form, one object a line: what `export` writes and anyone can write with a short script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kiemtin.factchecks.reading.dates import read_day
from kiemtin.factchecks.reading.draft import Draft, finish, note_of
from kiemtin.factchecks.reading.values import Read, ReadOptions, problem
from kiemtin.factchecks.reading.words import language_by_letters
from kiemtin.factchecks.values import MAX_CITED, ClaimReview, Rating

HASH_DIGITS = 32

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that no UTF-8 or no database takes: NUL, and halves of letters."""


def is_native(thing: Mapping[str, Any]) -> bool:
    """Whether an object is in our own form rather than one of schema.org's."""
    return "claim" in thing and "@type" not in thing


def read_native(thing: Mapping[str, Any], where: str, options: ReadOptions) -> Iterator[Read]:
    """The claim review of one object; a note before it where its date cannot be one."""
    wrong = _wrong_field(thing)
    if wrong:
        yield problem(where, "factchecks.wrong-type", field=wrong)
        return
    texts = _texts(thing)
    written = thing.get("published")
    day = read_day(written, options.today)
    review = finish(
        Draft(
            where=where,
            claim=texts["claim"],
            rating=_rating(thing.get("rating")),
            publisher=texts["publisher"] or options.publisher or "",
            lang=texts["lang"] or options.lang or language_by_letters(texts["claim"]),
            url=texts["url"],
            id=texts["id"],
            title=texts["title"],
            body=texts["body"],
            published=day.day,
            licence=texts["licence"] or options.licence,
            cited=_cited(thing.get("cited")),
        )
    )
    if day.trouble and isinstance(review, ClaimReview):
        yield from note_of(where, day, written)
    yield review


def to_native(review: ClaimReview) -> dict[str, Any]:
    """``review`` as an object that ``read_native`` reads back the same; fields without a value are left out."""
    rating = review.rating
    scale = {"value": rating.value, "worst": rating.worst, "best": rating.best}
    given = {name: value for name, value in scale.items() if value is not None}
    written: dict[str, Any] = {
        "id": review.id,
        "claim": review.claim,
        "title": review.title,
        "body": review.body,
        "url": review.url,
        "publisher": review.publisher,
        "rating": {"text": rating.text, **given} if given else rating.text,
        "published": review.published.isoformat() if review.published else None,
        "lang": review.lang,
        "licence": review.licence,
    }
    return {name: value for name, value in written.items() if value is not None}


TEXT_FIELDS = ("id", "claim", "title", "body", "url", "publisher", "lang", "licence")


def _wrong_field(thing: Mapping[str, Any]) -> str:
    """The first field that holds neither a text nor nothing; an id may be a number."""
    for name in TEXT_FIELDS:
        value = thing.get(name)
        if value is not None and type(value) is not str and not (name == "id" and type(value) is int):
            return name
    rating = thing.get("rating")
    return "" if rating is None or isinstance(rating, str | dict) else "rating"


def _texts(thing: Mapping[str, Any]) -> dict[str, str]:
    """The fields that hold text, empty where there is none; looked through once together, for speed."""
    texts = {name: str(value).strip() if (value := thing.get(name)) is not None else "" for name in TEXT_FIELDS}
    return (
        texts
        if _storable(whole := "".join(texts.values())) == whole
        else {name: _storable(text) for name, text in texts.items()}
    )


def _storable(text: str) -> str:
    try:
        text.encode()  # many times quicker than searching
    except UnicodeEncodeError:
        return UNSTORABLE.sub("\ufffd", text)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def _rating(written: object) -> Rating:
    if isinstance(written, str):
        return Rating(_storable(written.strip()))
    if not isinstance(written, dict) or not isinstance(written.get("text"), str):
        return Rating("")
    return Rating(
        _storable(written["text"].strip()), *(_number(written.get(name)) for name in ("value", "worst", "best"))
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e15 else None


def _cited(written: object) -> tuple[bytes, ...]:
    """Hashes of addresses as hexadecimal digits; anything else is passed over."""
    if not isinstance(written, list):
        return ()
    found = []
    for one in written[:MAX_CITED]:
        if isinstance(one, str) and len(one) == HASH_DIGITS:
            try:
                found.append(bytes.fromhex(one))
            except ValueError:
                continue
    return tuple(found)
