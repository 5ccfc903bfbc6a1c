"""RSS and Atom feeds, with and without the markup of their pages."""

from __future__ import annotations

import json
from html import escape

import pytest

from kiemtin.errors import Refused, TooLarge
from kiemtin.factchecks.reading.limits import MAX_FEED_BYTES
from tests.factchecks.reading.reading import CLAIM, REVIEW, messages, page, read, reviews

BARE = json.dumps({name: value for name, value in REVIEW.items() if name not in ("url", "datePublished")})
SCRIPT = f'<p>Bài</p><script type="application/ld+json">{BARE}</script>'


def rss(content: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """A feed with one plain item and one with ``content``."""
    return f"""{declaration}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Nguồn mẫu</title><language>vi</language>
<item><title>Không có đánh dấu</title><link>https://kiem-chung.example/2</link></item>
<item><title>Nước chanh</title><link>https://kiem-chung.example/1</link><guid isPermaLink="false">1</guid>
<pubDate>Sat, 06 Mar 2021 10:00:00 +0700</pubDate>{content}</item></channel></rss>"""


def atom(content: str) -> str:
    """The same as Atom."""
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Nước chanh</title><id>tag:1</id>
<link rel="self" href="https://kiem-chung.example/feed"/><link href="https://kiem-chung.example/1"/>
<published>2021-03-06T10:00:00+07:00</published>{content}</entry><entry><title>Khác</title></entry></feed>"""


CONTENTS = [
    f"<description>tóm tắt</description><content:encoded><![CDATA[{SCRIPT}]]></content:encoded>",
    f"<description>{escape(SCRIPT)}</description>",
    f"<description>{escape(escape(SCRIPT))}</description>",
    f"<description><![CDATA[{BARE}]]></description>",
    f"<content:encoded><![CDATA[{page(BARE)}]]></content:encoded>",
]


@pytest.mark.parametrize(
    "feed",
    [
        *map(rss, CONTENTS),
        *(rss(one).replace("</channel>", "&nbsp;<br></channel>") for one in CONTENTS),
        rss(CONTENTS[0], '<?xml version="1.0" encoding="khong-co"?>'),
        rss(CONTENTS[0]).replace("</channel></rss>", ""),
        atom(f'<content type="html">{escape(SCRIPT)}</content>'),
        atom(f'<summary>x</summary><content type="html"><![CDATA[{SCRIPT}]]></content>'),
        atom(f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{SCRIPT}</div></content>'),
        atom(f'<content type="html">{escape(SCRIPT)}</content>').replace("</feed>", "&nbsp;"),
    ],
)
def test_markup_in_the_items_of_a_feed(feed: str) -> None:
    """In CDATA, escaped once or twice, bare; as XML and as what only looks like it. A plain item is a problem."""
    found = read(feed)
    (review,) = reviews(found)
    assert (CLAIM, "https://kiem-chung.example/1", "2021-03-06") == (review.claim, review.url, str(review.published))
    assert "Nước chanh" == review.title
    assert ["factchecks.no-markup"] == messages(found)


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "declaration", [BOMB, BOMB.lower().replace("!doctype", "!DOCTYPE"), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///a">]>']
)
def test_entities_of_its_own_are_refused(declaration: str) -> None:
    """Bombs, and doors to the reader's own files."""
    with pytest.raises(Refused, match=r"refused\.xml-entities"):
        read(rss("<description>&b;</description>", declaration))


def test_a_feed_up_to_the_limit() -> None:
    """One byte more is refused."""
    feed = rss(CONTENTS[0]).encode()
    assert 1 == len(reviews(read(feed + b" " * (MAX_FEED_BYTES - len(feed)))))
    with pytest.raises(TooLarge, match=r"refused\.source-too-large"):
        read(feed + b" " * (MAX_FEED_BYTES - len(feed) + 1))
