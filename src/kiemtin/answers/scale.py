"""The scale on which a desk rates a claim, with its words in both languages; it is published with every rating."""

from __future__ import annotations

from enum import StrEnum

from kiemtin.evidence.messages import Language, render

WORST = 1
BEST = 5
"""The ends of the scale as schema.org's ``worstRating`` and ``bestRating``."""


class Rating(StrEnum):
    """How a claim stands against what its sources say; never what anybody thinks of it."""

    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    MOSTLY_TRUE = "mostly-true"
    TRUE = "true"

    @property
    def place(self) -> int:
        """Its place between ``WORST`` and ``BEST``."""
        return list(Rating).index(self) + 1

    def words(self, language: Language) -> str:
        """What it is called: "Sai" or "False"; the words that pages, ClaimReview and imports share."""
        return render(f"rating.{self.value}", {}, language)

    def meaning(self, language: Language) -> str:
        """What it says, in a sentence, as the published scale has it."""
        return render(f"rating.{self.value}.means", {}, language)
