"""Payment codes: what they ask for, and every rule that a broken one breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemtin.organisations import bundled_register
from kiemtin.pictures.codes import Bank, BrokenPayment, Fault, Payment, Scheme, Service, read_content
from kiemtin.pictures.codes.banks import bank_list
from kiemtin.pictures.codes.limits import MAX_FIELDS, MAX_PAYLOAD
from kiemtin.pictures.codes.payments import read_payment
from tests.pictures.codes.payloads import NAPAS, closed, field, receiver, vietqr


def payment(text: str) -> Payment:
    """The payment of a code that must be right."""
    read = read_payment(text)
    assert isinstance(read, Payment), read
    return read


def fault(text: str) -> Fault:
    """The fault of a code that must be broken."""
    read = read_payment(text)
    assert isinstance(read, BrokenPayment), read
    return read.fault


def test_a_transfer_says_bank_account_amount_and_purpose() -> None:
    """Everything a bank's app would fill in is read."""
    code = payment(vietqr(amount="1500000", rest=field("62", field("08", "UNG HO QUY LOP")), method="12"))
    assert ("970436", "0011001234567", Service.ACCOUNT) == (code.bin, code.account, code.service)
    assert ("1500000", "VND", "UNG HO QUY LOP", "VN") == (code.amount, code.currency, code.purpose, code.country)
    assert code.is_fixed is False
    assert code.bank is not None
    assert ("Vietcombank", "vietcombank") == (code.bank.name, code.bank.organisation)


def test_a_static_code_without_amount_is_read() -> None:
    """The sticker on a counter: any number of payments, the amount typed in."""
    code = payment(vietqr())
    assert (True, None, Scheme.VIETQR) == (code.is_fixed, code.amount, code.scheme)


def test_a_card_number_is_told_from_an_account() -> None:
    """NAPAS's service code says which of the two the number is."""
    assert Service.CARD is payment(vietqr(receiver(account="9704360000000018", service="QRIBFTTC"))).service


def test_the_checksum_may_be_in_small_letters() -> None:
    """MoMo writes it so, and banks' apps read it."""
    text = vietqr()
    assert payment(text) == payment(text[:-4] + text[-4:].lower())


def test_an_e_wallet_behind_a_bank_is_named() -> None:
    """Codes of MoMo and ZaloPay name an account of BVBank that only passes money on."""
    momo = closed(
        field("00", "01")
        + field("01", "11")
        + field("26", field("00", "vn.momo"))
        + field("38", receiver("970454", "99MM26111O00000087"))
        + field("53", "704")
        + field("58", "VN")
        + field("80", "037")
    )
    assert (Scheme.VIETQR, Scheme.MOMO) == (payment(momo).scheme, payment(momo).wallet)
    assert Scheme.ZALOPAY is payment(vietqr(receiver("970454", "99ZP24334O00721677"))).wallet
    assert payment(vietqr(receiver("970436", "99ZP24334O00721677"))).wallet is None


def test_other_schemes_are_named_where_they_are_known() -> None:
    """VNPAY is known by its identifier; another one is a payment code of unknown scheme."""
    known = closed(field("00", "01") + field("26", field("00", "A000000775") + field("01", "0106913377")))
    other = closed(field("00", "01") + field("29", field("00", "A000000677010111")))
    cards = closed(field("00", "01") + field("02", "4000123456789010") + field("59", "CUA HANG"))
    assert (Scheme.VNPAY, "0106913377") == (payment(known).scheme, payment(known).account)
    assert (Scheme.UNKNOWN, None) == (payment(other).scheme, payment(other).account)
    assert Scheme.CARDS is payment(cards).scheme


def test_a_bank_that_nobody_knows_stays_without_a_name() -> None:
    """A BIN outside the list is shown as a number, never guessed."""
    code = payment(vietqr(receiver("123456")))
    assert ("123456", None) == (code.bin, code.bank)


def test_lengths_may_count_letters_or_bytes() -> None:
    """A name with diacritics is read both ways, with the checksum over its UTF-8."""
    name = "TIỆM BÁNH"
    by_letters = vietqr(rest=field("59", name))
    by_bytes = vietqr(rest=f"59{len(name.encode()):02}{name}")
    assert (name, name) == (payment(by_letters).merchant, payment(by_bytes).merchant)


def test_names_in_a_code_are_fit_to_be_shown() -> None:
    """Characters that turn the direction of writing do not reach a reader's eyes."""
    assert "SHOP 321" == payment(vietqr(rest=field("59", "SHOP\u202e\u2066 321"))).merchant


BROKEN = [
    (Fault.WRONG_CHECKSUM, vietqr()[:-4] + "0000"),
    (Fault.WRONG_CHECKSUM, vietqr().replace("0011001234567", "0011001234568")),
    (Fault.NO_CHECKSUM, vietqr()[:-8]),
    (Fault.NO_CHECKSUM, "000201"),
    (Fault.TOO_LONG, closed("000201" + "9" * MAX_PAYLOAD)),
    (Fault.BAD_VERSION, closed(field("00", "02") + field("38", receiver()))),
    (Fault.CUT_SHORT, closed(field("00", "01") + "3899" + receiver()[:20])),
    (Fault.BAD_TAG, closed(field("00", "01") + "A102xx")),
    (Fault.BAD_LENGTH, closed(field("00", "01") + "3800")),
    (Fault.BAD_LENGTH, closed(field("00", "01") + "38-1abc")),
    (Fault.BAD_LENGTH, closed(field("00", "01") + "38٠٢ab")),
    (Fault.DUPLICATE, closed(field("00", "01") + field("38", receiver()) + field("38", receiver()))),
    (Fault.NO_RECEIVER, closed(field("00", "01") + field("58", "VN"))),
    (Fault.TWO_RECEIVERS, closed(field("00", "01") + field("38", receiver()) + field("39", receiver(account="999")))),
    (Fault.BAD_BANK, vietqr(receiver("97043"))),
    (Fault.BAD_BANK, vietqr(receiver("97043x"))),
    (Fault.BAD_ACCOUNT, vietqr(receiver(account="12 34"))),
    (Fault.BAD_ACCOUNT, vietqr(receiver(account="1" * 20))),
    (Fault.BAD_ACCOUNT, vietqr(field("00", NAPAS))),
    (Fault.BAD_AMOUNT, vietqr(amount="1e9")),
    (Fault.BAD_AMOUNT, vietqr(amount="-5")),
    (Fault.BAD_AMOUNT, vietqr(amount="12345678901234")),
    (Fault.BAD_METHOD, vietqr(method="13")),
    (Fault.BAD_COUNTRY, closed(vietqr()[:-8].replace("VN", "99"))),
    (Fault.BAD_CURRENCY, closed(vietqr()[:-8].replace("5303704", "5303VND"))),
]


@pytest.mark.parametrize(("expected", "text"), BROKEN)
def test_each_broken_rule_is_named(expected: Fault, text: str) -> None:
    """A code that a bank's app would refuse is called broken, with the reason, and is never taken for a payment."""
    assert expected is fault(text)


def with_fields(count: int) -> str:
    """A card code of ``count`` fields, those inside others included."""
    inner = [field(f"{tag % 50 + 2:02}", "1") for tag in range(count - 7)]
    shares = (inner[:15], inner[15:30], inner[30:45], inner[45:])
    templates = "".join(field(tag, "".join(share)) for tag, share in zip(("62", "64", "80", "81"), shares, strict=True))
    return closed(field("00", "01") + field("02", "4000") + templates)


def test_as_many_fields_as_allowed_are_read_and_no_more() -> None:
    """The count includes fields inside others and the checksum's."""
    assert Scheme.CARDS is payment(with_fields(MAX_FIELDS)).scheme
    assert Fault.TOO_MANY_FIELDS is fault(with_fields(MAX_FIELDS + 1))


def test_a_longest_account_and_amount_are_read() -> None:
    """The limits themselves are within what is allowed."""
    code = payment(vietqr(receiver(account="1" * 19), amount="1234567890.12"))
    assert ("1" * 19, "1234567890.12") == (code.account, code.amount)


@given(st.text(max_size=600))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    """Whatever stands in a code, it is a payment, a broken one, or something else."""
    assert read_content(text) is not None
    assert isinstance(read_payment(text), Payment | BrokenPayment)


@given(st.lists(st.tuples(st.integers(0, 99), st.text(max_size=40)), max_size=30), st.booleans())
def test_no_fields_make_the_parser_fail(fields: list[tuple[int, str]], has_version: bool) -> None:
    """Fields in any order, nested in anything, with a right checksum, are read or named broken."""
    text = (field("00", "01") if has_version else "") + "".join(field(f"{tag:02}", value) for tag, value in fields)
    try:
        whole = closed(text)
    except UnicodeEncodeError:
        return
    assert isinstance(read_payment(whole), Payment | BrokenPayment)


@given(st.integers(0, 200), st.characters(codec="ascii"))
def test_no_changed_character_is_accepted(place: int, character: str) -> None:
    """The checksum tells of every single changed character."""
    text = vietqr(amount="250000")
    place %= len(text) - 4
    changed = text[:place] + character + text[place + 1 :]
    assert changed == text or not isinstance(read_content(changed), Payment)


def test_the_list_of_banks_says_where_each_was_seen() -> None:
    """Every BIN has six digits and a name; one that is confirmed has its source and the day."""
    banks = bank_list()
    assert (
        Bank("970436", "Vietcombank", "vietcombank", banks["970436"].confirmed, banks["970436"].source)
        == banks["970436"]
    )
    assert [] == [
        one for one in banks.values() if len(one.bin) != 6 or not one.name or (one.confirmed and not one.source)
    ]


def test_banks_of_the_list_are_organisations_of_the_register() -> None:
    """An id that the register does not know would compare with nothing."""
    register = bundled_register()
    assert set() == {
        one.organisation for one in bank_list().values() if one.organisation and not register.get(one.organisation)
    }
