"""Addresses in one form: what differs only in how it was copied is the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiemtin.factchecks.addresses import MAX_LENGTH, MAX_STEPS, address_hash, canonical

PAGE = "https://bao-mau.example/tin/1"

SAME = [
    "http://bao-mau.example/tin/1",
    "https://www.bao-mau.example/tin/1/",
    "https://m.bao-mau.example/tin/1",
    "https://amp.bao-mau.example/tin/1",
    "https://www.mobile.bao-mau.example/tin/1",
    "HTTPS://BAO-MAU.example.:443/tin/1#phan-2",
    "http://bao-mau.example:80/tin/1?",
    "https://ten:mat-khau@bao-mau.example/tin/1",
    "https://bao-mau.example/tin/1?utm_source=zalo&UTM_campaign=x&fbclid=1&gclid=2&igshid=3&si=4&ref=5&mibextid=6",
    "https://bao-mau.example/x/../tin/1",
    "  https://bao-mau.example/tin/1\n",
    "https://web.archive.org/web/20210306101112/https://bao-mau.example/tin/1",
    "https://web.archive.org/web/20210306101112id_/http:/www.bao-mau.example/tin/1",
    "https://web.archive.org/web/2021*/bao-mau.example/tin/1",
    "https://archive.org/web/2021/https%3A%2F%2Fbao-mau.example%2Ftin%2F1",
    "https://web.archive.org/save/https://bao-mau.example/tin/1",
    "https://archive.ph/20210306/https://bao-mau.example/tin/1",
    "https://archive.today/o/AbCdE/https://bao-mau.example/tin/1",
    "https://www.google.com/amp/s/bao-mau.example/tin/1",
    "https://bao--mau-example.cdn.ampproject.org/c/s/bao-mau.example/tin/1",
    "https://bao--mau-example.cdn.ampproject.org/v/bao-mau.example/tin/1",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fbao-mau.example%2Ftin%2F1%3Ffbclid%3D1&h=AT1",
    "https://www.facebook.com/l.php?h=1&u=https%3A%2F%2Fbao-mau.example%2Ftin%2F1",
    "https://www.google.com.vn/url?sa=t&q=https://bao-mau.example/tin/1&usg=x",
    "https://www.google.com/url?url=https%3A%2F%2Fbao-mau.example%2Ftin%2F1",
    "https://web.archive.org/web/2021/https://l.facebook.com/l.php?u=https%3A%2F%2Fbao-mau.example%2Ftin%2F1",
]


@pytest.mark.parametrize("url", SAME)
def test_the_same_page_however_it_was_copied(url: str) -> None:
    """Scheme, dress, tracking, archives and redirectors change nothing."""
    assert PAGE == canonical(url)
    assert address_hash(PAGE) == address_hash(url)


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://youtu.be/a-B_1?si=x", "https://youtube.com/watch?v=a-B_1"),
        ("https://m.youtube.com/watch?v=a-B_1&t=10s&feature=share", "https://youtube.com/watch?v=a-B_1"),
        ("https://www.youtube.com/shorts/a-B_1", "https://youtube.com/watch?v=a-B_1"),
        ("https://www.youtube.com/embed/a-B_1?list=x", "https://youtube.com/watch?v=a-B_1"),
        ("https://www.youtube.com/watch?list=x&v=a-B_1&index=2", "https://youtube.com/watch?v=a-B_1"),
        ("https://www.youtube.com/playlist?list=x", "https://youtube.com/playlist?list=x"),
        ("https://mobile.twitter.com/mau/status/12?s=20&t=abc", "https://x.com/mau/status/12"),
        ("https://mbasic.facebook.com/story.php?story_fbid=1&id=2", "https://facebook.com/story.php?id=2&story_fbid=1"),
        ("https://a.example/?b=2&a=1&b=1", "https://a.example?a=1&b=1&b=2"),
        ("https://a.example:8443/", "https://a.example:8443"),
        ("https://a.example/t%e1%bb%9d", "https://a.example/t%E1%BB%9D"),
        ("https://a.example/tờ", "https://a.example/t%E1%BB%9D"),
        ("https://m.example/", "https://m.example"),
        ("https://www.google.com/search?q=https://a.example", "https://google.com/search?q=https://a.example"),
        ("https://archive.ph/AbCdE", "https://archive.ph/AbCdE"),
        ("http://[::1]:80/a", "https://[::1]/a"),
    ],
)
def test_what_stays_of_an_address(url: str, form: str) -> None:
    """What chooses the page is kept, in one order."""
    assert form == canonical(url)


@pytest.mark.parametrize(
    "url",
    ["", "khong phai", "ftp://a.example/", "javascript:alert(1)", "http://", "https://a\ud800.example/", "a.vn/b"],
)
def test_what_is_no_web_address_has_no_form(url: str) -> None:
    """It still has a hash, of 16 bytes like any other."""
    assert canonical(url) is None
    assert 16 == len(address_hash(url))


def test_a_long_address_is_taken_up_to_the_limit() -> None:
    """At the limit it is read; one character beyond it is none."""
    start = "https://a.example/"
    assert canonical(start + "a" * (MAX_LENGTH - len(start))) is not None
    assert canonical(start + "a" * (MAX_LENGTH - len(start) + 1)) is None


def test_an_archive_of_archives_is_opened_so_often_and_no_more() -> None:
    """The last steps bring the address itself into form and find it so."""
    wrapping = "https://web.archive.org/web/2021/"
    assert PAGE == canonical(wrapping * (MAX_STEPS - 2) + PAGE + "/")
    assert canonical(wrapping * (MAX_STEPS - 1) + PAGE + "/") is None


PIECES = st.sampled_from(
    [
        *(
            "https://",
            "http:/",
            "web.archive.org/web/2021/",
            "archive.ph/",
            "google.com/url?q=",
            "l.facebook.com/l.php?u=",
        ),
        *(
            "www.",
            "m.",
            "amp.",
            "youtu.be/",
            "youtube.com/",
            "shorts/",
            "a.example",
            "twitter.com",
            "/amp/s/",
            "google.com",
        ),
        *(
            "?",
            "&",
            "=",
            "#",
            "//",
            "/",
            "%2F",
            "%3A",
            "%e1",
            "utm_source=1",
            "v=1",
            "t=1",
            ".",
            ":80",
            ":8080",
            "@",
            "+",
        ),
        *("cdn.ampproject.org/c/s/", "\u1ebf", " ", "\\", "\ud800", ";", "1.2.3.4"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text().map("https://".__add__) | st.text())
@example("https://www.m.www.example/")
@example("https://a.example//")
def test_the_form_of_a_form_is_itself(url: str) -> None:
    """Nothing raises, and a second pass changes nothing."""
    form = canonical(url)
    assert form is None or form == canonical(form)
    assert 16 == len(address_hash(url))
