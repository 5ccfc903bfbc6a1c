"""Taking in and using updates: newer only, whole or not at all, and verified whenever they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiemtin import Kiemtin
from kiemtin.domains import bundled_suffixes
from kiemtin.errors import KiemtinError, OutOfReach, Untrusted
from kiemtin.organisations import bundled_edition
from kiemtin.updates import DataInUse, Origin, Part, stored_file, take_in
from tests.updates.sealing import SAMPLE, payload, sealed, suffix_list, tree, trust
from tests.updates.test_envelope import KEY, MALFORMED, UNTRUSTED


def test_without_an_update_the_bundled_data_is_used(tmp_path: Path) -> None:
    """A fresh home uses what came with the installation, and nothing is written."""
    data = DataInUse(tmp_path)

    assert (bundled_edition(), bundled_suffixes().version) == (data.register.version, data.suffixes.version)
    assert {Origin.BUNDLED} == {one.origin for one in data.parts}
    assert {} == tree(tmp_path)


def test_an_update_is_used_end_to_end(home: Path, key: Ed25519PrivateKey) -> None:
    """Register and suffix list of an update reach extraction, matching, the checks and the report's versions."""
    message = "Xem https://nganhangmau.vn và https://cua-hang.duoimoi nhé"
    before = Kiemtin(home).check(message)
    take_in(sealed(payload(suffixes=suffix_list("duoimoi")), key), home)
    after = Kiemtin(home).check(message)

    assert ("2999-01-01", "2999-01-01") == (after.data.organisations, after.data.suffixes)
    assert [] == [one for one in before.findings if one.organisation and one.organisation.id == "ngan-hang-mau"]
    assert ["official-domain"] == [
        one.check for one in after.findings if one.organisation and one.organisation.id == "ngan-hang-mau"
    ]
    assert "duoimoi" in {getattr(getattr(part.detail, "domain", None), "suffix", None) for part in after.parts}


def test_the_same_file_again_changes_nothing(home: Path, key: Ed25519PrivateKey) -> None:
    """Taking the same edition in twice is no error and writes nothing."""
    raw = sealed(payload(), key)
    first = take_in(raw, home)
    before = tree(home)

    assert ((Part.ORGANISATIONS,), ()) == (first.taken, first.left)
    again = take_in(raw, home)
    assert ((), (Part.ORGANISATIONS,), before) == (again.taken, again.left, tree(home))


@pytest.mark.parametrize("version", ["2998-12-31", "2000-01-01"])
def test_an_older_edition_is_refused(home: Path, key: Ed25519PrivateKey, version: str) -> None:
    """Replaying an older file, genuine as it is, changes nothing; older than the bundled one neither."""
    take_in(sealed(payload(), key), home)
    before = tree(home)
    with pytest.raises(Untrusted) as caught:
        take_in(sealed(payload(version), key), home)

    assert ("data.older", before) == (caught.value.message_id, tree(home))


def test_an_edition_older_than_the_bundled_one_is_refused(home: Path, key: Ed25519PrivateKey) -> None:
    """A fresh home is no way to bring old data back."""
    with pytest.raises(Untrusted):
        take_in(sealed(payload("2020-01-01"), key), home)


def test_a_file_with_one_newer_part_brings_that_part_only(home: Path, key: Ed25519PrivateKey) -> None:
    """No part is ever replaced by an older one, and none is lost when a later file lacks it."""
    take_in(sealed(payload("2999-05-05", suffixes=suffix_list(date="2999-05-05")), key), home)
    mixed = take_in(sealed(payload("2999-06-06", suffixes=suffix_list(date="2999-04-04")), key), home)
    take_in(sealed(payload("2999-07-07", organisations=None, suffixes=suffix_list(date="2999-07-07")), key), home)
    data = DataInUse(home)

    assert ((Part.ORGANISATIONS,), (Part.SUFFIXES,)) == (mixed.taken, mixed.left)
    assert ("2999-06-06", "2999-07-07") == (data.register.version, data.suffixes.version)


@pytest.mark.parametrize("name", [*MALFORMED, *UNTRUSTED])
def test_a_bad_file_changes_nothing(home: Path, key: Ed25519PrivateKey, name: str) -> None:
    """Whatever is wrong with a file, the disk is as it was, with and without an update stored before."""
    trust(home, KEY, "signer.pub")
    raw = UNTRUSTED[name][0] if name in UNTRUSTED else MALFORMED[name]
    for _ in range(2):
        before = tree(home)
        with pytest.raises(KiemtinError):
            take_in(raw, home)
        assert before == tree(home)
        take_in(sealed(payload(), key), home)


def test_a_damaged_stored_file_falls_back_to_the_bundled_data(home: Path, key: Ed25519PrivateKey) -> None:
    """Every kind of damage to what is stored leaves a working program, and the status says what happened."""
    raw = sealed(payload(), key)
    for damaged in (
        raw[:-10],
        raw.replace(b"A", b"B"),
        b"",
        b"\0" * 100,
        sealed(payload(), Ed25519PrivateKey.generate()),
    ):
        take_in(raw, home)
        stored_file(home, Part.ORGANISATIONS).write_bytes(damaged)
        data = DataInUse(home)
        assert bundled_edition() == data.register.version
        assert data.parts[0].spoilt is not None
    take_in(raw, home)
    assert (None, "2999-01-01") == (DataInUse(home).parts[0].spoilt, DataInUse(home).register.version)


def test_a_key_taken_away_takes_its_data_along(home: Path, key: Ed25519PrivateKey) -> None:
    """An operator who no longer trusts a key no longer uses what it signed."""
    take_in(sealed(payload(), key), home)
    (home / "keys" / "operator.pub").unlink()
    data = DataInUse(home)

    assert bundled_edition() == data.register.version
    assert "data.unknown-key" == (data.parts[0].spoilt.message_id if data.parts[0].spoilt else None)


def test_newer_bundled_data_wins_over_an_older_update(
    home: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a new release an older stored update is passed over, without complaint."""
    take_in(sealed(payload(), key), home)
    monkeypatch.setattr("kiemtin.updates.store.bundled_edition", lambda: "2999-09-09")
    one = DataInUse(home).parts[0]

    assert ("2999-09-09", Origin.BUNDLED, None) == (one.version, one.origin, one.spoilt)


def test_a_file_stored_under_the_wrong_name_is_passed_over(home: Path, key: Ed25519PrivateKey) -> None:
    """A genuine file without a suffix list cannot stand for one."""
    take_in(sealed(payload(), key), home)
    stored_file(home, Part.SUFFIXES).write_bytes(stored_file(home, Part.ORGANISATIONS).read_bytes())

    assert bundled_suffixes().version == DataInUse(home).suffixes.version


def test_a_home_that_cannot_be_written_is_out_of_reach(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    """Where the folder cannot be made, the error says so and leaves nothing half done."""
    trust(tmp_path, key)
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")
    with pytest.raises(OutOfReach):
        take_in(sealed(payload(), key), tmp_path)

    assert {"data", "keys/operator.pub"} == set(tree(tmp_path))


def test_a_signed_register_that_lint_refuses_changes_nothing(home: Path, key: Ed25519PrivateKey) -> None:
    """A good signature does not make a bad register good."""
    entry = {**SAMPLE, "aliases": [{"value": "tien"}]}
    before = tree(home)
    with pytest.raises(Untrusted) as caught:
        take_in(sealed(payload(organisations=[entry]), key), home)

    assert ("data.register-invalid", before) == (caught.value.message_id, tree(home))
