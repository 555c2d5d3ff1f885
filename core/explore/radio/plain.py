"""The method as published, without rules or refinements: to be compared with, and for those who want it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from core.domain import TrackId
from core.errors import UserError
from core.explore.ear.ear import Ear
from core.explore.ear.subspace import plain_difference
from core.explore.radio.explain import Explainer, Liked
from core.explore.radio.judging import Pick
from core.explore.radio.radio import NOTHING_HEARD
from core.explore.stock import RadioTrack


def plain_picks(
    ear: Ear, stock: Iterable[RadioTrack], seeds: Sequence[TrackId], n: int | None = None
) -> list[Pick]:
    """The method as published: all candidates but the seeds in order of D, no rules; ties by track id.

    Raises UserError when none of the seeds has been listened to.
    """
    known = {track.id: track for track in stock if track.id in ear}
    likes = [seed for seed in seeds if seed in known]
    if not likes:
        raise UserError(NOTHING_HEARD)
    candidates = np.array(sorted(known.keys() - set(seeds)), np.int64)
    rows = np.array([ear.row(TrackId(id)) for id in candidates.tolist()], np.int64)
    unique, back = np.unique(rows, return_inverse=True)
    difference = plain_difference(ear.raw(unique), ear.raw([ear.row(id) for id in likes]))[back]
    order = np.argsort(difference, kind="stable")[:n].tolist()
    tracks = [known[TrackId(int(candidates[place]))] for place in order]
    told = [Liked(known[id]) for id in dict.fromkeys(likes)]
    reasons = Explainer(ear, list(known.values())).explain(tracks, told)
    return [
        Pick(track.id, float(difference[place]), reason)
        for place, track, reason in zip(order, tracks, reasons, strict=True)
    ]
