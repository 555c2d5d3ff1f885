"""What two songs share, by the aspect of sound: for explanations, not for choosing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.explore.ear.calibration import Rows
from core.explore.ear.ear import Ear
from core.explore.ear.sources import TIMBRE

Floats = NDArray[np.float32]

RHYTHM, HARMONY, TAGS = "rhythm", "harmony", "tags"
COMPONENTS = (TIMBRE, RHYTHM, HARMONY, TAGS)


def component_distances(ear: Ear, rows: Rows, others: Rows) -> dict[str, Floats | None]:
    """For each of COMPONENTS the calibrated distances (a, b) of `rows` to `others`: about mean 0 and spread
    1, lower is nearer; inf where one of the two was not heard so. None where nothing was.

    timbre: the Gaussian of the MFCC. rhythm: loudness modulation and pulse. harmony: pitch classes and how
    they change. tags: the taggers' pooled vectors.
    """
    a, b = np.asarray(rows, np.int64), np.asarray(others, np.int64)
    return {name: ear.aspect(name, a, b) for name in COMPONENTS}
