"""Published fact-checks: collections of claim reviews, and finding the one that is about the same claim."""

FOLDER = "factchecks"
"""The user's own collection, inside the folder of Kiểm Tin."""
