"""The models that the package ``trueocr`` bundles, run by ONNX Runtime: its files are used, its code is not.

Its own pipeline straightens pages like a scanner, gives each line without its surroundings and squeezes wide lines;
screens are upright and wide. So the detector and the recogniser are driven from here, in one thread each, and nothing
of the package is imported.
"""

from __future__ import annotations

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiemtin.errors import OutOfReach

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NEEDED = ("cv2", "numpy", "onnxruntime", "trueocr")
THREADS = 1
"""Threads of a session: pictures are checked beside one another, and a second thread costs 40% more CPU in all."""


def missing_library() -> str | None:
    """The first library that reading needs and that is not installed; ``None`` when all are there. Imports nothing."""
    return next((name for name in NEEDED if importlib.util.find_spec(name) is None), None)


@lru_cache(maxsize=1)
def model_folder() -> Path:
    """Where ``trueocr`` keeps its models. Raises ``OutOfReach`` where it is not installed."""
    if missing := missing_library():
        raise OutOfReach("missing.pictures-extra", library=missing)
    found = importlib.util.find_spec("trueocr")
    if found is None or found.origin is None:
        raise OutOfReach("missing.pictures-extra", library="trueocr")
    return Path(found.origin).parent / "models"


@lru_cache(maxsize=1)
def characters() -> tuple[str, ...]:
    """What the recogniser can write; its answer ``n`` means the character at ``n - 1``, 0 means none."""
    return tuple(json.loads((model_folder() / "meta.json").read_text("utf-8"))["charset"])


@lru_cache(maxsize=4)
def session(name: str) -> InferenceSession:
    """The model ``name`` (``det``, ``rec``, ``orient``), loaded when it is first asked for and then kept.

    Running it is safe from several threads at once.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # with batches of changing shape it only grows
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(model_folder() / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
    )
