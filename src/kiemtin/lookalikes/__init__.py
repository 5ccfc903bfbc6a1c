"""The lookalike engine: which organisation's name a domain imitates, how, and how surely."""

from kiemtin.lookalikes.matcher import SUSPICIOUS, Matcher
from kiemtin.lookalikes.values import Assessment, Match, Technique, Verdict

__all__ = ["SUSPICIOUS", "Assessment", "Match", "Matcher", "Technique", "Verdict"]
