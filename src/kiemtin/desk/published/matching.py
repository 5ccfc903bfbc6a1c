"""Published answers among the fact-checks that every check looks through, seconds after they are published.

The collection of each data folder is brought in step with the log by the process for jobs over that folder: at its
start, and whenever there is another checkpoint. So it does not matter who published, from where, and on which machine
of several that share a database; a crash loses nothing; a restored backup is made good.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.answers.edition import Edition
from kiemtin.answers.scale import BEST, WORST
from kiemtin.answers.site import Site
from kiemtin.answers.values import PublishedAnswer
from kiemtin.answers.wording import fit
from kiemtin.desk.rounds import start_rounds
from kiemtin.factchecks import FOLDER
from kiemtin.factchecks.collection import Collection
from kiemtin.factchecks.index import update_index
from kiemtin.factchecks.values import MAX_BODY, MAX_CITED, ClaimReview, Feed, Rating
from kiemtin.storage import FILE

if TYPE_CHECKING:
    from kiemtin.desk.published.public import Public

FEED = "kiemtin-desk"
"""The feed that the desk's own answers are in: its publisher is trusted as this feed brings it."""

PREFIX = "desk-"
"""What an answer's id begins with in the collection."""

LOOK_EVERY = 1.0
"""Seconds between two looks for another checkpoint; one row is read."""


def bring_in_step(edition: Edition, site: Site, home: Path, wordings: Mapping[str, Sequence[bytes]]) -> bool:
    """Make the collection of ``home`` hold what stands in ``edition`` and no more of the desk; say whether it changed.

    ``wordings``: by answer, what the messages are known by that it is for. Raises what ``Collection`` and
    ``update_index`` raise; then the next call does what was left.
    """
    folder = home / FOLDER
    if not edition.answers and not (folder / FILE).is_file():
        return False
    reviews = [
        replace(review_of(answer, site), cited=tuple(wordings.get(answer.id, ()))[:MAX_CITED])
        for answer in edition.standing
    ]
    wanted = {review.id for review in reviews}
    with Collection(folder) as collection:
        before = collection.changes
        gone = [one.review.id for one in collection if one.feed == FEED and one.review.id not in wanted]
        if gone:
            collection.remove(gone)
        if reviews:
            feed = Feed(FEED, datetime.datetime.now(datetime.UTC), site.licence)
            collection.add(reviews, feed, trust=True)
        if collection.changes == before:
            return False
        update_index(collection)
        _compare_meanings(collection)
    return True


def review_of(answer: PublishedAnswer, site: Site) -> ClaimReview:
    """A standing answer as the collection holds it, the finding at the beginning of its text."""
    content = answer.content
    if content is None:
        raise ValueError("an answer that was withdrawn is nobody's fact-check")
    return ClaimReview(
        id=f"{PREFIX}{answer.id}",
        claim=fit(content.claim),
        url=site.of(answer) if site.address else "",
        publisher=site.publisher,
        rating=Rating(content.rating.words(content.language), content.rating.place, WORST, BEST),
        lang=content.language,
        title=None,
        body=fit(f"{content.finding}\n\n{content.explanation}")[:MAX_BODY],
        published=answer.modified,
        licence=site.licence,
    )


def _compare_meanings(collection: Collection) -> None:
    """Give the new ones their vectors too, where meanings are compared in this collection."""
    from kiemtin.factchecks.vectors import FILE as VECTORS
    from kiemtin.factchecks.vectors import bundled_encoder, encode_missing

    encoder = bundled_encoder() if (collection.folder / VECTORS).is_file() else None
    if encoder is not None:
        encode_missing(collection, encoder, lambda _done, _total: None)


def start_matching() -> None:
    """Keep the collection of this process's data folder in step, in a thread of its own, for ever."""
    start_rounds("matching", LOOK_EVERY, _Matching().round)


class _Matching:
    """What was brought in step so far; what a witness adds to a checkpoint changes nothing here."""

    def __init__(self) -> None:
        from kiemtin.desk.published.public import Public

        self._public = Public()
        self._done: object = None
        self._known: object = None

    def round(self) -> None:
        """Bring in step what has been published since."""
        from django.conf import settings

        from kiemtin.desk.published import picture_matching
        from kiemtin.desk.published.terms import site_at

        configuration = settings.CONFIGURATION
        edition, known = _looked_at(self._public)
        if edition.log is not self._done or known != self._known:
            site = site_at(configuration.address.geturl() if configuration.address is not None else "")
            bring_in_step(edition, site, configuration.home, _wordings())
            picture_matching.bring_in_step(edition, site, configuration.home)
            self._done, self._known = edition.log, known


def _looked_at(public: Public) -> tuple[Edition, object]:
    """What is public now, and the edition of known wordings; no connection is held while they are brought in step."""
    from django.db import connection

    from kiemtin.desk.questions import known

    try:
        return public.edition(), known.edition()
    finally:
        connection.close()


def _wordings() -> dict[str, tuple[bytes, ...]]:
    from django.db import connection

    from kiemtin.desk.questions import known

    try:
        return known.wordings()
    finally:
        connection.close()
