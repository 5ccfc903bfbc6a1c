"""Pictures: opened safely, read, compared. Engines on bytes and pixels; they know nothing of evidence.

Nothing is imported here: each part loads its own libraries, which come with ``kiemtin[pictures]``, when it is used.
"""

import os

# From 1.32 on onnxruntime tells its maker of each use: it makes an id for the device, a database in the user's cache,
# and connections. It looks at this variable when it is imported; switching it off later comes too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# NumPy's linear algebra starts a thread for each core when it is imported, and they spin: a third of what importing it
# costs. Nothing here multiplies matrices large enough to gain from them. Whoever has set a number keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
