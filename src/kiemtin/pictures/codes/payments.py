"""What a payment code asks for: VietQR (NAPAS), VNPAY, e-wallets, cards; or why no app should accept it."""

from __future__ import annotations

import re

from kiemtin.pictures.codes.banks import bank_of
from kiemtin.pictures.codes.emv import Broken, Fields, read_fields
from kiemtin.pictures.codes.limits import MAX_ACCOUNT, MAX_SHOWN
from kiemtin.pictures.codes.values import BrokenPayment, Fault, Payment, Scheme, Service
from kiemtin.pictures.plain_strings import plain_string

NAPAS = "A000000727"
"""NAPAS's identifier (its technical specifications on QR switching, part IV, 1.5.2)."""

SCHEMES = {
    NAPAS: Scheme.VIETQR,
    "A000000775": Scheme.VNPAY,
    "VN.MOMO": Scheme.MOMO,
    "VN.ZALOPAY": Scheme.ZALOPAY,
}
"""Identifiers as real codes carry them, in capitals. MoMo's and ZaloPay's stand beside NAPAS's, which receives."""

SERVICES = {
    "QRIBFTTA": Service.ACCOUNT,
    "QRIBFTTC": Service.CARD,
    "QRPUSH": Service.MERCHANT,
    "QRCASH": Service.CASH,
    "": Service.UNSAID,
}

WALLET_ACCOUNTS = {"99MM": Scheme.MOMO, "99ZP": Scheme.ZALOPAY}
"""How accounts begin that BVBank (970454) keeps for e-wallets, as these show them in their own codes."""

WALLET_BIN = "970454"
TEMPLATES = tuple(str(tag) for tag in range(26, 52))
CARD_NETWORKS = tuple(f"{tag:02}" for tag in range(2, 26))
CURRENCIES = {"704": "VND", "840": "USD", "978": "EUR", "764": "THB", "418": "LAK", "116": "KHR", "156": "CNY"}
METHODS = {"": None, "11": True, "12": False}

BIN = re.compile(r"[0-9]{6}")
ACCOUNT = re.compile(rf"[0-9A-Za-z]{{1,{MAX_ACCOUNT}}}")
AMOUNT = re.compile(r"(?=.{1,13}$)[0-9]++(?:\.[0-9]{0,2})?")
CURRENCY = re.compile(r"[0-9]{3}")
COUNTRY = re.compile(r"[A-Za-z]{2}")


def read_payment(text: str) -> Payment | BrokenPayment:
    """The payment that ``text`` asks for, or the rule that it breaks; never raises."""
    try:
        return _payment(read_fields(text))
    except Broken as broken:
        return BrokenPayment(broken.fault)


def _payment(fields: Fields) -> Payment:
    """Everything but the receiver stands at the same place in all schemes."""
    receiver = _receiver(fields)
    return Payment(
        scheme=receiver.scheme,
        identifier=receiver.identifier,
        bin=receiver.bin,
        bank=receiver.bank,
        account=receiver.account,
        service=receiver.service,
        wallet=receiver.wallet,
        amount=_checked(fields.get("54"), AMOUNT, Fault.BAD_AMOUNT) or None,
        currency=_currency(fields),
        purpose=_shown(fields.get("62", "08")),
        merchant=_shown(fields.get("59")),
        city=_shown(fields.get("60")),
        country=_checked(fields.get("58"), COUNTRY, Fault.BAD_COUNTRY).upper(),
        is_fixed=_method(fields),
    )


def _receiver(fields: Fields) -> Payment:
    """Who is paid: NAPAS's account where there is one, for that is the one banks' apps use."""
    named = {tag: fields.get(tag, "00") for tag in TEMPLATES if tag in fields.inner}
    napas = [tag for tag, identifier in named.items() if identifier.upper() == NAPAS]
    if len({fields.get(tag, "01") for tag in napas}) > 1:
        raise Broken(Fault.TWO_RECEIVERS)
    if napas:
        return _vietqr(fields.inner[napas[0]], {_scheme(one) for one in named.values()})
    if named:
        tag = min(named, key=lambda one: (_scheme(named[one]) is Scheme.UNKNOWN, one))
        return Payment(_scheme(named[tag]), identifier=_shown(named[tag]), account=_merchant_number(fields, tag))
    if any(tag in fields.values for tag in CARD_NETWORKS):
        return Payment(Scheme.CARDS)
    raise Broken(Fault.NO_RECEIVER)


def _scheme(identifier: str) -> Scheme:
    return SCHEMES.get(identifier.upper(), Scheme.UNKNOWN)


def _merchant_number(fields: Fields, tag: str) -> str | None:
    """The number under which a scheme knows its merchant; only where the scheme is known to mean that by it."""
    return _shown(fields.get(tag, "01")) or None if _scheme(fields.get(tag, "00")) is Scheme.VNPAY else None


def _vietqr(template: Fields, schemes: set[Scheme]) -> Payment:
    """The bank and the account; both stand one level deeper, but for merchants, whose number stands alone."""
    service = SERVICES.get(template.get("02").upper(), Service.UNSAID)
    beneficiary = template.inner.get("01")
    if beneficiary is None:
        if service is not Service.MERCHANT or not template.get("01"):
            raise Broken(Fault.BAD_ACCOUNT)
        return Payment(Scheme.VIETQR, NAPAS, account=_shown(template.get("01")), service=service)
    number = _required(beneficiary.get("00"), BIN, Fault.BAD_BANK)
    account = _required(beneficiary.get("01"), ACCOUNT, Fault.BAD_ACCOUNT)
    wallet: Scheme | None = next((one for one in (Scheme.MOMO, Scheme.ZALOPAY) if one in schemes), None)
    if wallet is None and number == WALLET_BIN:
        wallet = WALLET_ACCOUNTS.get(account[:4].upper())
    return Payment(Scheme.VIETQR, NAPAS, number, bank_of(number), account, service, wallet)


def _currency(fields: Fields) -> str | None:
    digits = _checked(fields.get("53"), CURRENCY, Fault.BAD_CURRENCY)
    return CURRENCIES.get(digits, digits) or None


def _method(fields: Fields) -> bool | None:
    if fields.get("01") not in METHODS:
        raise Broken(Fault.BAD_METHOD)
    return METHODS[fields.get("01")]


def _required(value: str, pattern: re.Pattern[str], fault: Fault) -> str:
    if not value:
        raise Broken(fault)
    return _checked(value, pattern, fault)


def _checked(value: str, pattern: re.Pattern[str], fault: Fault) -> str:
    """``value`` when it is absent or has the form; else the code is broken."""
    if value and not pattern.fullmatch(value):
        raise Broken(fault)
    return value


def _shown(value: str) -> str:
    return plain_string(value, MAX_SHOWN)
