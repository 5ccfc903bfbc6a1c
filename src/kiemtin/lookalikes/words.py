"""The words people and scammers put around a name, and how much of a name they explain.

Written by hand from real names; folded, without spaces. ``docs/lookalikes.md`` says what each class is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kiemtin.organisations.lint import ordinary_words


class WordClass(StrEnum):
    """What a word around a name says about its purpose."""

    LURE_VI = "lure-vi"  # to obtain something (a login, money, data, an app), in Vietnamese
    LURE_EN = "lure-en"  # the same in English
    PLACE = "place"
    CRITIC = "critic"
    FAN = "fan"
    TOPIC = "topic"


LURE_VI = """
nganhang dangnhap dangky dangki dk taikhoan tk baomat antoan xacthuc xacminh xacnhan capnhat nangcap kichhoat mokhoa khoa matkhau
ungdung tai taive taiapp caidat vay vayvon vaytien vaynhanh vaytinchap vaytieudung vaytructuyen tindung tinchap taichinh the thetindung
hanmuc nanghanmuc rut rutien ruttien hoantien hoanphi hoan nap napthe naptien napgame naptk thecao kimcuong quanhuy qua quatang nhanqua
nhan nhanthuong nhanhqua thuong phanthuong phatqua phatthuong tangqua trungthuong giaithuong giaidau trian tri sukien khuyenmai
uudai vongquay vongquaymayman mayman quay thanhvien diemthuong doidiem doiqua tichdiem diemdanh hopqua mienphi hot hotro
trogiup cskh chamsoc chamsockhachhang khachhang dichvu trungtam tongdai cuahang tuyendung tuyennhanvien tuyenctv vieclam ctv congtacvien
kiemtien nhiemvu daily hoahong dautu thanhtoan chuyentien chuyenkhoan chuyenphat giaohang vanchuyen tracuu buukien donhang phat
nopphat phatnguoi vipham dichvucong dinhdanh dinhdanhdientu hoso hokhau cccd cmnd gplx thue hoadon bhxh trocap quyengop tuthien
baohiem binhchon tinhnang quanly baotri canhbao thongbao khancap kiemtra dangkyngay nhanh khan trianquy chinhthuc quocgia nhantien uutien giaingan khoasim chuanhoa tienthuong hoadontien sinhtrachoc tieudung tinchapluong thongtin trangthai troly nhansu tienluong vidientu hantien camvinhvien tracuudon luong canhan
sinhnhat tet lixi sieusale giamgia giare uytin shopacc accgame kimcuongff santhuong doithuong doithe game muathe banthe napquanhuy vatpham
"""

LURE_EN = """
bank banking ebank ibank ibanking ebanking netbank digibank digi smartbanking internetbanking mobilebanking login logon signin account
accounts acc user id secure security update verify verification active activate unlock otp smartotp pin password online onl mobile
app apps apk download install loan loans credit finance financial fina fin card cards cashback refund topup diamond diamonds robux rbx
skin skins acc nick giftcode gift gifts code codes km sk event events voucher vouchers sale sales deal deals lucky spin member members
membership memberships membershop vip pro plus bonus reward rewards point points free new support help helpdesk helpcenter service services
center centre hotline call shop shops shopping mall store stores mart job jobs work task tasks invest invests investment trade trader trading
exchange wallet pay pays payment payments transfer money cash express delivery tracking order orders gov dvc web webs site official real
admin page team group notice alert smart auto ai game games play client server portal home global ads ad marketing data token airdrop claim
staking mining coin crypto usdt internet remote check hack tool mod camp campaign vote voting software inc corp ltd wage wages salary labor career careers recruit recruitment usd
"""

PLACE = """
vn vnn viet vietnam vnm vina hanoi hn hcm hcmc saigon sg danang dn cantho haiphong asia sea usa us uk eu global world quocte
intl international hk sgp kr jp th com net org info co www mienbac miennam mientrung toanquoc vi
"""

CRITIC = """
taychay taychai boycott sucks suck scam scams scammer scammers luadao phot bocphot tocao khieunai khieukien khoikien kiencao dangkien
nannhan nanhnhan victim victims complaint complaints complain hate ghet anti against stop quit leave expose exposed exposing suthat truth vachtran vachmat
phanbien phandoi dinhcong bieutinh protest protests petition kiennghi thinhnguyen justice congly congbang doilai doiquyenloi quyenloi bipbom
chenhieu chebai never fail fails failed lawsuit classaction ripoff worst hell thatvong tuchoi nguoitieudung occupy revolt revolution
consumer consumers watchdog watch leaks leak leaked whistleblower tongiac giamsat canhgiac coichung dangghet dungmua dungdung
xaotra dontra thatduc vonhanh voly vocam vodao dangso dangnguyenrua survivors survivor refuse resist abuse corrupt corruption
chankinh bihack bilua biluadao matcap mattien doino quayroi khungbo teqa quate dangche dangchan
"""

FAN = """
fan fans fanclub fanart yeu toiyeu love iloveyou ilove lover lovers hoi hoinguoi nguoi congdong community forum diendan wiki
meme memes parody haihuoc hai troll funny vui che satire traophung confession confessions cfs blog nhatky diary story cauchuyen
museum baotang lichsu history archive luutru cuunhanvien cuusinhvien alumni exemployee exemployees congdoan union hoicuu tuoitho
toi minh chungtoi our thich like muon nho memories kyniem hoiuc ngayxua supporters unofficial khongchinhthuc nguoihammo hammo owners people
"""

TOPIC = """
news tintuc bao baochi thoisu review reviews danhgia sosanh compare guide huongdan hoc hoctap study research nghiencuu analysis phantich
podcast radio press media book sach report baocao tuvan kinhnghiem meohay meo tips faq hoidap
"""

MAX_WORD = 18


@dataclass(frozen=True, slots=True)
class Explained:
    """How much of the letters around a name known words explain: words per class, digits, and letters left over.

    ``ordinary`` counts everyday words among the letters left over: what somebody says, not what a lure promises.
    """

    lures_vi: int = 0
    lures_en: int = 0
    places: int = 0
    critics: int = 0
    fans: int = 0
    topics: int = 0
    digits: int = 0
    unexplained: int = 0
    ordinary: int = 0

    @property
    def lures(self) -> int:
        """Words that promise or ask for something, in either language."""
        return self.lures_vi + self.lures_en

    def __add__(self, other: Explained) -> Explained:
        return Explained(
            self.lures_vi + other.lures_vi,
            self.lures_en + other.lures_en,
            self.places + other.places,
            self.critics + other.critics,
            self.fans + other.fans,
            self.topics + other.topics,
            self.digits + other.digits,
            self.unexplained + other.unexplained,
            self.ordinary + other.ordinary,
        )


@lru_cache(maxsize=1)
def word_classes() -> dict[str, WordClass]:
    """Every known word with its class; where a word is in two, the one that accuses less wins."""
    classes: dict[str, WordClass] = {}
    for words, word_class in (
        (LURE_EN, WordClass.LURE_EN),
        (LURE_VI, WordClass.LURE_VI),
        (PLACE, WordClass.PLACE),
        (TOPIC, WordClass.TOPIC),
        (FAN, WordClass.FAN),
        (CRITIC, WordClass.CRITIC),
    ):
        classes |= dict.fromkeys(words.split(), word_class)
    return {plain_spelling(word): word_class for word, word_class in classes.items()} | classes


def explain(piece: str) -> Explained:
    """What known words make of the letters beside a name; the split that leaves the fewest letters over.

    Hyphens separate words. Short words count only where they stand alone between hyphens: inside other letters
    they are chance.
    """
    total = Explained()
    for token in filter(None, piece.split("-")):
        explained = min(_explain_token(token), _explain_token(plain_spelling(token)), key=lambda one: one.unexplained)
        everyday = (ordinary_word_count(token) or vietnamese_phrase(token)) if explained.unexplained else 0
        total += replace(explained, ordinary=everyday) if everyday else explained
    return total if total.critics else total + _critics_across_hyphens(piece)


def _critics_across_hyphens(piece: str) -> Explained:
    """``lua-dao``: a critic's word of two syllables, written with a hyphen between them."""
    tokens = piece.split("-")
    pairs = [one + other for one, other in zip(tokens, tokens[1:], strict=False)]
    return Explained(critics=sum(word_classes().get(pair) is WordClass.CRITIC for pair in pairs))


MIN_JOINED_WORD = 3
"""Letters of an everyday word that counts as speech; shorter ones are in any letters by chance."""


@lru_cache(maxsize=8192)
def ordinary_word_count(token: str) -> int:
    """How many everyday words ``token`` is made of, without a letter left over; 0 where it is not."""
    words = ordinary_words()
    if len(token) < MIN_JOINED_WORD:
        return 0
    if token in words:
        return 1
    counts: list[int | None] = [0]
    for end in range(1, len(token) + 1):
        options = [
            count + 1
            for start in range(max(0, end - MAX_WORD), end - MIN_JOINED_WORD + 1)
            if (count := counts[start]) is not None and token[start:end] in words
        ]
        counts.append(min(options, default=None))
    return counts[-1] or 0


SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?"
    r"(?:uyeu|ieu|yeu|oai|oay|uay|uoi|uou|uya|uye|uyu|[aeo]|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|[iuy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
"""A Vietnamese syllable without diacritics."""

MAX_SYLLABLE = 7
MIN_PHRASE_SYLLABLES = 3
MIN_PHRASE_LETTERS = 8


@lru_cache(maxsize=8192)
def vietnamese_phrase(token: str) -> int:
    """How many Vietnamese syllables a long run of letters is made of without a letter left over; else 0."""
    letters = token.rstrip("0123456789")
    if len(letters) < MIN_PHRASE_LETTERS:
        return 0
    counts: list[int | None] = [0]
    for end in range(1, len(letters) + 1):
        options = [
            count + 1
            for start in range(max(0, end - MAX_SYLLABLE), end - 1)
            if (count := counts[start]) is not None and SYLLABLE.fullmatch(letters, start, end)
        ]
        counts.append(min(options, default=None))
    count = counts[-1] or 0
    return count if count >= MIN_PHRASE_SYLLABLES else 0


def plain_spelling(word: str) -> str:
    """``word`` with doubled letters and ``m``/``n`` made one, for scammers misspell lures too: ``menberrship``."""
    plain = word.replace("m", "n")
    return "".join(
        letter for index, letter in enumerate(plain) if index == 0 or letter != plain[index - 1] or letter.isdigit()
    )


@lru_cache(maxsize=8192)
def _explain_token(token: str) -> Explained:
    classes = word_classes()
    if token in classes:
        return _one_word(classes[token])
    # best[i] = (letters left over, words used, explanation) of token[:i]
    best: list[tuple[int, int, Explained]] = [(0, 0, Explained())]
    for end in range(1, len(token) + 1):
        over, words, explained = best[end - 1]
        options = [(over + 1, words, explained + Explained(unexplained=1))]
        if token[end - 1].isdigit():
            options = [(over, words, explained + Explained(digits=1))]
        for start in range(max(0, end - MAX_WORD), end - 1):
            word_class = classes.get(token[start:end])
            if word_class is not None and end - start >= _SHORTEST[word_class]:
                over, words, explained = best[start]
                options.append((over, words + 1, explained + _one_word(word_class)))
        best.append(min(options, key=lambda option: option[:2]))
    return best[-1][2]


_SHORTEST = {
    WordClass.LURE_VI: 3,
    WordClass.LURE_EN: 3,
    WordClass.PLACE: 2,
    WordClass.CRITIC: 4,
    WordClass.FAN: 4,
    WordClass.TOPIC: 4,
}


def _one_word(word_class: WordClass) -> Explained:
    match word_class:
        case WordClass.LURE_VI:
            return Explained(lures_vi=1)
        case WordClass.LURE_EN:
            return Explained(lures_en=1)
        case WordClass.PLACE:
            return Explained(places=1)
        case WordClass.CRITIC:
            return Explained(critics=1)
        case WordClass.FAN:
            return Explained(fans=1)
        case WordClass.TOPIC:
            return Explained(topics=1)
