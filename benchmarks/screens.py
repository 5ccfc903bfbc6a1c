# ruff: noqa: E501  # lines of HTML
"""Vietnamese screens drawn by a real browser, with what stands on them: SMS, chats, feeds, notices, letters, pages.

``draw(seed, held_out=…)`` gives pages as HTML; ``photograph`` renders them with Chromium and saves a JPEG as it would be
forwarded. Fonts and layouts named in ``HELD_OUT`` are never used while tuning.
"""

from __future__ import annotations

import html
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import screen_facts

CORPUS = Path(__file__).parent.parent / "corpus/messages"
FONTS = ("Roboto", "Noto Sans", "DejaVu Sans", "Arimo", "Open Sans")
HELD_OUT_FONTS = (
    "Inter",
    "Lato",
    "Tinos",
    "Noto Serif",
    "Roboto Condensed",
    "JetBrains Mono",
    "DejaVu Serif",
    "Carlito",
)
NAMES = "Bạn A|Nhóm lớp 4B|Tổ dân phố 7|0900 000 123|Hội phụ huynh|NGAN HANG X|Phòng nhân sự|Mẹ Bống"
PEOPLE = tuple(NAMES.split("|"))
EMOJI = ("🙏", "😂", "👉", "⚠️", "🔥", "🎁", "❤️")


@dataclass(frozen=True, slots=True)
class Screen:
    """One page to be drawn: its HTML, the width in CSS pixels, the scale, JPEG quality and how much smaller it is sent."""

    page: str
    width: int
    height: int
    scale: float
    quality: int
    shrunk: float
    layout: str
    font: str


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and sizes of one screen."""

    ground: str
    ink: str
    faint: str
    mine: str
    mine_ink: str
    theirs: str
    size: int
    dark: bool


def texts() -> list[str]:
    """Messages of the corpus that fit on a screen, in plain characters."""
    rows = [
        json.loads(line)["text"]
        for path in sorted(CORPUS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    plain = re.compile(r"[\x20-\x7eÀ-ỹ₫–“”]+")
    return [text for text in rows if 20 <= len(text) <= 330 and plain.fullmatch(text)]


class Page:
    """Collects the HTML of one screen."""

    def __init__(self, chance: random.Random, look: Look, write: Callable[[random.Random], str]) -> None:
        self.chance, self.look, self.write = chance, look, write
        self.parts: list[str] = []

    def words(self) -> str:
        """A message."""
        text = self.write(self.chance)
        if self.chance.random() < 0.1:
            text += " " + self.chance.choice(EMOJI)
        return text

    def put(self, text: str, style: str = "", outer: str = "") -> None:
        """A block of text, within another block where ``outer`` gives its style."""
        links = re.sub(
            r"(https?://[^\s&]+)", r'<span style="text-decoration:underline;color:inherit">\1</span>', html.escape(text)
        )
        block = f'<div data-t style="{style}">{links}</div>'
        self.parts.append(f'<div style="{outer}">{block}</div>' if outer else block)

    def row(self, texts_: tuple[str, ...], style: str = "") -> None:
        """Texts on one row, pushed apart."""
        spans = "".join(f"<span data-t>{html.escape(text)}</span>" for text in texts_)
        self.parts.append(f'<div style="display:flex;justify-content:space-between;{style}">{spans}</div>')


def status(page: Page) -> None:
    """The clock and the signal on top."""
    chance = page.chance
    if chance.random() < 0.7:
        clock = f"{chance.randrange(24)}:{chance.randrange(60):02}"
        page.row(
            (clock, chance.choice(("4G 82%", "5G", "LTE 47%", "Viettel 4G"))),
            "font-size:13px;padding:6px 18px;font-weight:600",
        )


def chat(page: Page) -> None:
    """A thread with bubbles, mine on the right."""
    look, chance = page.look, page.chance
    status(page)
    page.put(
        chance.choice(PEOPLE),
        f"font-weight:600;font-size:{look.size + 2}px",
        "padding:8px 16px;border-bottom:1px solid #8884",
    )
    radius = chance.choice((6, 12, 18))
    for number in range(chance.randrange(3, 7)):
        mine = chance.random() < 0.35
        if number % 3 == 0:
            page.put(
                f"{chance.randrange(24):02}:{chance.randrange(60):02} Hôm nay",
                f"color:{look.faint};font-size:{look.size - 4}px;text-align:center",
                "margin:6px",
            )
        colours = (
            f"background:{look.mine};color:{look.mine_ink};margin-left:auto" if mine else f"background:{look.theirs}"
        )
        page.put(
            page.words(),
            "",
            f"max-width:76%;width:fit-content;padding:8px 12px;border-radius:{radius}px;margin-top:7px;{colours};overflow-wrap:anywhere",
        )
    page.put(
        chance.choice(("Tin nhắn", "Nhập tin nhắn", "Aa", "Tin nhắn SMS")),
        f"color:{look.faint}",
        "margin:10px 4px;padding:8px 14px;border:1px solid #8886;border-radius:20px",
    )


def feed(page: Page) -> None:
    """Posts with a name, a time and buttons."""
    look, chance = page.look, page.chance
    status(page)
    for _ in range(chance.randrange(2, 4)):
        page.parts.append(
            f'<div style="display:flex;gap:10px;padding:12px;align-items:center"><div style="width:38px;height:38px;border-radius:50%;background:{look.mine}"></div><div>'
        )
        page.put(chance.choice(("Tin Nhanh 24h", "Chợ cư dân", "Hội mẹ bỉm sữa", "Báo Làng")), "font-weight:700")
        page.put(
            chance.choice(("2 giờ", "15 phút", "Hôm qua lúc 9:41", "3 ngày")),
            f"font-size:{look.size - 3}px;color:{look.faint}",
        )
        page.parts.append("</div></div>")
        page.put(page.words(), "", "padding:0 12px 10px;overflow-wrap:anywhere")
        if chance.random() < 0.4:
            page.parts.append(
                f'<div style="height:{chance.randrange(60, 200)}px;background:linear-gradient(45deg,#7aa,#c96,#568)"></div>'
            )
        page.row(
            ("Thích", "Bình luận", "Chia sẻ"),
            f"padding:10px 24px;font-size:{look.size - 2}px;color:{look.faint};border-top:1px solid #8883;border-bottom:7px solid #8883",
        )


def notice(page: Page) -> None:
    """A bank's notice: rows of labels and values."""
    look, chance = page.look, page.chance
    status(page)
    page.put(
        chance.choice(("Biến động số dư", "Chuyển tiền thành công", "Chi tiết giao dịch")),
        f"font-size:{look.size + 6}px;font-weight:700;text-align:center;padding:14px",
    )
    page.put(
        f"{chance.randrange(1, 90)},{chance.randrange(1000):03},000 VND",
        f"font-size:{look.size + 12}px;color:{look.faint};text-align:center",
    )
    rows = [
        ("Số tài khoản", f"{chance.randrange(10**12):012}"),
        ("Nội dung", "CHUYEN TIEN HOC PHI T11"),
        ("Thời gian", f"{chance.randrange(1, 28):02}/11/2026 {chance.randrange(24):02}:{chance.randrange(60):02}"),
        ("Mã giao dịch", f"FT26{chance.randrange(10**8):08}"),
        ("Phí", "0 VND"),
    ]
    for row in rows[: chance.randrange(3, 6)]:
        page.row(row, "padding:11px 18px;border-bottom:1px solid #8883")
    page.put(
        page.words(), "", "margin:14px;padding:12px;border-radius:10px;overflow-wrap:anywhere;background:" + look.theirs
    )


def letter(page: Page) -> None:
    """An e-mail read on a wide or narrow screen."""
    look, chance = page.look, page.chance
    page.put(
        chance.choice(("Thông báo quan trọng về tài khoản", "Mời họp phụ huynh học kỳ I", "Xác nhận đơn hàng #20261")),
        f"font-size:{look.size + 5}px;font-weight:600;padding:14px 16px 4px",
    )
    page.put(
        f"cskh@{chance.choice(('thongbao-vnb.com', 'truong-abc.edu.vn', 'shop24.vn'))}",
        f"color:{look.faint};font-size:{look.size - 2}px;padding:0 16px 10px",
    )
    page.put(chance.choice(("Kính gửi Quý khách,", "Thân gửi anh chị,")), "padding:6px 16px")
    for _ in range(chance.randrange(2, 5)):
        page.put(page.words(), "line-height:1.5;padding:6px 16px;overflow-wrap:anywhere")
    page.put(
        chance.choice(("Xác nhận ngay", "Xem chi tiết")),
        f"background:{look.mine};color:{look.mine_ink};width:fit-content;padding:10px 26px;border-radius:6px",
        "padding:10px 16px",
    )
    page.put("Trân trọng, Ban quản trị", "padding:6px 16px")


def lock_screen(page: Page) -> None:
    """Notifications as cards over a coloured ground."""
    look, chance = page.look, page.chance
    page.put(
        f"{chance.randrange(10, 24)}:{chance.randrange(60):02}",
        "font-size:58px;text-align:center;padding-top:26px;color:#fff",
    )
    page.put("Thứ Hai, 23 tháng 11", "text-align:center;color:#fff;padding-bottom:20px")
    for _ in range(chance.randrange(3, 5)):
        page.parts.append(f'<div style="margin:8px;padding:10px 14px;border-radius:16px;background:{look.theirs}">')
        page.row(
            (
                chance.choice(("TIN NHẮN", "Zalo", "Gmail", "Ngân hàng X")),
                chance.choice(("bây giờ", "5 phút trước", "08:15")),
            ),
            f"font-size:{look.size - 3}px;color:{look.faint}",
        )
        page.put(chance.choice(PEOPLE), "font-weight:600")
        page.put(page.words(), "overflow-wrap:anywhere")
        page.parts.append("</div>")
    page.parts.insert(0, '<div style="background:linear-gradient(#34507a,#5b3f6e);padding-bottom:20px">')
    page.parts.append("</div>")


def article(page: Page) -> None:
    """A page of news with a headline and an address bar."""
    look, chance = page.look, page.chance
    page.put(
        chance.choice(("baolang24h.com", "tintuc-moi.vn/xa-hoi", "m.phapluat-online.net")),
        f"background:{look.theirs};border-radius:18px;padding:7px 16px;font-size:{look.size - 1}px",
        "padding:8px",
    )
    page.put(
        page.words()[:90].rsplit(" ", 1)[0],
        f"font-size:{look.size + 9}px;font-weight:700;line-height:1.25;padding:10px 16px",
    )
    page.put("Thứ hai, 23/11/2026, 07:30 (GMT+7)", f"font-size:{look.size - 3}px;color:{look.faint};padding:4px 16px")
    for _ in range(chance.randrange(2, 5)):
        page.put(page.words(), "line-height:1.6;padding:7px 16px;overflow-wrap:anywhere;text-align:justify")


def group_chat(page: Page) -> None:
    """A group: names above bubbles, times inside them, quoted answers."""
    look, chance = page.look, page.chance
    status(page)
    page.row(
        (chance.choice(PEOPLE), "128 thành viên"),
        "padding:10px 14px;background:" + look.mine + ";color:" + look.mine_ink,
    )
    for _ in range(chance.randrange(3, 6)):
        page.parts.append(
            f'<div style="display:flex;gap:8px;margin:8px"><div style="flex:none;width:32px;height:32px;border-radius:50%;background:{look.faint}"></div><div style="background:{look.theirs};padding:8px 11px;border-radius:9px;max-width:78%;box-shadow:0 1px 1px #0003">'
        )
        page.put(
            chance.choice(("Cô Lan", "Bác Tư", "Admin", "Thu Hà")),
            f"font-size:{look.size - 3}px;color:#d06a1f;font-weight:600",
        )
        if chance.random() < 0.3:
            page.put(
                "Trả lời: " + page.words()[:30].strip(),
                f"border-left:3px solid {look.mine};padding-left:7px;font-size:{look.size - 2}px;color:{look.faint}",
            )
        page.put(page.words(), "overflow-wrap:anywhere")
        page.put(
            f"{chance.randrange(24):02}:{chance.randrange(60):02}", f"font-size:{look.size - 5}px;color:{look.faint}"
        )
        page.parts.append("</div></div>")


LAYOUTS: tuple[Callable[[Page], None], ...] = (chat, chat, feed, notice, letter)
HELD_OUT_LAYOUTS: tuple[Callable[[Page], None], ...] = (chat, chat, feed, group_chat, lock_screen, article)
BUBBLES = ("#0084ff", "#34c759", "#0068ff", "#7b61ff", "#dcf8c6", "#e5efff", "#00a884")


def look_of(chance: random.Random, dark: bool) -> Look:
    """Colours as apps have them."""
    mine = chance.choice(BUBBLES)
    mine_ink = "#111" if mine in {"#dcf8c6", "#e5efff"} else "#fff"
    size = chance.choice((13, 14, 15, 15, 16, 16, 17, 18, 20))
    if dark:
        ground = chance.choice(("#000", "#121212", "#18191a", "#1c2733"))
        return Look(
            ground,
            chance.choice(("#e4e6eb", "#fff", "#d0d0d0")),
            "#9aa0a6",
            mine,
            mine_ink,
            chance.choice(("#262628", "#2b3640", "#3a3b3c")),
            size,
            True,
        )
    ground = chance.choice(("#fff", "#fff", "#f0f2f5", "#e2e9f1", "#efeae2"))
    return Look(
        ground,
        chance.choice(("#000", "#1c1e21", "#333")),
        "#70757a",
        mine,
        mine_ink,
        chance.choice(("#e9e9eb", "#fff", "#f1f0f0")),
        size,
        False,
    )


def screens(seed: int, count: int, *, held_out: bool, fonts: tuple[str, ...] = ()) -> Iterator[Screen]:
    """``count`` screens; the same ones for the same seed. With ``fonts`` they use those, and facts drawn by lot."""
    chance, pool = random.Random(seed), texts()  # noqa: S311  # the same screens for the same seed
    made = screen_facts.sentence if fonts else screen_facts.first_sentence

    def write(lot: random.Random) -> str:
        return lot.choice(pool) if lot.random() < 0.6 else made(lot)

    for number in range(count):
        look = look_of(chance, dark=number % 2 == 1)
        page = Page(chance, look, write)
        layout = chance.choice(HELD_OUT_LAYOUTS if held_out else LAYOUTS)
        font = chance.choice(fonts or (HELD_OUT_FONTS if held_out else FONTS))
        layout(page)
        wide = layout in (letter, article, feed) and chance.random() < 0.3
        width = chance.choice((1024, 1280, 1440)) if wide else chance.choice((360, 375, 390, 412, 430))
        scale = chance.choice((1, 1.5)) if wide else chance.choice((1, 1.5, 2, 2, 2.625, 3, 3))
        shrunk = chance.choice((0.5, 0.6, 0.75)) if scale >= 2 and chance.random() < 0.3 else 1.0
        style = f"margin:0;background:{look.ground};color:{look.ink};font:{look.size}px '{font}','Noto Color Emoji';line-height:{chance.choice((1.25, 1.35, 1.5))}"
        body = f'<meta charset="utf-8"><body style="{style}">{"".join(page.parts)}</body>'
        yield Screen(
            body, width, 640, scale, chance.choice((30, 40, 50, 60, 70, 75, 85, 90)), shrunk, layout.__name__, font
        )


TRUTH = "Array.from(document.querySelectorAll('[data-t]')).map(e => e.textContent)"


def photograph(drawn: Iterator[Screen], folder: Path, chromium: str = "/usr/bin/chromium") -> None:
    """Write each screen as ``NNN.jpg`` and what stands on it as ``NNN.json``."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for number, screen in enumerate(drawn):
            context = browser.new_context(
                viewport={"width": screen.width, "height": screen.height}, device_scale_factor=screen.scale
            )
            tab = context.new_page()
            tab.set_content(screen.page)
            picture = Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")
            blocks = tab.evaluate(TRUTH)
            context.close()
            if screen.shrunk < 1:
                size = (round(picture.width * screen.shrunk), round(picture.height * screen.shrunk))
                picture = picture.resize(size, Image.Resampling.BICUBIC)
            picture.save(folder / f"{number:03}.jpg", quality=screen.quality)
            made = {name: getattr(screen, name) for name in ("layout", "font", "quality")}
            facts = {"blocks": blocks, **made, "scale": screen.scale * screen.shrunk}
            (folder / f"{number:03}.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        browser.close()
