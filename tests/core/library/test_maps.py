"""Layouts are kept by recording, replaced whole, and never half read."""

from __future__ import annotations

import array
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain import Timestamp
from core.errors import UserError
from core.library import backup
from core.library.maps import KeptLayout, LayoutKey, earlier_layout, keep_layout, kept_layout, on_maps
from core.library.tracks import Library
from core.settings import Places

KEY = LayoutKey("tracks", "sound", "musicnn-mtt", 1, "tsne")


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    opened = Library.open(places)
    yield opened
    opened.close()


def layout(key: LayoutKey = KEY, songs: int = 3) -> KeptLayout:
    return KeptLayout(
        key,
        seed=0,
        laid=songs,
        keeps={5: 0.5, 10: 0.4},
        axes=(0.2, 0.1),
        made_at=Timestamp(1e9),
        audios=tuple(f"a{i}" for i in range(songs)),
        counts=array.array("i", [1] * songs).tobytes(),
        starts=b"",
        xy=array.array("f", range(2 * songs)).tobytes(),
        placed=bytes(songs),
    )


def test_a_layout_comes_back_as_it_was_kept(library: Library) -> None:
    assert kept_layout(library, KEY) is None
    keep_layout(library, layout())
    keep_layout(library, layout(KEY._replace(projection="pca"), 1))
    assert kept_layout(library, KEY) == layout()
    keep_layout(library, layout(songs=5))
    assert kept_layout(library, KEY) == layout(songs=5)


def test_a_later_version_of_a_model_takes_the_place_of_earlier_ones(library: Library) -> None:
    newer = KEY._replace(version=2)
    keep_layout(library, layout())
    assert kept_layout(library, newer) is None and earlier_layout(library, newer) == layout()
    keep_layout(library, layout(newer))
    assert kept_layout(library, KEY) is None and earlier_layout(library, newer) is None


@pytest.mark.parametrize(
    "harm", ["xy = x'00'", "counts = x'0100000001000000ff000000'", "keeps = 'no'", "placed = ''"]
)
def test_a_damaged_layout_is_none(library: Library, harm: str) -> None:
    keep_layout(library, layout())
    with library.database.write() as db:
        db.execute(f"UPDATE map_layouts SET {harm}")
    assert kept_layout(library, KEY) is None


def test_only_tracks_that_can_be_played_and_were_identified_are_on_maps(library: Library) -> None:
    rows = [
        (1, "present", "a1", 0, ""),
        (2, "offline", "a2", 0, ""),
        (3, "present", None, 0, ""),
        (4, "present", "a4", 1, ""),
        (5, "present", "a5", 0, "damaged"),
        (6, "present", "a1", 0, ""),
    ]
    with library.database.write() as db:
        db.executemany(
            """INSERT INTO tracks (id, path, size, mtime_ns, title, presence, audio_id, cut, error, added_at)
               VALUES (?1, ?1, 0, 0, '', ?2, ?3, ?4, ?5, 0)""",
            rows,
        )
    assert on_maps(library) == [(1, "a1"), (6, "a1")]


@pytest.mark.parametrize(
    "harm", [{"xy": "AAAA"}, {"xy": "no base"}, {"key": ["tracks"]}, {"counts": ""}, {"seed": []}]
)
def test_a_damaged_map_in_an_export_changes_nothing(
    library: Library, tmp_path: Path, harm: dict[str, object]
) -> None:
    keep_layout(library, layout())
    file = tmp_path / "mine.json"
    backup.export(library, file)
    said = json.loads(file.read_text())
    said["maps"][0] |= harm
    file.write_text(json.dumps(said))
    other = Library.open(Places(tmp_path / "other", tmp_path))
    with pytest.raises(UserError, match="damaged"):
        backup.restore(other, file)
    assert kept_layout(other, KEY) is None
    other.close()


def test_a_map_that_is_there_stays_when_another_is_restored(library: Library, tmp_path: Path) -> None:
    keep_layout(library, layout())
    backup.export(library, tmp_path / "mine.json")
    own = replace(layout(), seed=7)
    keep_layout(library, own)
    assert backup.restore(library, tmp_path / "mine.json").maps == 0
    assert kept_layout(library, KEY) == own
