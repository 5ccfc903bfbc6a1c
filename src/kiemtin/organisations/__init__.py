"""Who is official: the register of organisations and the channels they publish themselves."""

from kiemtin.organisations.format import Problem, organisations_from
from kiemtin.organisations.lint import lint
from kiemtin.organisations.loader import (
    bundled_edition,
    bundled_register,
    merge,
    own_files,
    problems_of,
    read_organisations,
    register_from,
    with_own_entries,
)
from kiemtin.organisations.mentions import Mention, MentionFinder
from kiemtin.organisations.values import Alias, Fact, FactSource, Organisation, Register, Sector, Strength

__all__ = [
    "Alias",
    "Fact",
    "FactSource",
    "Mention",
    "MentionFinder",
    "Organisation",
    "Problem",
    "Register",
    "Sector",
    "Strength",
    "bundled_edition",
    "bundled_register",
    "lint",
    "merge",
    "organisations_from",
    "own_files",
    "problems_of",
    "read_organisations",
    "register_from",
    "with_own_entries",
]
