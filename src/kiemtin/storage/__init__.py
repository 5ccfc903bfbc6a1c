"""Collections on disk: a SQLite file that is the truth, and an index beside it that is derived.

::

    collection.sqlite      one file, written in transactions (``database``)
    index/current          the name of the generation of the index in use (``generations``)
    index/<name>/          a generation: made beside, put in place in one step, never changed afterwards

It knows nothing of what is collected; engines above it do.
"""

FILE = "collection.sqlite"
"""The file that makes a folder a collection."""

INDEX, CURRENT = "index", "current"
"""The folder of its index, and the file in there with the name of the generation in use."""
