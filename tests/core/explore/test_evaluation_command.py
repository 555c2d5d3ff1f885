"""`meander evaluate` from end to end: a library of tags and of what was heard, asked and answered."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core import cli, commands
from core.analysis import models
from core.analysis.models.summary import Summary
from core.analysis.records import Listened
from core.analysis.store import AnalysisStore
from core.commands.evaluating import in_lines
from core.database import sole_writer
from core.domain import AudioId, Pass, Seconds, TrackId
from core.errors import Cancelled, UserError
from core.explore.evaluation import measure, spaces
from core.explore.evaluation.corpus import SHORTEST
from core.explore.evaluation.measure import Effort
from core.explore.evaluation.record import SESSION_KEY, Evaluation
from core.library.labels import labelled
from core.library.playlists import Playlists
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.core.explore.synthetic_songs import clustered, unit

SONGS, CLUSTERS = 72, 3
MODELS = ("spectral", "musicnn-mtt")


@pytest.fixture(scope="module")
def heard_places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """72 songs in three folders, genres and playlists, by twelve artists, heard by two models. Read only."""
    folder = tmp_path_factory.mktemp("evaluated")
    places = Places(folder / "data", folder / "models")
    library, store = Library.open(places), AnalysisStore.open(places)
    _fill(library)
    playlists = Playlists(library)
    for cluster in range(CLUSTERS):
        playlists.create(f"List {cluster}", tracks=[TrackId(i + 1) for i in range(cluster, 36, CLUSTERS)])
    playlists.close()
    for seed, model in enumerate(MODELS):
        store.put(*_heard(model, seed))
    store.close()
    library.close()
    return places


def _audio(i: int) -> AudioId:
    """In another order than the tracks."""
    return AudioId(f"a{7 * i % SONGS:02}")


def _fill(library: Library) -> None:
    rows = [
        (
            f"/music/{i % CLUSTERS}/{i:02}.ogg".encode(),
            _audio(i),
            f"Song {chr(97 + i // 26)}{chr(97 + i % 26)}" + (" (Live)" if i >= 70 else ""),
            json.dumps([f"Artist {i % 12}"]),
            f"Artist {i % 12}",
            f"Album {i % 12 // 6}",
            json.dumps([f"Genre {i % CLUSTERS}"]),
            180.0 + i,
            i % 4,
        )
        for i in range(SONGS)
    ]
    with library.database.write() as db:
        db.executemany(
            """INSERT INTO tracks (path, size, mtime_ns, audio_id, title, artists, artist, album, genres,
                   duration, play_count, added_at) VALUES (?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, 0)""",
            rows,
        )


def _heard(model: str, seed: int) -> Iterator[Listened]:
    songlets = unit(clustered(SONGS, CLUSTERS, seed=seed))
    rng = np.random.default_rng(seed)
    for i in range(SONGS):
        windows = np.repeat(songlets[i], 2, axis=0)
        sound = None
        if model == "spectral":
            mean = rng.standard_normal(5).astype(np.float32) + 3 * (i % CLUSTERS)
            sound = Summary(mean, np.eye(5, dtype=np.float32), None, None, None, i / SONGS)
        yield Listened(
            _audio(i),
            model,
            models.spec(model).version,
            Pass.FULL,
            Seconds(180.0 + i),
            len(windows),
            np.arange(len(windows), dtype=np.float32),
            windows,
            None,
            songlets[i],
            windows.mean(axis=0),
            sound,
        )


@pytest.fixture(scope="module")
def found(heard_places: Places) -> Evaluation:
    """One run with all questions, each put a few times only; simulated listeners have tests of their own."""
    few = Effort(queries=50, hubs=100, tastes=8, lists=3, radios=3, listeners=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "QUICK", few)
        return _evaluated(heard_places)


def _evaluated(places: Places) -> Evaluation:
    document = commands.evaluate(places, Progress(), quick=True, folders=True).document
    found = Evaluation.from_json(document)
    assert found is not None
    return found


def test_every_kind_of_question_is_answered(found: Evaluation) -> None:
    assert found.recordings == SONGS and set(found.models) == set(MODELS)
    assert {table.key for table in found.tables} >= {
        *("artists", "genres", "folders", "radio-folder", "radio-genre", "playlists", "hubs", "agreement"),
        *("halves", "radios"),
    }


def test_every_table_has_a_row_for_the_program_itself_and_whole_rows(found: Evaluation) -> None:
    for table in found.tables:
        assert any(row.is_default for row in table.rows), table.key
        assert all(len(row.cells) == len(table.columns) for row in table.rows), table.key
        for row in table.rows:
            assert all(cell is None or cell.low <= cell.value <= cell.high for cell in row.cells), table.key


def test_what_was_put_into_the_library_is_found_in_it(found: Evaluation) -> None:
    """Clear clusters of sound stand behind folders and genres: ours is far better than chance."""
    tables = {table.key: table for table in found.tables}
    for key in ("folders", "radio-folder", "playlists"):
        ours = next(row for row in tables[key].rows if row.is_default).cells[0]
        assert ours is not None and ours.value > 0.9, key
    lot = next(row for row in tables["folders"].rows if row.label == "Chance").cells[0]
    assert lot is not None and lot.value < 0.5


def test_playlists_are_the_users_own_where_there_are_enough(found: Evaluation) -> None:
    table = next(table for table in found.tables if table.key == "playlists")
    assert any("playlists of this library" in note for note in table.notes)
    assert any("Most played" in row.label for row in table.rows)


def test_the_last_result_is_kept_in_the_library(heard_places: Places, found: Evaluation) -> None:
    library = Library.open(heard_places)
    kept = Evaluation.from_json(library.session(SESSION_KEY))
    library.close()
    assert kept == found


def test_the_terminal_shows_each_table_with_intervals_and_what_is_not_known(found: Evaluation) -> None:
    lines = list(in_lines(found))
    said = "\n".join(lines)
    assert all(str(table.title) in lines for table in found.tables)
    assert "[0." in said and "What the figures do not show" in lines
    assert max(map(len, lines[1:])) <= 200


def test_a_busy_library_is_measured_and_the_result_is_not_kept(
    heard_places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "evaluate", lambda *_, **__: _nothing())
    with sole_writer(heard_places.lock_file):
        answer = commands.evaluate(heard_places, Progress(), quick=True, folders=False)
    assert len(answer.warnings) == 1 and answer.document["recordings"] == 0


def _nothing() -> Evaluation:
    return Evaluation(0.0, 0.0, 0, (), quick=True, tables=())


def test_too_little_music_is_the_users_to_mend(places: Places) -> None:
    with pytest.raises(UserError, match="listen to more music"):
        commands.evaluate(places, Progress(), quick=True, folders=False)


def test_it_stops_when_asked_to(heard_places: Places) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        commands.evaluate(heard_places, progress, quick=True, folders=False)


def test_the_terminal_takes_its_options(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["--data", str(places.data), "evaluate", "--quick", "--folders", "--json"])
    assert code == 1 and "listen to more music" in capsys.readouterr().err


def test_a_model_that_heard_little_is_left_out_and_named(heard_places: Places, tmp_path: Path) -> None:
    shutil.copytree(heard_places.data, tmp_path / "data")
    places = Places(tmp_path / "data", heard_places.models)
    store = AnalysisStore.open(places)
    store.put(*list(_heard("vgg-mtt", 5))[:10])
    library = Library.open(places)
    try:
        heard = spaces.gather(store, labelled(library, SHORTEST), models.NAMES, MODELS)
        assert heard is not None
        assert heard.left_out == {"vgg-mtt": 10} and len(heard.corpus) == SONGS
    finally:
        library.close()
        store.close()
