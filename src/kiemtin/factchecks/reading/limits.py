"""What one source may hold: the door between strangers' files and the collection, each limit with its reason."""

from __future__ import annotations

MAX_ITEMS = 500_000
"""Items of one source; all fact-checks that Data Commons ever gathered are some 200,000."""

MAX_FILES = 100_000
"""Files of one folder, folders within it included."""

MAX_STREAM_BYTES = 8_000_000_000
"""Bytes, decompressed, of a source read piece by piece (JSON lines, tables, web archives)."""

MAX_DOCUMENT_BYTES = 256_000_000
"""Bytes of one JSON document, which is held in memory as text; the whole feed of Data Commons has about 130 million."""

MAX_OBJECT_BYTES = 32_000_000
"""Bytes of a JSON document that is no list, and so is held in memory as objects, at ten times its size."""

MAX_FEED_BYTES = 32_000_000
"""Bytes of an RSS or Atom feed, held in memory as a tree; a feed of 1,000 whole articles has about 20 million."""

MAX_PAGE_BYTES = 8_000_000
"""Bytes of one page; the longest live blogs have about 5 million."""

MAX_LINE_BYTES = 4_000_000
"""Bytes of one JSON line; a review with all its texts at their limits has about 100,000."""

MAX_CELL = 131_072
"""Characters of a cell of a table, the limit of Python's own reader: an unclosed quotation mark swallows no more."""

MAX_COLUMNS = 1_000
"""Columns of a table; spreadsheets of fact-checks have about 20."""

MAX_RATIO = 300
"""How many times its size a compressed source may unpack to; text gains 5 to 20, repetitive logs about 100."""

RATIO_FROM = 50_000_000
"""Bytes below which the ratio is not asked for: that much does no harm, and short repetitive files pack well."""

MAX_NESTING = 50
"""How deep the lists and objects of a JSON document may lie in each other; ``ClaimReview`` needs about 8."""

MAX_NODES = 200_000
"""Lists and objects looked at in one JSON document or one element of a list."""

MAX_BROKEN = 1_000
"""Broken elements of one JSON document: each costs as much time as it has text before it."""

MAX_SCRIPTS = 100
"""Scripts of structured data in one page; sites write 1 to 5."""

MAX_TAGS = 50_000
"""Tags of one page that are read for microdata; long articles with all their menus have about 10,000."""

MAX_SCOPES = 40
"""How deep things may lie in each other in microdata."""

MAX_RAW_TEXT = 200_000
"""Characters of one written value that are looked at; ten times the longest body that is kept."""

MAX_VALUES = 500
"""Values of one list that are looked at for a name or for addresses."""

MIN_DATED = 20
"""Items from which on a source can be called damaged for its dates."""
