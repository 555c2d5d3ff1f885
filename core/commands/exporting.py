"""`export songlets` and `export windows`: vectors for NumPy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.commands.answers import Answer, all_tracks, at_home, holds, open_library, open_store
from core.commands.models import known_model, ready_model
from core.errors import UserError
from core.replacing import replacing
from core.settings import Places


def export_songlets(places: Places, out: Path, *, model: str | None) -> Answer:
    """Raw songlets of all tracks that the model has heard: `paths` (n,), `songlets` (n, 10, d), `model`."""
    import numpy as np

    name = known_model(model, places)
    with open_library(places) as library, open_store(places) as store:
        tracks = all_tracks(library, library.order())
        trajectories = store.trajectories(name)
    row_of = {audio_id: row for row, audio_id in enumerate(trajectories.audio_ids)}
    heard = [track for track in tracks if track.audio_id in row_of]
    rows = np.array([row_of[track.audio_id] for track in heard if track.audio_id], np.int64)
    _write_npz(
        out,
        paths=np.array([str(track.path) for track in heard], np.str_),
        songlets=trajectories.songlets[rows].astype(np.float32, copy=False),
        model=np.array(name, np.str_),
    )
    document = {"out": str(out.resolve()), "model": name, "tracks": len(heard)}
    return Answer(document, [f"{len(heard):,} tracks by {name} to {out.resolve()}"])


def export_windows(places: Places, file: Path, out: Path, *, model: str | None) -> Answer:
    """Every window of one file, heard now: `starts` (W,) s, `features` (W, d), `tags` (W, t), `tag_names`.

    t is 50 for the taggers and 0 for a model without tags.
    """
    import numpy as np

    from core.analysis.hearing import hear_file

    if not holds(Path.is_file, file := at_home(file)):
        raise UserError(f"{file} is not a file.")
    name = ready_model(model, places)
    heard = hear_file(file.resolve(), name, places.models)
    count = len(heard.starts)
    tags = np.zeros((count, 0)) if heard.tags is None else heard.tags
    _write_npz(
        out,
        starts=heard.starts.astype(np.float64),
        features=heard.features.astype(np.float32, copy=False),
        tags=tags.astype(np.float32, copy=False),
        tag_names=np.array(heard.tag_names, np.str_),
        model=np.array(name, np.str_),
    )
    document = {"out": str(out.resolve()), "path": str(file.resolve()), "model": name, "windows": count}
    return Answer(document, [f"{count:,} windows by {name} to {out.resolve()}"])


def _write_npz(out: Path, **arrays: Any) -> None:
    import numpy as np

    # To an open file: given a name, NumPy would add .npz to it.
    with replacing(out) as file:
        np.savez(file, **arrays)
