"""The terminal's `radio`, `path` and `why-not` (docs/cli.md), on a real small library."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.commands import sowing
from core.commands.answers import UsageError
from core.library.playlists import Playlists
from core.library.tracks import Library
from tests.core.terminal import Terminal


def titles(picks: list[dict[str, object]]) -> set[object]:
    return {pick["title"] for pick in picks}


def test_every_pick_tells_all_of_its_reason(heard: Terminal) -> None:
    junction = heard.json("info", "junction")["path"]
    first, *_ = heard.json("radio", "junction", "-n", 3)
    why = first["why"]
    assert why["liked"] == junction
    assert first["reason"].startswith(why["like"])
    assert set(why["aspects"]) <= {"timbre", "rhythm", "harmony", "tags"} and why["aspects"]
    for start, end in (why["part"], why["liked_part"]):
        assert 0 <= start < end <= 7.1
    assert -1 <= why["cosine"] <= 1 and isinstance(why["distance"], float)


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (("--album", "Undertow"), {"Basalt"}),
        (("--artist", "pixel orchard", "--artist", "Ilse Tamm"), set()),
        (("--genre", "House"), set()),
        (("--moment", "0:01-0:03", "junction"), {"Junction 9"}),
        (("junction", "windfall"), {"Junction 9", "Windfall"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_radio_starts_from_anything(heard: Terminal, words: tuple[str, ...], never: set[str]) -> None:
    picks = heard.json("radio", *words, "-n", 4)
    assert len(picks) == len(titles(picks)) == 4
    if "--album" not in words:
        assert not titles(picks) & never


def test_a_radio_starts_from_a_playlist(heard: Terminal, tmp_path: Path) -> None:
    path = heard.json("info", "junction")["path"]
    (tmp_path / "Drive.m3u8").write_text(f"{path}\n")
    heard.json("import", "playlist", tmp_path / "Drive.m3u8")
    assert len(heard.json("radio", "--playlist", "drive", "-n", 3)) == 3
    code, _, err = heard.run("radio", "--playlist", "nothing")
    assert code == 1 and "nothing" in err


def test_without_seeds_the_history_is_asked(heard: Terminal) -> None:
    code, out, err = heard.run("radio")
    assert code == 1 and out == "" and "start a radio from a track" in err
    id = heard.json("info", "junction")["id"]
    library = Library.open(heard.places)
    library.set_loved(id, loved=True)
    library.close()
    assert len(heard.json("radio", "-n", 3)) == 3


def test_a_moment_is_told_as_one(heard: Terminal) -> None:
    (pick,) = heard.json("radio", "junction", "--moment", "0:01-0:03.5", "-n", 1)
    assert pick["why"]["liked_part"] == [1.0, 3.5]
    assert "your moment in “Junction 9”" in pick["reason"]


@pytest.mark.parametrize(
    ("text", "span"),
    [("1:12-1:58", (72.0, 118.0)), ("30-45.5", (30.0, 45.5)), ("1:02:03 - 1:02:04", (3723.0, 3724.0))],
)
def test_a_part_of_a_song_is_said_in_times(text: str, span: tuple[float, float]) -> None:
    assert sowing.part(text) == span


@pytest.mark.parametrize("text", ["1:12", "1:58-1:12", "soon-later", "-", "1:5-1:9"])
def test_what_is_no_part_of_a_song_is_a_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError):
        sowing.part(text)


def test_only_what_the_filter_finds_comes_and_never_what_is_banned(heard: Terminal) -> None:
    only = heard.json("radio", "junction", "--only", "year:<1990", "-n", 12)
    assert only and all(heard.json("info", pick["path"])["year"] < 1990 for pick in only)
    without = heard.json(
        "radio", "junction", "--never", "artist=Halden Vey", "--never", "genre=Folk", "-n", 12
    )
    assert without and "Halden Vey" not in {pick["artist"] for pick in without}
    _, _, err = heard.run("radio", "junction", "--only", "year:abc", "-n", 1)
    assert "abc" in err


@pytest.mark.parametrize(
    "words",
    ["--never artist", "--never colour=red", "--moment 0:02", "windfall --moment 0:01-0:02"],
)
def test_what_makes_no_sense_is_a_wrong_usage(heard: Terminal, words: str) -> None:
    code, out, err = heard.run("radio", "junction", *words.split())
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("words", ["--album nothing", "junction --moment 9:00-9:10"])
def test_what_the_library_lacks_is_said(heard: Terminal, words: str) -> None:
    code, out, err = heard.run("radio", *words.split())
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_path_leads_from_one_track_to_another(heard: Terminal, tmp_path: Path) -> None:
    steps = heard.json("path", "junction", "windfall", "--steps", 4, "--m3u", tmp_path / "way.m3u")
    assert [steps[0]["title"], steps[-1]["title"]] == ["Junction 9", "Windfall"]
    assert len(steps) == len(titles(steps)) == 5
    assert steps[0]["jump"] is None and all(isinstance(step["jump"], float) for step in steps[1:])
    assert [step["why"]["liked"] for step in steps[1:]] == [step["path"] for step in steps[:-1]]
    written = (tmp_path / "way.m3u").read_text("utf-8").splitlines()[2::2]
    assert written == [step["path"] for step in steps]


def test_a_path_keeps_to_a_filter_and_is_no_circle(heard: Terminal) -> None:
    between = heard.json("path", "junction", "windfall", "--steps", 3, "--only", "year:<1990")[1:-1]
    assert between and all(heard.json("info", step["path"])["year"] < 1990 for step in between)
    assert heard.run("path", "junction", "junction")[0] == 2


def test_a_seed_whose_file_is_away_still_leads(heard: Terminal) -> None:
    junction = heard.json("info", "junction")
    library = Library.open(heard.places)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'offline' WHERE id = ?", (junction["id"],))
    library.close()
    for plain in ((), ("--plain",)):
        picks = heard.json("radio", junction["id"], "-n", 20, *plain)
        assert picks and "Junction 9" not in titles(picks)
    assert heard.json("path", junction["id"], "windfall", "--steps", 2)[0]["path"] == junction["path"]


def test_why_not_answers_for_any_track(heard: Terminal) -> None:
    told = heard.json("why-not", "junction", "junction")
    assert (told["verdict"], told["why"] is not None) == ("seed", True)
    assert heard.json("why-not", "windfall", "junction", "--only", "year:>2000")["verdict"] == "outside"
    banned = heard.json("why-not", "windfall", "junction", "--never", "artist=The Marlow Lanterns")
    assert banned["verdict"] == "banned"
    assert heard.json("why-not", "windfall", "junction")["verdict"] == "coming"
    code, out, _ = heard.run("why-not", "windfall", "junction", "--never", "track=windfall")
    assert code == 0 and "You never want to hear it here." in out


def test_before_listening_all_of_them_say_what_to_do(scanned: Terminal) -> None:
    for words in (("path", "junction", "windfall"), ("why-not", "junction", "windfall"), ("radio",)):
        code, out, err = scanned.run(*words)
        assert (code, out) == (1, "") and "meander analyse" in err


def test_a_folder_of_playlists_is_no_seed(heard: Terminal) -> None:
    library = Library.open(heard.places)
    lists = Playlists(library)
    lists.create_folder("Shelf")
    lists.close()
    library.close()
    code, _, err = heard.run("radio", "--playlist", "Shelf")
    assert code == 1 and "folder" in err
