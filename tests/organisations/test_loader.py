"""The user's own entries over ours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiemtin.errors import KiemtinError, OutOfReach, RegisterInvalid
from kiemtin.organisations import merge, read_organisations, with_own_entries
from tests.organisations.fictional import REGISTER

OWN = """
- id: sao-mai
  name: {vi: Sao Mai, en: Sao Mai}
  short: Saomaibank
  sector: bank
  confirmed: no
  domains: [{value: saomai-moi.vn, confirmed: no}]
  aliases: [saomaimoi]
- id: hop-tac-xa-mau
  name: {vi: Hợp tác xã Mẫu, en: Sample Cooperative}
  sector: other
  confirmed: no
  domains: [{value: hoptacxamau.vn, confirmed: no}]
  aliases: [hoptacxamau]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A home with one file of own entries."""
    folder = tmp_path / "organisations"
    folder.mkdir()
    (folder / "a.yaml").write_text(OWN, "utf-8")
    return tmp_path


def test_own_entries_are_laid_over_ours(own: Path) -> None:
    """A new id is added; a known one keeps its facts and gains the user's."""
    register = with_own_entries(REGISTER, own)
    assert len(REGISTER) + 1 == len(register)
    one = register.get("sao-mai")
    assert one is not None
    assert ["saomai-moi.vn", "saomaibank.com.vn", "saomai.link"] == [fact.value for fact in one.domains]
    assert ["1900000011", "1900000022"] == [fact.value for fact in one.hotlines]


def test_a_register_with_own_entries_says_so(own: Path) -> None:
    """A report made with them can be told from one made without."""
    assert f"{REGISTER.version}+own" == with_own_entries(REGISTER, own).version


def test_without_a_folder_nothing_changes(tmp_path: Path) -> None:
    """Most users have none."""
    assert REGISTER == with_own_entries(REGISTER, tmp_path)


def test_merging_nothing_changes_nothing() -> None:
    """Not even the version."""
    assert REGISTER == merge(REGISTER, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "- [",
        "a: &a [b]\nc: *a",
        "&a [*a]",
        "- !!python/object/apply:os.system [id]",
        "\x00",
        "[" * 5_000,
        "{a: " * 5_000,
        "- id: " + "x" * 100_000,
        "? " * 2_000,
    ],
)
def test_a_broken_file_is_refused_and_named(text: str, tmp_path: Path) -> None:
    """Bombs, code, cycles and nonsense: one error, quickly, never a traceback."""
    path = tmp_path / "hong.yaml"
    path.write_text(text, "utf-8")
    started = time.process_time()
    with pytest.raises(RegisterInvalid):
        read_organisations(path)
    assert time.process_time() - started < 5


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A picture called ``.yaml``."""
    path = tmp_path / "anh.yaml"
    path.write_bytes(bytes(range(256)) * 10)
    with pytest.raises(RegisterInvalid):
        read_organisations(path)


def test_a_missing_file_is_out_of_reach(tmp_path: Path) -> None:
    """Not found is not the same as broken."""
    with pytest.raises(OutOfReach):
        read_organisations(tmp_path / "khong-co.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """An error of ours, not of Python's."""
    with pytest.raises(KiemtinError):
        read_organisations(tmp_path)
