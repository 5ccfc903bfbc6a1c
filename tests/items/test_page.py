"""HTML as its reader sees it, with targets written out."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.errors import TooLarge
from kiemtin.items import receive_bytes
from kiemtin.items.page import MAX_TAGS, read_page


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Xin  <b>chào</b></p><p>bạn", "Xin chào\nbạn"),
        ("a<br>b<div>c</div>d", "a\nb\nc\nd"),
        ("<title>T</title><style>x</style><script>if(a<b){}</script>thấy", "thấy"),
        ("<!-- không -->thấy<!-- <p>không", "thấy"),
        ("&lt;b&gt; &amp; &#x1F600;", "<b> & 😀"),
        ("<img alt='Logo ngân hàng' src=x>", "Logo ngân hàng"),
        ("<input placeholder='Mã OTP'><input type=hidden value=x>", "Mã OTP"),
        ("<table><tr><td>a<td>b</table>", "a b"),
        ("3 < 5 và 7 > 2", "3 < 5 và 7 > 2"),
    ],
)
def test_visible_text(html: str, text: str) -> None:
    """What a reader sees, with block elements as lines."""
    assert text == read_page(html).text


def test_targets_are_written_out_with_their_text() -> None:
    """Each link shows where it leads; forms, frames and refreshes too; the spans cut the targets out."""
    html = (
        '<meta http-equiv=refresh content="0; url=https://r.vd/r">'
        '<a href="https://evil.vd/x?a=1&amp;b=2">https://nganhang.vd</a> <a href="/trong">x</a>'
        "<form action='https://post.vd/p'></form><iframe src=//khung.vd></iframe><a href=javascript:void(0)>bấm</a>"
    )
    page = read_page(html)
    assert [
        ("https://r.vd/r", ""),
        ("https://evil.vd/x?a=1&b=2", "https://nganhang.vd"),
        ("https://post.vd/p", ""),
        ("//khung.vd", ""),
        ("javascript:void(0)", "bấm"),
    ] == [(page.text[anchor.start : anchor.end], anchor.shown) for anchor in page.anchors]
    assert "https://nganhang.vd ⟨https://evil.vd/x?a=1&b=2⟩" in page.text


@pytest.mark.parametrize(
    "style",
    ["hidden", "style='display: none'", 'style="FONT-SIZE:0px"', "style=visibility:hidden", "style='opacity:0'"],
)
def test_hidden_text_is_dropped_and_counted(style: str) -> None:
    """Hidden text is not shown as if it were, and not dropped in silence."""
    item = receive_bytes(f"<p>thấy</p><div {style}>giấu <div>kín</div> đi</div><p>thấy nữa".encode(), "a.html")
    assert "thấy\nthấy nữa" == item.text
    assert [("unread.hidden-text", (("count", 9),))] == [(unread.what, unread.values) for unread in item.unread]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1258", "utf-16"])
def test_a_page_is_read_in_the_charset_it_declares(charset: str) -> None:
    """The declared charset, or the byte order mark, decides."""
    html = f"<meta charset='{charset}'><p>Tài kho\u0061\u0309n"
    item = receive_bytes(html.encode(charset), "a.html")
    assert "Tài khoản" == unicodedata.normalize("NFC", item.text)
    assert () == item.unread


def test_bytes_that_fit_no_charset_are_told() -> None:
    """What cannot be read shows as a replacement character, and is told."""
    item = receive_bytes(b"<p>a\xffb", "a.html")
    assert ("a\ufffdb", "unread.encoding") == (item.text, item.unread[0].what)


def test_small_sizes_are_not_hidden() -> None:
    """Half a line's height and almost full opacity are visible."""
    assert "a b" == read_page("<span style='font-size:0.5em'>a</span> <b style='opacity:0.9'>b</b>").text


@given(
    st.lists(st.sampled_from(["<", ">", "<a ", "href=", '"', "'", "</a>", "<p hidden>", "<!--", "x", " ", "&", "/"]))
)
def test_any_markup_is_read(pieces: list[str]) -> None:
    """No markup raises, and every anchor's span lies within the text."""
    page = read_page("".join(pieces))
    assert all(0 <= anchor.start <= anchor.end <= len(page.text) for anchor in page.anchors)


def test_one_tag_too_many() -> None:
    """A page at the limit is read, one past it refused."""
    assert "" == read_page("<p>" * MAX_TAGS).text
    with pytest.raises(TooLarge) as refusal:
        read_page("<p>" * (MAX_TAGS + 1))
    assert "refused.too-many-tags" == refusal.value.message_id


@pytest.mark.parametrize(
    "atom",
    [
        "<div>",
        "<a href='x:y'>",
        "<",
        "<a ",
        "<a b='",
        "<!--",
        "<b><p>",
        "<style>",
        "&#9",
        "</",
        "<p hidden>",
        "<a a='\">",
    ],
)
def test_deep_and_broken_markup_is_linear(atom: str) -> None:
    """As many nested or broken tags as a page may have take seconds at worst, and no recursion."""
    html = atom * (MAX_TAGS // max(1, atom.count("<")))
    started = time.process_time()
    read_page(html)
    assert time.process_time() - started < 8
