"""Hostile input: what somebody sends who wants this program to fall over, be slow, or say something false."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Iterator

from kiemtin.text.limits import MAX_TEXT_BYTES
from tests.shared_data import SHARED

LONG = MAX_TEXT_BYTES - 100
"""Characters of a repeated pattern that just passes the door."""

REPEATED = (
    *"a0.-@/:;,#?%&=+*()[]{}<>|\\\"'`~^_ \t\n\r\v\f",
    "a.b.vn ",
    "a.",
    ".a",
    "[.]",
    "(.)",
    "hxxp",
    "http://",
    "https://a.vn/",
    "http://a@",
    "https//",
    "h**p",
    "www.",
    "@a.vn",
    "a@a.vn ",
    "a@",
    "0912345678 ",
    "1900 ",
    "+84",
    "0-",
    "0 9 1 2 ",
    "1>9>0>0",
    "O9l2.345.678 ",
    "STK 0123456789 ",
    "tk: ",
    "2.000.000VND ",
    "1,",
    "5tr-",
    "500k ",
    "vietcombank",
    "vietconbank",
    "vietcombank.com.vn.",
    "vietcombank . com . vn ",
    "b1dv-",
    "mb",
    "xn--",
    "xn--a.",
    "%2e",
    "%00",
    "%",
    " dot ",
    " cham ",
    "(dot)",
    "[dot]",
    "zalo.me/0912 ",
    "bit.ly/a ",
    "?u=https://a.vn",
    "https://a.vn/?u=",
    "javascript:",
    "data:text/html,",
    "1.2.3.4/",
    "0x7f.1/",
    "[::1]",
    "http://[",
    "http://1",
    "\u200b",
    "a\u200b",
    "\u202e",
    "\u2066",
    "\u0301a",
    "a\u0301\u0302\u0303",
    "ệ",
    "。",
    "．",
    "ａ．ｖｎ ",
    "①②③",
    "аррӏе.com ",
    "𝓿ietcombank.com ",
    "\u3164",
    "\ufeff",
    "\ud800",
    "\udfff.vn",
    "\x00",
    "\x1b[31m",
    "\u2028",
    "\x85",
    "👨‍👩‍👧",
    "🇻🇳",
    "ﷺ",
    "İ",
    "ß",
    "Σ",
    "ǆ",
    "[red]",
    "{x}",
    "{0}",
    "%s",
    "<a href='http://a.vn'>",
    "⟨https://a.vn⟩",
    "<!--",
    "</",
    "&#x41;",
    "((((",
    "))))",
    "a-",
    "-a",
    "--",
    "a_",
    "a" * 63 + ".",
    "a" * 64 + ".vn ",
    "nguyen",
    "toi yeu ",
    "dang-nhap-",
)
"""Patterns against which a careless expression, split or loop would be slow."""

SINGLE = (
    "",
    " ",
    "\n" * 4_999,
    "\u0301",
    "a" + "\u0301" * 30,
    "https://" + "a." * 2_000 + "vn",
    "https://" + "a" * 60_000 + ".vn",
    "https://" + "-" * 100_000 + ".vn",
    "https://xn--" + "a" * 50_000 + ".vn",
    "https://xn--" + "9" * 59 + ".vn",
    "https://" + ".".join(["xn--" + "z" * 55] * 4) + ".vn",
    "https://" + "@" * 10_000 + "a.vn",
    "https://a:" + "b" * 50_000 + "@evil.top",
    "https://a.vn:99999999999999999999/",
    "https://a.vn/" + "../" * 20_000,
    "https://a.vn/" + "?" * 50_000,
    "https://a.vn/" + "%F0%9F" * 10_000,
    "https://999.999.999.999/",
    "https://0x" + "f" * 1_000 + "/",
    "https://" + "1." * 1_000 + "1/",
    "https://[" + ":" * 1_000 + "]/",
    "https://[::ffff:1.2.3.4%25eth0]/",
    "http://" * 5_000 + "a.vn",
    "vietcombank" * 5_000 + ".top",
    "vietcombank-" * 5 + "a.top",
    "\u202ehttps://nv.moc.knabmocteiv\u202c",
    "https://a.vn/\u202egpj.apk",
    "https://vietcombank.com.vn\x00.evil.top/",
    "https://vietcombank.com.vn\\@evil.top/",
    "https://vietcombank.com.vn\uff0fevil.top/",
    "https://vietcombank.com.vn\u2044evil.top/",
    "https://vietcombank\u3002com\u3002vn\uff0eevil.top/",
    "https://ⓥⓘⓔⓣⓒⓞⓜⓑⓐⓝⓚ.com.vn/",
    "https://vietcombank.com.vn%2eevil.top/",
    "https://\U0001f600.ws/",
    "https://\u00df.de/",
    "https://İSTANBUL.com/",
    "javascript:alert(1)//vietcombank.com.vn",
    "data:text/html;base64," + "A" * 100_000,
    "0" * 100_000,
    "+" + "8" * 100_000,
    "STK " + "1" * 100_000,
    "1" * 5_000 + "đ",
    "9" * 400 + "e999 triệu",
    "1e400 USD",
    "٠١٢٣٤٥٦٧٨٩",
    "０９１２３４５６７８",
    "STK ٠١٢٣٤٥٦٧٨٩ Vietcombank",
    "²³¹ đồng",
    "½ triệu",
    " ".join(f"https://a{n}.vn/{n}" for n in range(3_000)),
    " ".join(f"vietcombank-{n}.top" for n in range(3_000)),
    " ".join(f"09{n:08d}" for n in range(3_000)),
    "\n".join(f"a{n}@b{n}.vn" for n in range(3_000)),
    " ".join(f"https://a.vn/?u=https://b{n}.vn/?u=https://c{n}.vn" for n in range(1_000)),
    "[" * 100_000 + "." + "]" * 100_000,
    "(" * 50_000 + "a.vn" + ")" * 50_000,
    "<" * 100_000,
    "\ud83d" * 10_000,
    "\ude00\ud83d" * 10_000,
    "\x00" * 100_000,
    "".join(map(chr, range(0x20))),
    "".join(map(chr, range(0x80, 0x3000))).replace("\u2028", ""),
    "".join(chr(c) for c in range(0xD7F0, 0xE010)),
    "".join(chr(c) for c in range(0x10FF00, 0x110000)),
)

TOO_MUCH = (
    "a" * 10_000_000,
    "a " * 500_000,
    "é" * 1_000_000,
    "\n" * 1_000_000,
    "".join(chr(0x300 + n % 0x60) for n in range(100_000)),
    "a" + "\u0301" * 31,
    "https://a.vn/ " * 100_000,
    "\u200b" * 1_000_000,
)
"""Texts past a limit: refused, at once."""


def naughty_strings() -> list[str]:
    """The Big List of Naughty Strings, where it is beside this checkout."""
    path = SHARED / "hostile" / "blns.json"
    return list(json.loads(path.read_text("utf-8"))) if path.exists() else []


def random_texts(count: int) -> Iterator[str]:
    """Texts stitched from pieces that mean something to this program, and from any characters at all."""
    chance = random.Random(20261122)
    pieces = [*REPEATED, *string.ascii_letters, "vietcombank.com.vn", "evil.top", "https://", "@", "1900545413"]
    for _ in range(count):
        parts = [
            chance.choice(pieces) if chance.random() < 0.8 else chr(chance.randrange(0x110000))
            for _ in range(chance.randrange(1, 400))
        ]
        yield "".join(parts)


def repeated_texts(length: int = LONG) -> Iterator[str]:
    """Each pattern ``length`` bytes long, by default as long as the door lets in, with something to find behind it."""
    for pattern in REPEATED:
        size = len(pattern.encode("utf-8", "surrogatepass"))
        text = pattern * (length // size)
        if text.count("\n") > 4_000:
            text = pattern * 4_000
        yield text + " https://vietcombank-vn.top 0912345678"


def hostile_texts(length: int = LONG) -> list[str]:
    """More than 500 texts, each of which must be answered or refused."""
    return [*naughty_strings(), *SINGLE, *TOO_MUCH, *repeated_texts(length), *random_texts(250)]
