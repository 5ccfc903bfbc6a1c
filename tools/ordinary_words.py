"""Rewrites ``src/kiemtin/organisations/data/ordinary_words.txt``: words that must not stand for an organisation.

Run as ``python tools/ordinary_words.py WORDFREQ.whl ENGLISH_WORDS`` with the wheel of the package wordfreq and a plain
English word list (Debian's ``wamerican``: /usr/share/dict/words). The result is committed; users never need this.
"""

from __future__ import annotations

import gzip
import sys
import zipfile
from itertools import islice
from pathlib import Path

import msgpack  # type: ignore[import-untyped]

from kiemtin.text.fold import fold_word

TARGET = Path(__file__).parent.parent / "src/kiemtin/organisations/data/ordinary_words.txt"
VIETNAMESE_WORDS = 6_000
ENGLISH_WORDS = 15_000
BORROWED_FROM_BRANDS = frozenset({"google", "twitter"})
"""Words that entered the dictionary by way of the organisation they name."""

COMPOUNDS = """
ngan hang, dien luc, cong an, chinh phu, toa an, y te, giao duc, bao hiem, khuyen mai, tai khoan, chuyen khoan,
thanh toan, mua sam, san pham, giao hang, giam gia, uu dai, khach hang, cham soc, ho tro, tuyen dung, viec lam, vay
tien, vay von, tin dung, the tin dung, diem thuong, qua tang, trung thuong, xo so, dien thoai, may tinh, internet,
du lich, khach san, ve may bay, xe may, o to, nha dat, bat dong san, chung khoan, dau tu, tien dien, tien nuoc, hoa
don, thue, ke khai, dang ky, dang nhap, xac thuc, xac minh, cap nhat, bao mat, mat khau, dich vu, cong dan, quoc
gia, dan cu, can cuoc, ho chieu, dinh danh, phat nguoi, giao thong, canh sat, dieu tra, vien kiem sat, benh vien,
truong hoc, dai hoc, hoc sinh, sinh vien, thu vien, tin tuc, bao chi, thoi su, the thao, bong da, giai tri, am nhac,
phim, truyen, tro choi, am thuc, suc khoe, lam dep, thoi trang, me va be, gia dinh, tinh yeu, viet nam, ha noi, sai
gon, da nang, hai phong, can tho, ho chi minh, dong nai, binh duong, quang ninh, khanh hoa, binh chon, cuoc thi, su
kien, nhan qua, nap the, the cao, mien phi, chinh hang, gia re, uy tin, online, shop, mua ban, cho, sieu thi, cua
hang, vang bac, trang suc, ngoai thuong, cong thuong, nong nghiep, quan doi, hang hai, hang khong, buu dien, vien
thong, cong nghe, phan mem, ung dung, tai ve, cai dat, huong dan,
moi truong, thien nhien, tai nguyen, khi hau, thoi tiet, do thi, nong thon, kinh te, tai chinh, thuong mai, thi truong,
doanh nghiep, cong ty, tap doan, nha may, san xuat, xuat khau, nhap khau, xay dung, kien truc, noi that, ngoai that,
vat lieu, van hoa, nghe thuat, lich su, dia ly, khoa hoc, ky thuat, nghien cuu, dao tao, tuyen sinh, thi cu, de thi,
bai tap, ngoai ngu, tieng anh, giao vien, mam non, tieu hoc, trung hoc, tap chi, doi song, xa hoi, phap luat, luat su,
chinh tri, quoc hoi, dang uy, thanh nien, phu nu, nguoi cao tuoi, tre em, cong dong, tu thien, ton giao, phat giao,
cong giao, le hoi, am duong, phong thuy, tu vi, boi toan, hoang dao, nau an, mon ngon, nha hang, ca phe, tra sua,
banh keo, thuc pham, rau cu, trai cay, hai san, thit bo, gao nep, nuoc mam, do uong, bia ruou, duoc pham, thuoc tay,
dong y, nha khoa, phong kham, tham my, lam toc, spa, the hinh, yoga, boi loi, cau long, bong ro, bong chuyen, co vua,
xe dap, xe hoi, phu tung, van tai, hang hoa, kho bai, san bay, nha ga, tau thuyen, bien dao, nui rung, thac nuoc,
cong vien, so thu, cay canh, hoa tuoi, thu cung, cho meo, ca canh, chan nuoi, trong trot, phan bon, thuy san, lua gao,
cao su, ho tieu, dien tu, dien lanh, dien may, may giat, tu lanh, may lanh, may bom, may moc, co khi, sat thep,
inox, nhom kinh, go, gach men, son nuoc, cua cuon, rem cua, chan ga, quan ao, giay dep, tui xach, my pham, nuoc hoa,
dong ho, kinh mat, trang diem, cuoi hoi, chup anh, quay phim, in an, quang cao, thiet ke, lap trinh, may chu, ten
mien, an ninh, phong chay, bao ve, ve sinh, sua chua, lap dat, bao hanh, bao tri, cho thue, phong tro, chung cu,
biet thu, dat nen, du an, quy hoach, hanh chinh, ho so, bieu mau, hop dong, ke toan, kiem toan, tieu chuan, chat
luong, kiem dinh, do luong, so huu, tri tue, ban quyen, tac gia, nha van, tho ca, sach noi, truyen tranh, phim anh,
ca nhac, nhac tre, karaoke, mua roi, xiec ao thuat, game thu, bong ban, vo thuat, kieu bao, du hoc, dinh cu, visa,
dich thuat, phien dich, tam ly, tinh duc, hon nhan, nuoi con, ba bau, so sinh, me bau, sua bot, ta bim, do choi
"""

HEADER = """\
# The most frequent Vietnamese syllables and words and English words, folded to ASCII letters.
# Derived from wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0); English ones kept only where Debian's wamerican
# (public domain) has them as ordinary words. This file is under CC BY-SA 4.0: see NOTICE.
"""


def frequent(wheel: zipfile.ZipFile, language: str) -> list[str]:
    """All words of one of wordfreq's small lists, most frequent first."""
    packed = gzip.decompress(wheel.read(f"wordfreq/data/small_{language}.msgpack.gz"))
    buckets = msgpack.unpackb(packed)[1:]
    return [word for bucket in buckets for word in bucket]


def main() -> None:
    """Write the list."""
    wheel = zipfile.ZipFile(sys.argv[1])
    dictionary = set(Path(sys.argv[2]).read_text("utf-8").splitlines())
    vietnamese = islice((w for w in frequent(wheel, "vi") if not w.isascii() or len(w) <= 6), VIETNAMESE_WORDS)
    english = islice((w for w in frequent(wheel, "en") if w in dictionary), ENGLISH_WORDS)
    words = {fold_word(word) for word in (*vietnamese, *english)}
    words |= {compound.strip().replace(" ", "") for compound in COMPOUNDS.replace("\n", " ").split(",")}
    words -= BORROWED_FROM_BRANDS
    kept = sorted(word for word in words if word.isascii() and word.isalpha() and len(word) > 1)
    TARGET.write_text(HEADER + "\n".join(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
