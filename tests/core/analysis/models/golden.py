"""What the official package made of the sounds in tests/data/golden_taggers.py."""

from __future__ import annotations

import numpy as np

from tests.data.golden_taggers import FILE, MEL_FRAMES, sounds

__all__ = ["GOLDEN", "MEL_FRAMES", "sounds"]

with np.load(FILE) as _archive:
    GOLDEN = dict(_archive)
