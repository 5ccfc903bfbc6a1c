"""Vietnamese writing in pictures: lines with boxes, and one text with the way back to the boxes.

``read_document(pixels)`` gives ``.text``, ``.lines`` and ``.boxes_of(start, end)``; ``read_lines(pixels)`` the lines
alone. Libraries of ``kiemtin[pictures]`` are loaded when something is read, not before.
"""

from kiemtin.pictures.reading.document import Document
from kiemtin.pictures.reading.models import missing_library
from kiemtin.pictures.reading.read import read, read_document, read_lines
from kiemtin.pictures.reading.values import Line, Reading, Voice, Word

__all__ = ["Document", "Line", "Reading", "Voice", "Word", "missing_library", "read", "read_document", "read_lines"]
