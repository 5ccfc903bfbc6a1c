"""Shows the main job on a few messages, in the language of the terminal; ``make demo`` runs it after installing.

Every message is made up; each stands for a kind that people in Viet Nam really receive.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOUND = 1
"""The exit code of a check that came to danger or caution."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message with what it shows, in both languages, and the exit code of its check."""

    vi: str
    en: str
    text: str
    exit_code: int


SAMPLES = (
    Sample(
        "Thông báo thật của nhà mạng",
        "A genuine notice of a telephone company",
        "Viettel: Goi cuoc cua Quy khach het han ngay 30/11. Xem va gia han tai https://viettel.vn. Chi tiet goi 198.",
        0,
    ),
    Sample(
        "Tin không có gì lạ: không thấy gì lạ chưa phải là an toàn",
        "Nothing strange in it: nothing found does not mean safe",
        "Me oi toi nay con ve tre, me khoi cho com. Mai con cho me di kham roi ghe ba ngoai luon nhe.",
        0,
    ),
    Sample(
        "Tin không có đường dẫn nào, chỉ có lời nhờ",
        "A message without any link, only a plea",
        "Me oi con bi hong dien thoai, day la so moi cua con. Me chuyen giup con 5 trieu dong hoc phi truoc 17h nhe.",
        FOUND,
    ),
    Sample(
        "Việc nhẹ lương cao, rủ qua Zalo",
        "Easy work for good pay, by way of a chat",
        "Ben minh tuyen CTV chot don tai nha, thu nhap 500k/ngay, ket ban Zalo 0912345678 de nhan viec.",
        FOUND,
    ),
    Sample(
        "Đường dẫn viết lách để khó nhận ra",
        "A link written so that it is hard to recognise",
        "The Techcombank cua ban bi tam khoa. Mo khoa tai hxxps://techcombank[.]vn-mokhoa[.]xyz trong 24 gio.",
        FOUND,
    ),
    Sample(
        "Tên miền thật đứng trước, đuôi giả đứng sau",
        "The real name in front, a forged ending behind",
        "SHB: Tai khoan cua ban vua dang nhap tren thiet bi la. Neu khong phai ban, vao shb.com.vn-xacminh.top de huy.",
        FOUND,
    ),
    Sample(
        "Ngân hàng giả báo điểm thưởng sắp hết hạn",
        "A forged bank says your points expire",
        "Vietcombank: Quy khach co 12.450 diem thuong het han trong hom nay. Doi qua ngay tai "
        "https://vietcombank-doidiem.top/qua de khong bi mat diem.",
        FOUND,
    ),
)

NEXT = """\
Giờ thử với tin của bạn · now try a message of your own:

    {kiemtin} check "dán tin vào đây · paste it here"
    {kiemtin} check --file thu.eml          # .txt, .eml, .html
    {kiemtin} check "…" --html bao-cao.html # mở bằng trình duyệt · open it in a browser
    {kiemtin} check "…" --lang en           # vi, en
    {kiemtin} --help

Không có gì rời khỏi máy bạn · nothing leaves your machine.
"""


def show(sample: Sample, number: int, kiemtin: Path) -> bool:
    """Print one sample's heading and its report; returns whether the check ended as it should."""
    print(f"\n{'═' * 72}\n{number}/{len(SAMPLES)}  {sample.vi}\n     {sample.en}\n{'═' * 72}\n", flush=True)
    return subprocess.run([kiemtin, "check", sample.text], check=False).returncode == sample.exit_code


def main() -> int:
    """Show every sample and what to type next; returns 1 where a check ended otherwise than it should."""
    kiemtin = Path(sys.executable).with_name("kiemtin")
    fine = [show(sample, number, kiemtin) for number, sample in enumerate(SAMPLES, 1)]
    print(f"\n{'═' * 72}\n{NEXT.format(kiemtin=_as_typed(kiemtin))}")
    return 0 if all(fine) else 1


def _as_typed(program: Path) -> Path:
    here = Path.cwd()
    return program.relative_to(here) if program.is_relative_to(here) else program


if __name__ == "__main__":
    sys.exit(main())
