"""How much of one picture is read. What is past a limit is counted in ``Reading.left_out``, never silently dropped."""

DETECTION_SIDE = 1024
"""Pixels of the longer side when lines are looked for: what the detector was trained at."""

LONGEST_DETECTION_SIDE = 2048
"""The same for pictures that are tall or full of small text: four times the work of ``DETECTION_SIDE``, about 0.3 s."""

MAX_DETECTION_PIXELS = 1_500_000
"""Pixels looked at for lines at once, whatever the shape of the picture."""

MAX_LINES = 160
"""Lines read. A full screen of a chat has about 40, a page of a newspaper 120; the tallest ones are kept, in order."""

MAX_SEGMENTS = 400
"""Pieces of lines given to the recogniser: a line wider than it can read is read in pieces."""

MAX_LINE_CHARACTERS = 400
"""Characters kept of one line. The widest screens hold 200."""

SECOND_VOICE_SECONDS = 3
"""Seconds of computing that tesseract may take before it is stopped; usually 0.4. Then trueocr's text stands alone."""

SECOND_VOICE_WALL_SECONDS = 8.0
"""The same on the clock: a busy machine lets a genuine picture wait."""

SECOND_VOICE_MEMORY = 1 << 30
"""Bytes of address space; it takes 150 MB."""

SECOND_VOICE_OUTPUT = 4_000_000
"""Bytes taken from tesseract: far more than the words of ``MAX_LINES`` full lines."""

MAX_SECOND_VOICE_COLUMNS = 1500
"""Columns of writing that tesseract is given, of the lines that need it most: each thousand costs about 50 ms. Twice as
many mend three more characters in a thousand, and no link or number."""
