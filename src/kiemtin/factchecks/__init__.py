"""Published fact-checks: collections of claim reviews, and finding the one that is about the same claim."""

FOLDER = "factchecks"
"""The user's own collection, inside the folder of Kiểm Tin."""

INDEX, CURRENT = "index", "current"
"""The folder of its index, and the file in there with the name of the index in use."""

FILE = "collection.sqlite"
"""The file that makes a folder a collection."""
