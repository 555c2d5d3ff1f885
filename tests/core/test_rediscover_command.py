"""`meander rediscover` and `meander stats`, on a library with a past."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import cli
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import DAY, YEAR, Listener


@pytest.fixture
def past(places: Places) -> Places:
    """A loved track of long ago and one never heard."""
    library = Library.open(places)
    listener = Listener(library)
    old, _ = listener.track("Sinnerman", "Nina Simone"), listener.track("Roads", "Portishead")
    listener.plays(old, *(6 * YEAR + n * DAY for n in range(9)))
    library.close()
    return places


def run(places: Places, *words: str) -> int:
    return cli.main(["--data", str(places.data), *words])


def test_shelves_come_with_their_reasons(past: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(past, "rediscover") == 0
    said = capsys.readouterr().out
    assert "Forgotten favourites · loved once, waiting since  [forgotten]" in said
    assert "  1. Nina Simone – Sinnerman  ·  finished 9 of 9, 2020" in said
    assert "Comes once Meander has listened to your music." in said


def test_one_shelf_is_a_document_and_a_playlist(
    past: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.m3u8"
    assert run(past, "rediscover", "never", "-n", "3", "--json", "--m3u", str(out)) == 0
    (shelf,) = json.loads(capsys.readouterr().out)
    assert shelf["shelf"] == "never"
    assert [item["title"] for item in shelf["items"]] == ["Roads"]
    assert shelf["items"][0]["reason"].startswith("added ")
    assert "Portishead - Roads" in out.read_text()


@pytest.mark.parametrize(
    "words",
    [("nowhere",), ("--mood=2,0",), ("--mood=0.5",), ("--dial=2",), ("--mood=0,1", "--like=1")],
)
def test_what_cannot_be_meant_is_refused(past: Places, words: tuple[str, ...]) -> None:
    assert run(past, "rediscover", *words) == 2


def test_a_mood_is_a_track_or_a_place_on_the_pad(past: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(past, "rediscover", "forgotten", "--mood=-0.5,0.8") == 0
    assert run(past, "rediscover", "forgotten", "--like", "Roads", "--dial", "1") == 0
    assert capsys.readouterr().out.count("Sinnerman") == 2
    assert run(past, "rediscover", "--like", "nothing of that name") == 1


def test_stats_tell_and_can_be_read_by_programs(past: Places, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(past, "stats") == 0
    assert "9 plays of 1 track on 9 days, 0.5 h" in capsys.readouterr().out
    assert run(past, "stats", "--since", "2024-01-01", "--json") == 0
    assert json.loads(capsys.readouterr().out)["plays"] == 0
    assert run(past, "stats", "--since", "yesterday") == 2
