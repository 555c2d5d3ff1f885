"""Whether there is anything left to hear, told by SQL alone.

Most starts find a library that has been heard in full. Asked here, such a start loads neither numpy nor the
listening process, which is worth some 15 MB to a window that only plays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

from core.analysis import models
from core.analysis.measured import MEASURED
from core.database import explained
from core.domain import Pass
from core.settings import Places

WITH_WAVEFORMS = 2
"""The version of analysis.db that has them first."""

_UNHEARD = """
SELECT audio_id FROM tracks WHERE presence = 'present' AND NOT cut AND audio_id IS NOT NULL
EXCEPT
SELECT audio_id FROM analysis.trajectories WHERE model = ? AND version = ? AND pass = ?
LIMIT 1
"""


_UNMEASURED = """
SELECT audio_id FROM tracks WHERE presence = 'present' AND NOT cut AND audio_id IS NOT NULL
EXCEPT
SELECT audio_id FROM loudness JOIN analysis.waveforms AS w USING (audio_id)
WHERE loudness.version = :version AND w.version = :version
LIMIT 1
"""


def all_heard(places: Places, names: Iterable[str]) -> bool:
    """True when each of these models has heard every present track in full.

    A file that cannot be heard counts as unheard: whether to try it again is for the indexer to say.
    Raises UserError for a model that there is not, or a database that cannot be read.
    """
    with explained(places.analysis_db), closing(sqlite3.connect(places.library_db)) as connection:
        if not places.analysis_db.exists():
            return connection.execute("SELECT 1 FROM tracks LIMIT 1").fetchone() is None
        connection.execute("ATTACH ? AS analysis", (str(places.analysis_db),))
        keys = ((spec.name, spec.version, Pass.FULL) for spec in map(models.spec, names))
        return all(connection.execute(_UNHEARD, key).fetchone() is None for key in keys)


def all_measured(places: Places) -> bool:
    """True when every present track's loudness and shape are known. Raises as `all_heard` does."""
    with explained(places.analysis_db), closing(sqlite3.connect(places.library_db)) as connection:
        if not places.analysis_db.exists():
            return connection.execute("SELECT 1 FROM tracks LIMIT 1").fetchone() is None
        connection.execute("ATTACH ? AS analysis", (str(places.analysis_db),))
        if connection.execute("PRAGMA analysis.user_version").fetchone()[0] < WITH_WAVEFORMS:
            return connection.execute("SELECT 1 FROM tracks LIMIT 1").fetchone() is None
        return connection.execute(_UNMEASURED, {"version": MEASURED}).fetchone() is None
