"""Whether a picture, as a whole and perhaps turned or mirrored, is another: what an equal hash says, looked at again.

A hash has no place for what is small: two screens of one program, or two pages of one newspaper, may have nearly the
same. So the known picture's preview is laid over the other in the way the hash says, and compared place by place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kiemtin.items.boxes import Box
from kiemtin.pictures.agreement import Comparison
from kiemtin.pictures.pdq import ORIENTATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiemtin.pictures.features import Features

PLACES = {
    "original": ((1, 0, 0), (0, 1, 0)),
    "rotate-90": ((0, -1, 1), (1, 0, 0)),
    "rotate-180": ((-1, 0, 1), (0, -1, 1)),
    "rotate-270": ((0, 1, 0), (-1, 0, 1)),
    "mirror": ((-1, 0, 1), (0, 1, 0)),
    "flip": ((1, 0, 0), (0, -1, 1)),
    "transpose": ((0, 1, 0), (1, 0, 0)),
    "transverse": ((0, -1, 1), (-1, 0, 1)),
}
"""Where a place (across, down, 1) of the known picture, in shares of its sides, lies in the one that was asked about,
when that has to be turned or mirrored so to be the known one."""

ALIKE = 0.85
"""The share of textured places that must look alike; chosen, not fitted. Of 330 pairs that share a frame, words, a
scene or a stamp, no hashes were near, so none came this far. Screens of one form with other values in it come to 0.97
and more: the preview is too small to tell letters apart, so `letters` has to agree as well."""

PROVEN = 0.3
"""The share of the picture that must be textured and look alike: a few letters on paper prove nothing."""


def laid_over(asked: Features, known: Features, orientation: int, box: Box) -> NDArray[np.float64]:
    """The transform from the preview of ``known`` to that of ``asked``, if it is the part ``box`` of that.

    ``box`` is what has to be turned by ``ORIENTATIONS[orientation]`` to be the known picture.
    """
    unit = np.array([*PLACES[ORIENTATIONS[orientation]], (0, 0, 1)], np.float64)
    rows, columns = asked.preview.shape
    across, down = columns / asked.width, rows / asked.height
    place = np.array([[box.width * across, 0, box.x * across], [0, box.height * down, box.y * down], [0, 0, 1]])
    known_rows, known_columns = known.preview.shape
    return np.asarray(place @ unit @ np.diag([1 / known_columns, 1 / known_rows, 1.0]), np.float64)


def is_the_same(comparison: Comparison) -> bool:
    """Whether that is enough to say that one picture is the other."""
    everywhere = np.ones_like(comparison.inside)
    proven = float((comparison.textured & comparison.alike).mean())
    return comparison.within(everywhere).alike >= ALIKE and proven >= PROVEN
