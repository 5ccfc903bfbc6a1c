"""What a message asks for, how it presses, whom it claims to be and how it hides, in its own words.

The engine knows nothing of evidence: it says which signals stand where, and which families they make together.
"""

from kiemtin.messages.message import Named, Thing
from kiemtin.messages.patterns import Family, Pattern, PatternBook, bundled_pattern_edition, bundled_patterns
from kiemtin.messages.signals import Reading, Signal, SignalFinder

__all__ = [
    "Family",
    "Named",
    "Pattern",
    "PatternBook",
    "Reading",
    "Signal",
    "SignalFinder",
    "Thing",
    "bundled_pattern_edition",
    "bundled_patterns",
]
