"""A small register of organisations that do not exist."""

from __future__ import annotations

from kiemtin.organisations import Alias, Fact, FactSource, Organisation, Register, Sector, Strength

SEEN = "2026-11-22"
PAGE = FactSource("Liên hệ", "Ngân hàng Sao Mai", "https://saomaibank.com.vn/lien-he", "stored copy")

SAO_MAI = Organisation(
    id="sao-mai",
    name_vi="Ngân hàng TMCP Sao Mai (Saomaibank)",
    name_en="Sao Mai Joint Stock Commercial Bank (Saomaibank)",
    short="Saomaibank",
    sector=Sector.BANK,
    confirmed=SEEN,
    source=PAGE,
    domains=(Fact("saomaibank.com.vn", SEEN, PAGE), Fact("saomai.link")),
    hotlines=(Fact("1900000011"), Fact("1900000022", SEEN, PAGE)),
    senders=(Fact("SAOMAIBANK"),),
    channels=(Fact("https://zalo.me/saomaibank", SEEN, PAGE),),
    tenants=(Fact("toanhasaomaibank.vn", SEEN, PAGE),),
    aliases=(Alias("saomaibank"), Alias("smb", Strength.WEAK)),
    words=("digisao",),
)

DONG_XANH = Organisation(
    id="dong-xanh",
    name_vi="Ví Đồng Xanh",
    name_en="Dong Xanh Wallet",
    short="Đồng Xanh",
    sector=Sector.EWALLET,
    domains=(Fact("dongxanhpay.vn"), Fact("trangdongxanh.com", SEEN, PAGE, user_content=True)),
    hotlines=(Fact("1900000033"),),
    aliases=(Alias("dongxanhpay"), Alias("dxp", Strength.WEAK)),
)

REGISTER = Register((SAO_MAI, DONG_XANH), "2026-11-22")
