"""Sources of fact-checks (pages, feeds, tables, JSON, web archives) as claim reviews; no person comes along."""

from kiemtin.factchecks.reading.native import to_native
from kiemtin.factchecks.reading.sources import read_source
from kiemtin.factchecks.reading.values import Problem, Read, ReadOptions

__all__ = ["Problem", "Read", "ReadOptions", "read_source", "to_native"]
