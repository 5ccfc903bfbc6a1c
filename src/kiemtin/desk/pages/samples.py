"""Messages to try the page with: made up, each of a kind that people in Viet Nam receive; one of them is harmless."""

from __future__ import annotations

SAMPLES = {
    "bank": "The Techcombank cua ban bi tam khoa. Mo khoa tai https://techcombank.vn-mokhoa.xyz trong 24 gio, "
    "nhap ma OTP de xac nhan.",
    "job": "Ben minh tuyen CTV chot don tai nha, thu nhap 500k/ngay, ket ban Zalo 0912345678 de nhan viec.",
    "genuine": "Viettel: Goi cuoc cua Quy khach het han ngay 30/11. Xem va gia han tai https://viettel.vn. "
    "Chi tiet goi 198.",
}
"""By what each shows; they stand in Vietnamese on both pages, as they are received."""
