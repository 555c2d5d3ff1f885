"""What was heard is kept, replaced by better, and never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.analysis.models.summary import Summary
from core.analysis.records import Failure, Listened
from core.analysis.store import MIGRATIONS, AnalysisStore
from core.database import Database
from core.domain import AudioId, Pass, Seconds
from core.errors import UserError

MODEL = "musicnn-mtt"
VERSIONS = {"musicnn-mtt": 1, "spectral": 1}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "analysis.db", MIGRATIONS)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> AnalysisStore:
    return AnalysisStore(database, VERSIONS.__getitem__)


def heard(
    name: str = "a", pass_: Pass = Pass.FULL, windows: int = 118, dim: int = 200, model: str = MODEL
) -> Listened:
    random = np.random.default_rng(len(name) + int(pass_))
    features = random.standard_normal((windows, dim)).astype(np.float32)
    songlets = random.standard_normal((10, dim)).astype(np.float32)
    songlets /= np.linalg.norm(songlets, axis=1, keepdims=True)
    return Listened(
        AudioId(name),
        model,
        1,
        pass_,
        Seconds(240.0),
        118,
        np.arange(windows, dtype=np.float32) * 2,
        features,
        random.random((windows, 50)).astype(np.float32),
        songlets,
        features.mean(0),
    )


def test_songlets_and_means_come_back_exactly(store: AnalysisStore) -> None:
    one, other = heard("a"), heard("bb")
    store.put(one, other)
    found = store.trajectories(MODEL, [AudioId("bb"), AudioId("unheard"), AudioId("a")])
    assert found.audio_ids == ["bb", "a"]
    assert np.array_equal(found.songlets[1], one.songlets)
    assert np.array_equal(found.pooled[0], other.pooled)
    assert found.passes.tolist() == [3, 3]


def test_windows_come_back_in_half_precision(store: AnalysisStore) -> None:
    one = heard()
    store.put(one)
    windows = store.windows(one.audio_id, MODEL)
    assert windows is not None and windows.tags is not None and one.tags is not None
    assert np.array_equal(windows.starts, one.starts)
    assert np.allclose(windows.features, one.features, rtol=1e-3, atol=1e-6)
    assert np.allclose(windows.tags, one.tags, atol=1e-3)
    assert len(windows.tag_names) == 50


def test_a_later_pass_replaces_an_earlier_one(store: AnalysisStore) -> None:
    store.put(heard(pass_=Pass.QUICK, windows=10))
    store.put(heard(pass_=Pass.FULL))
    assert store.passes(MODEL) == {"a": Pass.FULL}
    windows = store.windows(AudioId("a"), MODEL)
    assert windows is not None and len(windows.starts) == 118


def test_an_earlier_pass_never_replaces_a_later_one(store: AnalysisStore) -> None:
    full = heard(pass_=Pass.FULL)
    store.put(full)
    store.put(heard(pass_=Pass.QUICK, windows=10))
    assert store.passes(MODEL) == {"a": Pass.FULL}
    assert np.array_equal(store.trajectories(MODEL).songlets[0], full.songlets)
    windows = store.windows(AudioId("a"), MODEL)
    assert windows is not None and len(windows.starts) == 118


def test_windows_are_kept_only_when_wanted(store: AnalysisStore) -> None:
    store.put(heard(), keep_windows=False)
    assert store.windows(AudioId("a"), MODEL) is None
    assert store.trajectories(MODEL).audio_ids == ["a"]


def test_dropping_windows_gives_the_space_back(store: AnalysisStore) -> None:
    store.put(*(heard("x" * i) for i in range(1, 40)))
    before = store.size()
    store.drop_windows()
    assert before.windows > 0 and store.size().windows == 0
    assert store.size().total < before.total - 0.9 * before.windows
    assert len(store.passes(MODEL)) == 39


def test_models_are_kept_apart(store: AnalysisStore) -> None:
    store.put(heard(), heard(model="spectral", dim=318))
    assert store.trajectories("spectral").pooled.shape == (1, 318)
    assert store.trajectories(MODEL).pooled.shape == (1, 200)


def test_a_new_version_of_a_model_starts_afresh(database: Database) -> None:
    old = AnalysisStore(database, {MODEL: 1}.__getitem__)
    new = AnalysisStore(database, {MODEL: 2}.__getitem__)
    old.put(heard())
    assert new.passes(MODEL) == {}
    new.put(replace(heard(pass_=Pass.QUICK), version=2))
    assert new.passes(MODEL) == {"a": Pass.QUICK}
    assert old.passes(MODEL) == {}, "what the old version heard is of no use any more"


def test_an_empty_store_answers_with_empty_arrays(store: AnalysisStore) -> None:
    found = store.trajectories(MODEL)
    assert found.audio_ids == []
    assert found.songlets.shape == (0, 10, 200)


def test_sounds_come_back(store: AnalysisStore) -> None:
    sound = Summary(np.arange(20, dtype=np.float32), np.eye(20, dtype=np.float32), 120.0, -14.5, 1800.0, 0.5)
    store.put(replace(heard(model="spectral"), sound=sound))
    found = store.sounds([AudioId("a"), AudioId("b")])
    assert list(found) == ["a"]
    assert np.array_equal(found[AudioId("a")].mfcc_cov, sound.mfcc_cov)
    assert (found[AudioId("a")].tempo, found[AudioId("a")].energy) == (120.0, 0.5)


def test_mean_tags_are_the_mean_over_the_windows(store: AnalysisStore) -> None:
    one = heard()
    store.put(one)
    assert one.tags is not None
    assert np.allclose(store.mean_tags(MODEL, [one.audio_id])[one.audio_id], one.tags.mean(0), atol=1e-3)


def test_failures_are_listed_with_their_reason_until_cleared(store: AnalysisStore) -> None:
    store.fail(Failure(AudioId("bad"), Path("/m/bad.mp3"), (MODEL, "spectral"), "holds no sound"))
    (failure,) = store.failures()
    assert failure.path == Path("/m/bad.mp3")
    assert failure.reason == "holds no sound"
    assert set(failure.models) == {MODEL, "spectral"}
    assert [f.audio_id for f in store.failures(MODEL)] == ["bad"]
    store.clear_failures([AudioId("bad")])
    assert store.failures() == []


def test_a_file_heard_after_all_is_no_failure(store: AnalysisStore) -> None:
    store.fail(Failure(AudioId("a"), Path("a.mp3"), (MODEL,), "the process died", crashes=1))
    store.put(heard())
    assert store.failures() == []


def test_a_full_disk_is_told_and_loses_nothing(store: AnalysisStore, database: Database) -> None:
    store.put(heard("kept"))
    connection = database.read()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(UserError, match="disk is full"):
        store.put(*(heard("x" * i) for i in range(1, 60)))
    assert list(store.passes(MODEL)) == ["kept"]
    connection.execute("PRAGMA max_page_count = 1000000")
    store.put(heard("later"))
    assert set(store.passes(MODEL)) == {"kept", "later"}


def test_huge_features_stay_finite(store: AnalysisStore) -> None:
    one = heard()
    store.put(replace(one, features=one.features * 1e9))
    windows = store.windows(AudioId("a"), MODEL)
    assert windows is not None and np.isfinite(windows.features).all()


def test_a_thousand_songs_take_the_space_that_is_stated(store: AnalysisStore, tmp_path: Path) -> None:
    store.put(*(replace(heard(), audio_id=AudioId(f"{i:040x}")) for i in range(200)))
    with_windows = 5 * store.size().total / 1e6
    store.drop_windows()
    without = 5 * store.size().total / 1e6
    assert with_windows < 90
    assert without < 15
    assert sqlite3.connect(tmp_path / "analysis.db").execute("PRAGMA integrity_check").fetchone()[0] == "ok"
