"""The user's own entries: laid over the register, or refused with the name of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiemtin.errors import KiemtinError, RegisterInvalid
from kiemtin.organisations import bundled_register, lint, organisations_from, own_files, with_own_entries
from kiemtin.organisations.format import is_date

ENTRY = "organisations:\n- {{id: {id}, name: Mẫu, sector: other, domains: [{id}.vn], aliases: [{id}mau]}}\n"


def own(home: Path, name: str, text: str) -> Path:
    """An own file with ``text``."""
    path = home / "organisations" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_entries_of_all_forms_are_laid_over(tmp_path: Path) -> None:
    """YAML under both endings and JSON count; hidden, half-written and other files do not."""
    own(tmp_path, "a.yaml", ENTRY.format(id="motmau"))
    own(tmp_path, "b.yml", ENTRY.format(id="haimau"))
    own(
        tmp_path, "c.json", '[{"id":"bamau","name":"x","sector":"other","domains":["bamau.vn"],"aliases":["bamaumau"]}]'
    )
    own(tmp_path, ".d.yaml.0123", "[")
    own(tmp_path, ".e.yaml", "[")
    own(tmp_path, "readme.txt", "[")
    register = with_own_entries(bundled_register(), tmp_path)

    assert ["a.yaml", "b.yml", "c.json"] == [path.name for path in own_files(tmp_path)]
    assert all(register.get(one) for one in ("motmau", "haimau", "bamau"))
    assert register.version.endswith("+own")


@pytest.mark.parametrize(
    "text", ["[", "a: &x 1\nb: *x", "", "organisations: 1", ENTRY.format(id="BAD ID"), "- " * 100_000]
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    """The error names the file and says what is wrong with it."""
    own(tmp_path, "a.yaml", ENTRY.format(id="motmau"))
    broken = own(tmp_path, "b.yaml", text)
    with pytest.raises(RegisterInvalid) as caught:
        with_own_entries(bundled_register(), tmp_path)

    assert str(broken) == caught.value.values["name"]
    assert caught.value.problems


def test_a_folder_that_looks_like_a_file_is_refused(tmp_path: Path) -> None:
    """It is an error of ours, not a crash."""
    (tmp_path / "organisations" / "a.yaml").mkdir(parents=True)
    with pytest.raises(KiemtinError):
        with_own_entries(bundled_register(), tmp_path)


def test_an_entry_without_a_short_name_keeps_the_known_one(tmp_path: Path) -> None:
    """Adding a fact to a known organisation does not rename it."""
    before = bundled_register().get("vietcombank")
    own(tmp_path, "a.yaml", "- {id: vietcombank, name: Tên dài, sector: bank, domains: [vietcombank-mau.vn]}\n")
    after = with_own_entries(bundled_register(), tmp_path).get("vietcombank")

    assert before is not None
    assert after is not None
    assert before.short == after.short


def test_aliases_and_suffixes_that_lint_refuses() -> None:
    """An alias listed twice, and a domain under which anybody can register names."""
    entry = {"id": "mau", "name": "Mẫu", "sector": "other", "aliases": ["maumaumau", "maumaumau"]}
    twice = organisations_from([{**entry, "domains": ["mau.vn"]}])
    suffix = organisations_from([{**entry, "aliases": ["maumaumau"], "domains": ["com.vn", "mau.com.vn"]}])

    assert ["register.alias-twice"] == [problem.message_id for problem in lint(twice)]
    assert [("register.public-suffix", "com.vn")] == [
        (one.message_id, dict(one.values)["value"]) for one in lint(suffix)
    ]


def test_dates_are_days_that_exist() -> None:
    """Written one way only."""
    assert is_date("2026-02-28")
    assert not any(
        map(is_date, ["2026-02-30", "2026-2-3", "20260203", "2026-02-03T00:00:00", "", "no", "２０２６-01-01"])
    )


def test_problems_never_grow_with_the_file() -> None:
    """A hostile value is clipped where it is shown."""
    with pytest.raises(RegisterInvalid) as caught:
        organisations_from([{"id": "x" * 100_000, "sector": ["y"] * 1000, "z" * 100_000: 1}])

    assert 10_000 > len(str(caught.value.problems))
