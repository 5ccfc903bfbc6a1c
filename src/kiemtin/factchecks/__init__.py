"""Published fact-checks: collections of claim reviews, and finding the one that is about the same claim."""
