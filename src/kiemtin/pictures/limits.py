"""The limits every stranger's picture meets. Imported on both sides of the fence, so it imports nothing."""

from __future__ import annotations

MAX_PICTURE_BYTES = 33_554_432
"""Bytes of one file (32 MiB): a photo of 50 million pixels, or a very long screenshot, has about 25 million."""

MAX_PICTURES = 10
"""Pictures of one check: whoever asks sends a few; each is read for up to a second."""

MAX_PIXELS = 40_000_000
"""Pixels decoded in full. As RGBA they take 160 MB; a PNG of 20 kB can ask for 831."""

MAX_PIXELS_SCALED = 210_000_000
"""Pixels of a JPEG, which can be decoded at an eighth of its size: the largest phone cameras have 200 million."""

PIXELS_KEPT = 16_000_000
"""Pixels that are handed on; a larger picture is scaled down to it. As RGB they take 48 MB; letters stay legible."""

MAX_SIDE = 32_767
"""Pixels of the longer side: an endless screenshot has about 20,000. Some decoders count with 16 bits."""

MAX_RATIO = 40
"""The longer side over the shorter: an endless screenshot comes to about 20. A picture 1 pixel high shows nothing."""

MAX_FRAMES = 1_000
"""Frames or pages of one file: animations that people send have up to some hundred."""

FRAMES_LOOKED_AT = 5
"""Frames among which the first that shows anything is taken: animations often begin with an empty one."""

MAX_MEMORY = 384 * 1024 * 1024
"""Bytes of address space that the process which decodes may take: with the one that asks, below 512 MiB."""

MAX_CPU_SECONDS = 1.7
"""Seconds of computing, so that a refusal comes within 3: a photo of 12 million pixels takes a quarter of one."""

MAX_ANSWER_BYTES = 4_194_304
"""Bytes of what the process says besides pixels."""

MAX_METADATA_BYTES = 1_048_576
"""Bytes that one compressed piece of metadata (a colour profile, a text) may grow to."""
