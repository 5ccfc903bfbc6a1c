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


APART = [
    ("Vào https://sis.vidu.edu.vn. Thắc mắc mail ctsv@vidu.edu.vn", "https://sis.vidu.edu.vn"),
    ("Website: https://vidu.edu.vn\nEmail: lienhe@vidu.org", "https://vidu.edu.vn"),
    ("https://dichvu-vd.vn, liên hệ dv@vidu.org", "https://dichvu-vd.vn"),
    ("http://vidu.com.vn | Email: sales@vidu.com.vn", "http://vidu.com.vn"),
    ("http://vidu.com.vn;sales@vidu.com.vn", "http://vidu.com.vn"),
    ("“https://vidu.com.vn” (sales@vidu.com.vn)", "https://vidu.com.vn"),
    ("https://vidu.com.vn(sales@vidu.com.vn)", "https://vidu.com.vn"),
    ("vidu.com.vn/sales@vidu.com.vn", "vidu.com.vn"),
]


@pytest.mark.parametrize(("text", "written"), APART)
def test_an_address_does_not_reach_to_the_next_at_sign(text: str, written: str) -> None:
    """A site and an e-mail address behind it are two parts, whatever stands between them."""
    assert [written] == [link for link, _ in links_of(text)]
    assert 1 == len(parts_of(text, PartKind.EMAIL))


def test_a_target_is_split_as_a_browser_does() -> None:
    """In HTML all before the last at sign is a user's name, spaces and commas too."""
    text = "⟨https://vidu.com.vn, @evil.top/x⟩"
    item = Item(text, "page", (Anchor(1, len(text) - 1, "vidu.com.vn"),))
    assert "evil.top" == link_of(item).host


FALSE_SLASHES = [
    ("https://vidu.com.vn⁄login.evil.top/x", "evil.top"),
    ("https://vidu.com.vn∕login.evil.top", "evil.top"),
    ("https://vidu.com.vn⧸a╱login.evil.top", "evil.top"),
    ("vidu.com.vn⁄login.evil.top/x", "evil.top"),
    ("https://vidu.com.vn／login.evil.top", None),
    ("https://vidu.com.vn＼login.evil.top", None),
]


@pytest.mark.parametrize(("text", "registrable"), FALSE_SLASHES)
def test_a_sign_like_a_slash_does_not_end_the_host(text: str, registrable: str | None) -> None:
    """A browser reads such a sign as a letter of the host, or refuses the address; it never opens the first half."""
    link = link_of(f"xem {text} nhé")
    assert (registrable, True) == (link.domain and link.domain.registrable, link.disguised)
    assert [text] == [part.text for part in parts_of(f"xem {text} nhé", PartKind.LINK)]


def test_full_width_slashes_of_a_path_are_read() -> None:
    """A slash in full width before what is no host begins a path."""
    assert [("ｈｔｔｐｓ：／／ｖｉｄｕ．ｔｏｐ／ｘ", "vidu.top")] == links_of("ｈｔｔｐｓ：／／ｖｉｄｕ．ｔｏｐ／ｘ")
    assert [("https://vidu.vn", "vidu.vn")] == links_of("https://vidu.vn⁄ nhé")


DISGUISED = [
    ("vào www,vidu-nhanqua,com ngay", "www,vidu-nhanqua,com", "www.vidu-nhanqua.com"),
    ("vào www.vidu-nhanqua,com,vn/a ngay", "www.vidu-nhanqua,com,vn/a", "www.vidu-nhanqua.com.vn"),
    ("vào https://vidu-nhanqua,com/x", "https://vidu-nhanqua,com/x", "vidu-nhanqua.com"),
    ("vào v i d u b a n k . t o p nhé", "v i d u b a n k . t o p", "vidubank.top"),
    ("(v i d u - v n . c o m . v n)", "v i d u - v n . c o m . v n", "vidu-vn.com.vn"),
    ("vào v i d u b a n k .com", "v i d u b a n k .com", "vidubank.com"),
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
    "Ref IBVCB.1203190411.ck tien hang, GD 882.ck hoc phi",
    "phiên bản 1.2.3.4 và v2.0.1, ngày 10.10.2024 lúc 20:16:32.Ma uu dai",
    "an trua o quan. com ngon lam, toi di an. com ngon",
    "wz8:88.Bma Gu.i_C:OT Na.pVao- X.öc",
    "tai khoan viettelvd.de biet them, xong.la the, hai.Vn ok.La 2.Co 3.Me",
    "bạn @vidumail.com đã trúng thưởng",
    "trời mưa to.vn mình thắng rồi, 6h từ HN.HP đi HP.HN",
    "vidu,com và vi,du,com, www,vidu,De biết",
    "a b . v n, C H Ú Ý . V ề, 1 2 3 4 5 . v n, x e m n a y . k h o",
    "1⁄2 cốc, và⁄hoặc",
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


def test_a_comma_behind_a_whole_name_is_a_comma() -> None:
    """Only a name that is not complete goes on behind a comma."""
    assert [("https://vidu.com", "vidu.com"), ("khac-vd.vn", "khac-vd.vn")] == links_of("https://vidu.com,khac-vd.vn")
    assert [("www,vidu,com", "www.vidu.com")] == links_of("www,vidu,com,goi ngay")


@pytest.mark.parametrize(
    "text", ["vào nap.vn để nhận", "xem tại tin.vn nhé", "Trang: tin.net có bài", "hay tin.com.vn là"]
)
def test_a_word_that_is_announced_as_an_address_is_a_link(text: str) -> None:
    """A name like an ordinary word is believed behind words that lead to an address."""
    assert 1 == len(links_of(text))


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
