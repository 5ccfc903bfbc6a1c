"""The pinned requirements are complete, agree with one another and with ``pyproject.toml``, and name no place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
PARTS = ("bulk", "pictures", "semantic", "desk", "ray")

ASKED = {
    "core": PROJECT["dependencies"],
    "all": [*PROJECT["dependencies"], *(one for name in PARTS for one in EXTRAS[name])],
    "desk": [*PROJECT["dependencies"], *EXTRAS["desk"], *EXTRAS["pictures"]],
    "dev": [*PROJECT["dependencies"], *(one for name in PARTS for one in EXTRAS[name]), *GROUPS["dev"]],
    "build": GROUPS["build"],
    "lock": GROUPS["lock"],
}
"""What each file of ``requirements/`` has to hold."""

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pins(name: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of one file, each with the rest of its line."""
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(" --hash=") for line in text.splitlines() if line and not line.startswith("#")]
    return [(Requirement(first), [f"--hash={one}".strip() for one in rest]) for first, *rest in lines]


def versions(name: str) -> dict[str, set[str]]:
    """Package → the versions that one file pins; more than one where platforms differ."""
    found: dict[str, set[str]] = {}
    for requirement, _ in pins(name):
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier))
    return found


def test_the_extras_are_the_promised_ones() -> None:
    """The names of the extras are a contract, and ``all`` is every one of them."""
    assert {*PARTS, "all"} == set(EXTRAS)
    assert [f"kiemtin[{','.join(PARTS)}]"] == EXTRAS["all"]


def test_no_extra_has_crept_into_the_core() -> None:
    """What makes an extra heavy is not among the core's requirements."""
    heavy = {canonicalize_name(Requirement(one).name) for name in PARTS for one in EXTRAS[name]}
    assert set() == heavy & set(versions("core"))


@pytest.mark.parametrize("name", ASKED)
def test_every_line_is_one_version_with_its_hashes(name: str) -> None:
    """No line of a file is an option, an address, a path or a range; each has the hashes of its files."""
    pinned = pins(name)
    assert pinned
    for requirement, hashes in pinned:
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert requirement.url is None
        assert hashes
        assert all(HASH.fullmatch(one) for one in hashes), requirement


@pytest.mark.parametrize("name", ASKED)
def test_every_package_asked_for_is_pinned_within_its_bounds(name: str) -> None:
    """Each requirement of ``pyproject.toml`` stands in the file, in a version it allows."""
    pinned = versions(name)
    for asked in map(Requirement, ASKED[name]):
        found = pinned.get(canonicalize_name(asked.name), set())
        assert found, f"{asked.name} is not in requirements/{name}.txt: run `make lock`"
        assert all(asked.specifier.contains(one.removeprefix("==")) for one in found), asked


def test_all_files_pin_the_same_versions() -> None:
    """A package has the same version wherever it is pinned, so that what is tested is what is installed."""
    every = {package: found for name in ASKED for package, found in versions(name).items()}
    for name in ASKED:
        for package, found in versions(name).items():
            assert every[package] == found, f"{package} in requirements/{name}.txt"
