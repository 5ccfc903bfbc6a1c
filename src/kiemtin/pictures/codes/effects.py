"""What scanning a code would really do, as message ids with values; the words stand in the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiemtin.pictures.codes.values import (
    AppLink,
    AppSecret,
    BrokenPayment,
    Call,
    Contact,
    Content,
    Crypto,
    Email,
    Event,
    Fault,
    Payment,
    Place,
    PlainText,
    Product,
    Scheme,
    Service,
    Sms,
    WebLink,
    Wifi,
)

SHOWN_LINK = 200
"""Characters of an address in a sentence: enough for its host, which comes first."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that scanning does: the message ``id`` and its ``values``."""

    id: str
    values: tuple[tuple[str, str], ...] = ()


SCHEME_NAMES = {Scheme.VNPAY: "VNPAY", Scheme.MOMO: "MoMo", Scheme.ZALOPAY: "ZaloPay"}

FAULTS = {
    Fault.WRONG_CHECKSUM: "codes.broken.checksum",
    Fault.NO_CHECKSUM: "codes.broken.checksum",
    Fault.TWO_RECEIVERS: "codes.broken.two-receivers",
    Fault.NO_RECEIVER: "codes.broken.no-receiver",
    Fault.BAD_BANK: "codes.broken.no-receiver",
    Fault.BAD_ACCOUNT: "codes.broken.no-receiver",
    Fault.BAD_AMOUNT: "codes.broken.amount",
    Fault.BAD_CURRENCY: "codes.broken.amount",
}
"""What is said of a broken payment code; of every other fault, that its structure is wrong."""

SECRETS = {
    "one-time-password": "codes.does.one-time-password",
    "login": "codes.does.login",
    "passkey": "codes.does.login",
}


def effects(content: Content) -> tuple[Effect, ...]:
    """What scanning does, most important first; at least one sentence for every kind of content."""
    if isinstance(content, Payment):
        return tuple(_of_payment(content))
    if isinstance(content, Contact):
        return tuple(_of_contact(content))
    if isinstance(content, Event):
        return tuple(_of_event(content))
    return (_single(content),)


def _single(content: Content) -> Effect:
    """The sentence of a content that does one thing."""
    match content:
        case BrokenPayment():
            return _effect(FAULTS.get(content.fault, "codes.broken.structure"))
        case WebLink():
            return _effect("codes.does.open-link", link=content.url[:SHOWN_LINK])
        case AppLink():
            return _effect("codes.does.open-app", app=content.scheme, link=content.url[:SHOWN_LINK])
        case Wifi():
            message = "codes.does.join-open-wifi" if content.is_open else "codes.does.join-wifi"
            return _effect(message, network=content.network)
        case Crypto():
            return _of_crypto(content)
        case AppSecret():
            return _effect(SECRETS[content.kind])
        case Product():
            return _effect("codes.does.product", number=content.number)
        case PlainText():
            return _effect("codes.does.text", text=content.text)
        case _:
            return _message(content)


def _message(content: Content) -> Effect:
    """Calls, messages and places."""
    match content:
        case Call():
            return _effect(
                "codes.does.dial-command" if content.is_command else "codes.does.call", number=content.number
            )
        case Sms():
            return _effect("codes.does.sms", number=content.number, text=content.text or "…")
        case Email():
            return _effect("codes.does.email", address=content.address)
        case Place():
            return _effect("codes.does.place", place=f"{content.latitude:g}, {content.longitude:g}")
        case _:
            raise ValueError(f"{type(content).__name__} has sentences of its own")


def _of_payment(payment: Payment) -> Iterator[Effect]:
    """Whom it pays, how much, and with which words."""
    yield _receiver(payment)
    if payment.wallet is not None:
        yield _effect("codes.does.wallet", wallet=SCHEME_NAMES[payment.wallet])
    if payment.amount is not None:
        yield _effect("codes.does.amount", amount=shown_amount(payment))
    elif payment.scheme is not Scheme.UNKNOWN:
        yield _effect("codes.does.any-amount")
    if payment.purpose:
        yield _effect("codes.does.purpose", purpose=payment.purpose)
    if payment.merchant:
        yield _effect("codes.does.merchant", merchant=payment.merchant)


def _receiver(payment: Payment) -> Effect:
    """Who gets the money."""
    number = payment.account or ""
    if payment.scheme is not Scheme.VIETQR:
        name = SCHEME_NAMES.get(payment.scheme)
        if payment.scheme is Scheme.CARDS:
            return _effect("codes.does.pay-cards")
        return _effect("codes.does.pay-scheme", scheme=name) if name else _effect("codes.does.pay-unknown")
    if payment.service is Service.MERCHANT and payment.bin is None:
        return _effect("codes.does.pay-merchant", account=number)
    if payment.bank is None:
        return _effect("codes.does.transfer-unknown-bank", account=number, bin=payment.bin or "")
    message = "codes.does.transfer-card" if payment.service is Service.CARD else "codes.does.transfer"
    return _effect(message, account=number, bank=payment.bank.name)


def shown_amount(payment: Payment) -> str:
    """An amount as it is written in Viet Nam: ``1.500.000 VND``."""
    whole, _, cents = (payment.amount or "0").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    rest = f",{cents}" if cents.strip("0") else ""
    return f"{grouped}{rest} {payment.currency or ''}".strip()


def _of_contact(contact: Contact) -> Iterator[Effect]:
    reached = ", ".join((*contact.phones, *contact.emails)) or "…"
    yield _effect("codes.does.contact", reached=reached)
    yield from (_effect("codes.does.holds-link", link=url[:SHOWN_LINK]) for url in contact.urls)


def _of_event(event: Event) -> Iterator[Effect]:
    yield _effect("codes.does.event", title=event.title or "…")
    yield from (_effect("codes.does.holds-link", link=url[:SHOWN_LINK]) for url in event.urls)


def _of_crypto(request: Crypto) -> Effect:
    return _effect("codes.does.crypto", currency=request.currency, address=request.address)


def _effect(message_id: str, **values: str) -> Effect:
    return Effect(message_id, tuple(values.items()))
