"""Links as people and scammers write them, and what only looks like one."""

from __future__ import annotations

import pytest

from kiemtin.items import Anchor, Item, PartKind
from tests.items.reading import link_of, links_of, parts_of

WRITTEN = [
    ("truy cập https://ngan-hang-vn.cfd/vn.", "https://ngan-hang-vn.cfd/vn", "ngan-hang-vn.cfd"),
    ("(https://vi-du.vn-trangchu.click/tin/)", "https://vi-du.vn-trangchu.click/tin/", "vi-du.vn-trangchu.click"),
    ("xem https://vi.vidu.org/wiki/X_(y)", "https://vi.vidu.org/wiki/X_(y)", "vi.vidu.org"),
    ("Tele;https://rutgon-vd.cn/TTqB4A", "https://rutgon-vd.cn/TTqB4A", "rutgon-vd.cn"),
    ("miềnhttps://tracuu-vd.com", "https://tracuu-vd.com", "tracuu-vd.com"),
    ("tai:bit.ly/Abc2T5 diem", "bit.ly/Abc2T5", "bit.ly"),
    ("id:zalo.me/84912345678", "zalo.me/84912345678", "zalo.me"),
    ("vào t.me/+AbC nhé", "t.me/+AbC", "t.me"),
    ("nhắn m.me/vidu.shop", "m.me/vidu.shop", "m.me"),
    ("TraoThuongQuyVD.Com (viết liền)", "TraoThuongQuyVD.Com", "traothuongquyvd.com"),
    ("NGAY>>m.vidustk.icu de lay", "m.vidustk.icu", "m.vidustk.icu"),
    ("irMg{JLNhlx.qvjxm.tech}2R6", "JLNhlx.qvjxm.tech", "jlnhlx.qvjxm.tech"),
    ("h;qvjxm.tech}", "qvjxm.tech", "qvjxm.tech"),
    ("<fr3x.win/z1r5Dd>", "fr3x.win/z1r5Dd", "fr3x.win"),
    ("Rut Cuc Nhanh mjPb.Gexne.de", "mjPb.Gexne.de", "mjpb.gexne.de"),
    ("dai thang drwhcP.GexrE.me fr", "drwhcP.GexrE.me", "drwhcp.gexre.me"),
    ("c19.kvin668.com  hP", "c19.kvin668.com", "c19.kvin668.com"),
    ("tải http://xau-vd.top/nganhang.apk ngay", "http://xau-vd.top/nganhang.apk", "xau-vd.top"),
    ("https://dx.vidu.gov.vn.Tran trong", "https://dx.vidu.gov.vn", "dx.vidu.gov.vn"),
    ("vao shopvidu.vn.De nhan qua", "shopvidu.vn", "shopvidu.vn"),
    ("http://0x7f.1/", "http://0x7f.1/", "127.0.0.1"),
    ("http://3232235777/", "http://3232235777/", "192.168.1.1"),
    ("http://017700000001/", "http://017700000001/", "127.0.0.1"),
    ("http://[::1]:80/x", "http://[::1]:80/x", "[::1]"),
    ("mở 10.0.0.1:8080 đi", "10.0.0.1:8080", "10.0.0.1"),
    ("mở 192.0.2.7/login đi", "192.0.2.7/login", "192.0.2.7"),
    ("ngânhàng.com", "ngânhàng.com", "xn--ngnhng-ltan.com"),
    ("xn--ngnhng-ltan.com", "xn--ngnhng-ltan.com", "xn--ngnhng-ltan.com"),
    ("http://vidu.com.vn%2eevil.top/x", "http://vidu.com.vn%2eevil.top/x", "vidu.com.vn.evil.top"),
    ("vidu.co.za", "vidu.co.za", "vidu.co.za"),
]


@pytest.mark.parametrize(("text", "written", "host"), WRITTEN)
def test_finds_links_as_written(text: str, written: str, host: str) -> None:
    """A link is found at its exact place, with the host that a browser would ask for."""
    assert [(written, host)] == links_of(text)


DISGUISED = [
    ("xem nganhang . com . vn nhe", "nganhang . com . vn", "nganhang.com.vn"),
    ("[ xhoaq. com ] Vui long", "xhoaq. com", "xhoaq.com"),
    ("hxxps://vidubank[.]com[.]vn/login", "hxxps://vidubank[.]com[.]vn/login", "vidubank.com.vn"),
    ("hxxps[:]//vidubank[.]com", "hxxps[:]//vidubank[.]com", "vidubank.com"),
    ("vidubank(dot)com(dot)vn", "vidubank(dot)com(dot)vn", "vidubank.com.vn"),
    ("vidubank{.}com", "vidubank{.}com", "vidubank.com"),
    ("vidubank dot com nhé", "vidubank dot com", "vidubank.com"),
    ("vidushop chấm com chấm vn", "vidushop chấm com chấm vn", "vidushop.com.vn"),
    ("vào https:// scb-vidu.com de huy", "https:// scb-vidu.com", "scb-vidu.com"),
    ("vào https//scb-vidu.com de huy", "https//scb-vidu.com", "scb-vidu.com"),
    ("h**p://abc-vidu.top", "h**p://abc-vidu.top", "abc-vidu.top"),
    ("htp://abc-vidu.top", "htp://abc-vidu.top", "abc-vidu.top"),
    ("http://https://abc-vidu.top", "http://https://abc-vidu.top", "abc-vidu.top"),
    ("vidubank．com。vn", "vidubank．com。vn", "vidubank.com.vn"),
    ("ｖｉｄｕ－ｖｎ．ｔｏｐ", "ｖｉｄｕ－ｖｎ．ｔｏｐ", "vidu-vn.top"),
    ("vidu\u200bbank.com.vn", "vidu\u200bbank.com.vn", "vidubank.com.vn"),
    ("xem bit. ly/abc", "bit. ly/abc", "bit.ly"),
]


@pytest.mark.parametrize(("text", "written", "host"), DISGUISED)
def test_reads_through_disguises(text: str, written: str, host: str) -> None:
    """A link in disguise is read, its span covers what was written, and it is marked as disguised."""
    assert [(written, host)] == links_of(text)
    assert link_of(text).disguised


NO_LINKS = [
    "phí 2.000.000VND, 10h.Neu khong, TP.HCM, TPHCM.De tu choi",
    "15.000d gui 9345.Chi tiet, 1313.De tu choi QC",
    "Q.1, S.A, nhe.Ma, ngay.Co gi, T.Thuong, Dr.An, 3.KM áp dụng",
    "hopdong.docx anh.jpg report.zip setup.sh README.md Node.js ASP.NET e.g. i.e.",
    "phiên bản 1.2.3.4 và v2.0.1, ngày 10.10.2024 lúc 20:16:32.Ma uu dai",
    "an trua o quan. com ngon lam, toi di an. com ngon",
    "wz8:88.Bma Gu.i_C:OT Na.pVao- X.öc",
    "tai khoan viettelvd.de biet them, xong.la the, hai.Vn ok.La 2.Co 3.Me",
    "bạn @vidumail.com đã trúng thưởng",
    "gọi 0912.345.678 hoặc 1.900.000 đồng",
    "a.b.c.d.e... ..... http:// https:// www. ://",
]


@pytest.mark.parametrize("text", NO_LINKS)
def test_leaves_alone_what_is_no_link(text: str) -> None:
    """Amounts, versions, file names and sentences without a space after the full stop are no links."""
    assert [] == links_of(text)


@pytest.mark.parametrize("name", ["shopvidu.sbs", "nap.vn", "vi.de", "report.zip", "la.la", "a_b.vn", "1.co", "go.me."])
def test_a_name_alone_is_a_link(name: str) -> None:
    """A name under an existing top-level domain is a link when it is all there is, whatever its syllables."""
    assert [(name.rstrip("."), name.rstrip("."))] == links_of(f" {name}\n")


def test_user_info_is_not_the_host() -> None:
    """What stands before an at sign is a user's name, with a scheme and without."""
    assert [("https://vidu.com.vn@evil.top/x", "evil.top")] == links_of("https://vidu.com.vn@evil.top/x")
    assert [("vidu.com.vn@evil.top/x", "evil.top")] == links_of("vidu.com.vn@evil.top/x")
    assert link_of("https://vidu.com.vn@evil.top/x").user_info == "vidu.com.vn"


def test_glued_links_are_two() -> None:
    """A comma between two addresses ends the first."""
    assert [("https://a-vd.vn", "a-vd.vn"), ("https://b-vd.vn/x", "b-vd.vn")] == links_of(
        "https://a-vd.vn,https://b-vd.vn/x"
    )


def test_a_refused_address_is_still_a_part() -> None:
    """An address with a scheme that a browser refuses is kept as written, without a domain."""
    link = link_of("xem http://1.2.3.4.5/x")
    assert ("1.2.3.4.5", None, True) == (link.host, link.domain, link.has_scheme)


@pytest.mark.parametrize(
    ("text", "inside", "host"),
    [
        ("https://tim-vd.com/url?q=https%3A%2F%2Fevil.top%2Fx&sa=1", "https%3A%2F%2Fevil.top%2Fx", "evil.top"),
        ("https://tim-vd.com/r?u=https://evil.top/a", "https://evil.top/a", "evil.top"),
        ("https://tim-vd.com/search?q=evil888.com", "evil888.com", "evil888.com"),
    ],
)
def test_redirect_targets_are_links_inside(text: str, inside: str, host: str) -> None:
    """The target of a redirect is a part of its own, where it stands, if it leads to another domain."""
    outer, inner = parts_of(text, PartKind.LINK)
    assert (text, inside, True) == (outer.text, inner.text, inner.detail.inside)
    assert [(text, "tim-vd.com"), (inside, host)] == links_of(text)


def test_a_target_on_the_same_domain_is_not_told_twice() -> None:
    """A link to oneself inside a link is nothing."""
    assert 1 == len(links_of("https://a-vd.vn/?next=https://m.a-vd.vn/b"))


def test_anchors_carry_what_the_reader_sees() -> None:
    """The target of an anchor is a link with its text; a text that is its own target is not repeated."""
    text = "Ngân hàng ⟨https://evil-vd.top/x⟩ ⟨//a-vd.top⟩ ⟨javascript:alert(1)⟩"
    starts = [text.index(target) for target in ("https:", "//a-vd", "javascript")]
    ends = [text.index("⟩", start) for start in starts]
    shown = ("https://nganhang-vd.com.vn", "a-vd.top/", "bấm")
    item = Item(text, "page", tuple(map(Anchor, starts, ends, shown)))
    found = [part.detail for part in parts_of(item, PartKind.LINK)]
    assert ["https://nganhang-vd.com.vn", None, "bấm"] == [link.shown for link in found]
    assert ["evil-vd.top", "a-vd.top", ""] == [link.host for link in found]
