"""The lookalike engine: which organisation's name a domain imitates, how, and how surely."""

from kiemtin.lookalikes.matcher import SUSPICIOUS, Matcher
from kiemtin.lookalikes.values import Match, Technique, Verdict

__all__ = ["SUSPICIOUS", "Match", "Matcher", "Technique", "Verdict"]
