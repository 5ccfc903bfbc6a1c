"""The register that ships."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kiemtin.domains import bundled_suffixes, parse_domain
from kiemtin.organisations import Fact, Organisation, bundled_register, lint
from tests.shared_data import shared_data

PROJECT = Path(__file__).parents[2]
REGISTER = bundled_register()


def _facts(one: Organisation) -> Iterator[Fact]:
    yield from one.official_channels
    yield from one.tenants


def _tool(name: str) -> ModuleType:
    path = PROJECT / "tools" / f"{name}.py"
    if not path.exists():
        pytest.skip("the tools are not beside this installation")
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_compiled_register_is_the_yaml_one() -> None:
    """Whoever edits the YAML and forgets ``make data`` learns it here."""
    tool = _tool("compile_register")
    compiled = (PROJECT / "src/kiemtin/organisations/data/register.json").read_text("utf-8")
    assert tool.as_json(tool.compiled()) == compiled


def test_the_register_is_clean() -> None:
    """Nothing that lint refuses ships."""
    assert () == lint(REGISTER)


def test_no_id_of_the_draft_was_renamed_or_dropped() -> None:
    """Ids are contracts; the one theme of the draft that is no organisation is not in the register."""
    draft = shared_data("links/organisations_draft.yaml").read_text("utf-8")
    ids = set(re.findall(r"^\s*-?\s*id:\s*[\"']?([a-z0-9-]+)", draft, re.MULTILINE))
    assert 180 <= len(ids)
    assert {"vietnamidol"} == ids - {one.id for one in REGISTER}


@pytest.mark.parametrize("one", tuple(REGISTER), ids=lambda one: one.id)
def test_every_confirmed_fact_has_a_source_with_an_address(one: Organisation) -> None:
    """Confirmed means: seen there, on that day."""
    for fact in _facts(one):
        if fact.confirmed is not None:
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", fact.confirmed)
            assert fact.source is not None
            assert fact.source.url is not None
            assert fact.source.url.startswith(("https://", "http://"))
            assert fact.source.title
            assert fact.source.publisher


@pytest.mark.parametrize("one", tuple(REGISTER), ids=lambda one: one.id)
def test_every_entry_is_an_organisation_with_a_channel_and_a_name(one: Organisation) -> None:
    """No topic, no slogan: something that can be reached."""
    assert one.official_channels
    assert one.aliases
    assert one.name_vi
    assert one.name_en
    assert one.short


def test_no_domain_of_the_register_is_everybodys() -> None:
    """An official ``com.vn`` would make the whole country official."""
    suffixes = bundled_suffixes()
    facts = [fact for one in REGISTER for fact in one.domains + one.tenants]
    assert [] == [fact.value for fact in facts if parse_domain(fact.value) is None]
    assert [] == [fact.value for fact in facts if suffixes.is_registry(fact.value)]


def test_no_domain_and_no_hotline_belongs_to_two_organisations() -> None:
    """A report names one organisation: it must be the right one."""
    for field in ("domains", "hotlines"):
        confirmed = [f.value for one in REGISTER for f in getattr(one, field) if f.confirmed]
        assert [] == sorted({value for value in confirmed if confirmed.count(value) > 1})


def test_the_register_finds_its_own_facts() -> None:
    """Every domain, confirmed hotline and page leads back to its organisation."""
    for one in REGISTER:
        for fact in one.domains:
            owner = REGISTER.owner_of(f"x.{fact.value}")
            assert owner is not None
            assert one.id == owner[0].id
        for fact in one.channels:
            page = REGISTER.channel_of(fact.value)
            assert page is not None
            assert one.id == page[0].id


def test_senders_and_numbers_have_the_form_they_are_compared_in() -> None:
    """Digits only, so that a number is found however it is written in a message."""
    assert [] == [f.value for one in REGISTER for f in one.hotlines if not re.fullmatch(r"\+?\d{3,15}", f.value)]
