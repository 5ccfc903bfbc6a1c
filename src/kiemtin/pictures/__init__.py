"""Pictures: opened safely, read, compared. Engines on bytes and pixels; they know nothing of evidence.

Nothing is imported here: each part loads its own libraries, which come with ``kiemtin[pictures]``, when it is used.
"""
