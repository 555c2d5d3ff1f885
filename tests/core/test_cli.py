"""The terminal's contract (docs/cli.md), command by command, on a real small library."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import cli
from core.bar import Bar, described, left
from core.commands import clock
from core.database import sole_writer
from core.domain import Seconds
from core.progress import Progress, Snapshot
from tests.core.terminal import Terminal

Meander = Callable[..., Any]


# -- usage -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["add"],
        ["search"],
        ["radio", "x", "-n", "0"],
        ["radio", "x", "-n", "-3"],
        ["radio", "x", "-n", "few"],
        ["radio", "x", "--model", "no-such-model"],
        ["radio", "x", "--adventure", "-0.5"],
        ["radio", "x", "--energy", "2"],
        ["radio", "x", "--plain", "--drift", "1"],
        ["radio", "--plain"],
        ["radio", "--album", "x", "--plain"],
        ["path", "x"],
        ["path", "x", "y", "--steps", "0"],
        ["path", "x", "y", "--model", "no-such-model"],
        ["why-not"],
        ["analyse", "--model", "no-such-model"],
        ["analyse", "--slow"],
        ["export", "songlets"],
        ["export", "everything", "out.npz"],
        ["export", "playlist", "x"],
        ["import", "playlist"],
        ["export", "windows", "only-one.npz"],
        ["scan", "--data"],
    ],
    ids=" ".join,
)
def test_a_wrong_usage_ends_with_2_and_says_so_on_stderr(terminal: Terminal, words: list[str]) -> None:
    code, out, err = terminal.run(*words)
    assert code == 2
    assert out == "" and err.strip() and "Traceback" not in err


def test_help_and_version_end_with_0(terminal: Terminal) -> None:
    assert terminal.run("--help")[0] == 0
    assert terminal.run("radio", "--help")[0] == 0
    assert terminal.run("--version")[1].startswith("meander ")


@pytest.mark.parametrize(
    "words", ["--data D --json search x", "search --data D --json x", "search x --json --data D"]
)
def test_data_and_json_are_taken_before_and_after_the_subcommand(words: str) -> None:
    options = cli.parse(words.split())
    assert options.data == Path("D") and options.json is True


def test_data_and_json_are_taken_inside_export_too() -> None:
    for words in (
        "--json --data D export songlets o.npz",
        "export --data D songlets o.npz --json",
        "export songlets --data D --json o.npz",
    ):
        options = cli.parse(words.split())
        assert options.data == Path("D") and options.json is True, words


def test_without_the_options_their_defaults_stand() -> None:
    options = cli.parse(["search", "x"])
    assert options.data is None and options.json is False


# -- add, scan ---------------------------------------------------------------------------------------------


def test_add_counts_what_it_did(terminal: Terminal, music: Path) -> None:
    first = terminal.json("add", music)
    assert {key: first[key] for key in ("added", "changed", "moved", "missing", "failed", "unchanged")} == {
        "added": 12,
        "changed": 0,
        "moved": 0,
        "missing": 0,
        "failed": 0,
        "unchanged": 0,
    }
    assert first["seconds"] > 0
    again = terminal.json("scan")
    assert again["unchanged"] == 12 and again["added"] == 0


def test_a_broken_file_is_counted_and_is_no_error(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "broken.flac").write_bytes(b"fLaC" + bytes(50))
    assert terminal.json("add", tmp_path / "songs")["failed"] == 1


def test_a_folder_inside_another_is_not_counted_twice(terminal: Terminal, music: Path) -> None:
    assert terminal.json("add", music, music / "Ilse Tamm", music)["added"] == 12


def test_a_moved_and_retagged_file_counts_as_moved(terminal: Terminal, music: Path, tmp_path: Path) -> None:
    import mutagen

    folder = tmp_path / "songs"
    shutil.copytree(music / "Ilse Tamm", folder)
    terminal.json("add", folder)
    (song,) = folder.rglob("*.m4a")
    moved = song.replace(folder / "elsewhere.m4a")
    tags = mutagen.File(moved, easy=True)
    tags["title"] = "Another Name"
    tags.save()
    counts = terminal.json("scan")
    assert (counts["moved"], counts["added"], counts["missing"], counts["changed"]) == (1, 0, 0, 0)
    assert terminal.json("search", "another name")[0]["path"] == str(moved.resolve())


def test_adding_what_is_no_folder_adds_nothing(terminal: Terminal, music: Path) -> None:
    code, out, err = terminal.run("add", music, "/no/such/folder")
    assert code == 1 and out == ""
    assert err.count("\n") == 1 and "/no/such/folder" in err
    assert terminal.json("search", "year:1900..2100") == []


def test_scan_without_folders_says_what_to_do(terminal: Terminal) -> None:
    code, _, err = terminal.run("scan")
    assert code == 1 and "meander add" in err


def test_a_busy_library_is_said_in_one_line_and_can_still_be_read(scanned: Terminal, music: Path) -> None:
    with sole_writer(scanned.places.lock_file):
        for words in (["scan"], ["add", music], ["analyse"]):
            code, _, err = scanned.run(*words)
            assert code == 1 and err.count("meander:") == 1 and "already open" in err
        assert len(scanned.json("search", "year:1900..2100")) == 12


def test_a_data_folder_that_cannot_be_made_is_the_users_to_mend(tmp_path: Path, terminal: Terminal) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = terminal.run("search", "x", "--data", tmp_path / "file" / "data")
    assert code == 1 and "Traceback" not in err


# -- search, info ------------------------------------------------------------------------------------------


def test_search_lists_what_matches_with_resolved_paths(scanned: Terminal, music: Path) -> None:
    (found,) = scanned.json("search", "artist:kestrel")
    assert found["title"] == "Junction 9" and found["year"] == 2009
    assert found["path"] == str((music / "Kestrel Motorway/Night Signal/01 Junction 9.ogg").resolve())


def test_words_of_a_query_need_no_quotes(scanned: Terminal) -> None:
    assert [row["title"] for row in scanned.json("search", "lay", "it", "down")] == ["Lay It Down Easy"]


def test_finding_nothing_is_an_answer(scanned: Terminal) -> None:
    assert scanned.run("search", "xyzzy") == (0, "", "")


def test_what_a_search_does_not_understand_is_said_beside_it(scanned: Terminal) -> None:
    code, out, err = scanned.run("search", "artist:kestrel", "year:abc")
    assert code == 0 and len(out.splitlines()) == 1 and "abc" in err
    code, out, err = scanned.run("radio", "year:abc")
    assert code == 1 and "abc" in err


def test_info_takes_a_path_an_id_and_a_search(scanned: Terminal, music: Path) -> None:
    (row,) = scanned.json("search", "junction")
    for what in (row["path"], row["id"], "artist:kestrel"):
        told = scanned.json("info", what)
        assert (told["id"], told["title"], told["heard"]) == (row["id"], "Junction 9", {})
    assert told["tags"]["genres"] == ["House", "Electronic"]
    assert told["stream"]["sample_rate"] == 48000


def test_info_follows_links_to_the_file(scanned: Terminal, music: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.ogg"
    link.symlink_to(music / "Kestrel Motorway/Night Signal/01 Junction 9.ogg")
    assert scanned.json("info", link)["path"] == str(link.resolve())


def test_info_of_a_file_outside_the_library_reads_its_tags(terminal: Terminal, music: Path) -> None:
    told = terminal.json("info", music / "Kestrel Motorway/Night Signal/01 Junction 9.ogg")
    assert told["id"] is None and told["tags"]["title"] == "Junction 9"


def test_a_search_that_finds_many_names_a_few(scanned: Terminal) -> None:
    code, out, err = scanned.run("info", "genre:electronic")
    assert code == 1 and out == "" and err.count("\n") == 1
    assert "matches 3 tracks" in err and "Kestrel Motorway – Junction 9" in err


def test_a_search_that_finds_none_says_so(scanned: Terminal) -> None:
    code, _, err = scanned.run("info", "xyzzy")
    assert code == 1 and "xyzzy" in err


# -- analyse, radio, export --------------------------------------------------------------------------------


def test_radio_before_listening_says_what_to_do(scanned: Terminal) -> None:
    for plain in ((), ("--plain",)):
        code, out, err = scanned.run("radio", "junction", *plain)
        assert code == 1 and out == "" and "meander analyse" in err


def test_a_model_without_its_weights_is_the_users_to_mend(scanned: Terminal) -> None:
    code, _, err = scanned.run("analyse", "--model", "musicnn-mtt")
    assert code == 1 and "musicnn-mtt" in err and err.count("\n") == 1


def test_analyse_hears_only_what_was_not_heard(heard: Terminal) -> None:
    again = heard.json("analyse")
    assert (again["model"], again["pass"], again["heard"], again["failed"]) == ("spectral", "full", 0, 0)
    assert heard.json("analyse", "--quick")["heard"] == 0
    assert heard.json("info", "junction")["heard"] == {"spectral": "full"}


def test_radio_lists_tracks_with_their_difference_and_reason(heard: Terminal) -> None:
    picks = heard.json("radio", "junction", "-n", 5)
    assert len(picks) == 5
    for pick in picks:
        assert list(pick)[:5] == ["path", "artist", "title", "difference", "reason"]
        assert 0 <= pick["difference"] <= 10 and pick["reason"] and Path(pick["path"]).is_file()
    assert len({pick["path"] for pick in picks}) == 5
    assert "Junction 9" not in {pick["title"] for pick in picks}


def test_plain_radio_is_the_published_difference_over_all_candidates(heard: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "songlets.npz"
    heard.json("export", "songlets", out)
    with np.load(out) as exported:
        paths, songlets = exported["paths"].tolist(), exported["songlets"].astype(np.float64)
    seeds = [heard.json("info", seed)["path"] for seed in ("junction", "windfall")]
    rows = [paths.index(seed) for seed in seeds]
    expected = {}
    for row, path in enumerate(paths):
        total = 0.0
        for s in range(10):
            liked, candidate = songlets[rows, s].T, songlets[row, s]
            projection = liked @ np.linalg.pinv(liked.T @ liked, rcond=1e-10) @ liked.T @ candidate
            total += float(np.linalg.norm(projection - candidate))
        expected[path] = total
    picks = heard.json("radio", "junction", "windfall", "--plain", "-n", 100)
    assert [pick["path"] for pick in picks] == sorted(
        (path for path in paths if path not in seeds), key=lambda path: expected[path]
    )
    assert all(abs(pick["difference"] - expected[pick["path"]]) < 1e-5 for pick in picks)
    assert len(heard.json("radio", "junction", "--plain", "-n", 3)) == 3


def test_radio_writes_a_playlist(heard: Terminal, tmp_path: Path) -> None:
    picks = heard.json("radio", "junction", "-n", 3, "--m3u", tmp_path / "evening.m3u")
    lines = (tmp_path / "evening.m3u").read_text("utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[2::2] == [pick["path"] for pick in picks]
    assert lines[1].startswith("#EXTINF:") and lines[1].endswith(picks[0]["title"])


# -- playlists ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["m3u8", "m3u", "pls", "xspf"])
def test_a_playlist_goes_out_and_comes_in(scanned: Terminal, tmp_path: Path, ending: str) -> None:
    first, second, *_ = scanned.json("search", "year:1900..2100")
    file = tmp_path / f"Évening.{ending}"
    (tmp_path / "list.m3u8").write_text(f"{second['path']}\n{first['path']}\n/none/x.mp3\nhttp://a/b\n")
    told = scanned.json("import", "playlist", tmp_path / "list.m3u8")
    assert [(row["name"], row["tracks"], row["unknown"], row["streams"]) for row in told] == [
        ("list", 3, 1, 1)
    ]
    assert scanned.json("export", "playlist", "list", file)["tracks"] == 3
    assert scanned.json("export", "playlist", "list", file, "--absolute")["out"] == str(file)
    (again,) = scanned.json("import", "playlist", file)
    rows = scanned.json("playlists", again["id"])
    assert [row["path"] for row in rows] == [second["path"], first["path"], "/none/x.mp3"]
    assert rows[2]["track_id"] is None
    assert "not in the library" in scanned.run("playlists", str(again["id"]))[1]


def test_playlists_are_listed_and_found_by_name(scanned: Terminal, tmp_path: Path) -> None:
    assert scanned.run("playlists") == (0, "", "")
    for name in ("Sunday", "Sunny", "Éclair"):
        (tmp_path / f"{name}.m3u8").write_text("#EXTM3U\n")
    scanned.json("import", "playlist", *(tmp_path / f"{name}.m3u8" for name in ("Sunday", "Sunny", "Éclair")))
    assert [row["name"] for row in scanned.json("playlists")] == ["Sunday", "Sunny", "Éclair"]
    assert "Sunday" in scanned.run("playlists")[1]
    assert scanned.json("playlists", "eclair") == scanned.json("playlists", "sund") == []
    assert "names 2 playlists" in scanned.run("playlists", "sun")[2]
    assert scanned.run("playlists", "nothing")[0] == 1


def test_a_file_that_is_no_playlist_ends_with_1(scanned: Terminal, tmp_path: Path) -> None:
    (tmp_path / "broken.xspf").write_text("<playlist><trackList>")
    assert scanned.run("import", "playlist", tmp_path / "broken.xspf")[0] == 1
    (tmp_path / "x.m3u8").touch()
    scanned.json("import", "playlist", tmp_path / "x.m3u8")
    assert scanned.run("export", "playlist", "x", tmp_path / "x.doc")[0] == 1


def test_songlets_are_exported_raw_under_the_name_given(heard: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "no-ending"
    told = heard.json("export", "songlets", out)
    assert told["tracks"] == 12 and [path.name for path in tmp_path.glob("no-ending*")] == ["no-ending"]
    with np.load(out, allow_pickle=False) as exported:
        paths, songlets, model = exported["paths"], exported["songlets"], exported["model"]
    assert paths.shape == (12,) and paths.dtype.kind == "U" and str(model) == "spectral"
    assert songlets.shape[:2] == (12, 10) and songlets.dtype == np.float32
    assert np.allclose(np.linalg.norm(songlets, axis=2), 1.0, atol=1e-5)


def test_windows_are_exported_for_a_file_outside_the_library(
    terminal: Terminal, music: Path, tmp_path: Path
) -> None:
    (song,) = music.rglob("01 Junction 9.ogg")
    told = terminal.json("export", "windows", song, tmp_path / "w.npz", "--model", "spectral")
    with np.load(tmp_path / "w.npz", allow_pickle=False) as exported:
        starts, features = exported["starts"], exported["features"]
        assert exported["tags"].shape == (len(starts), 0) and exported["tag_names"].shape == (0,)
    assert told["windows"] == len(starts) == len(features) >= 2
    assert starts[0] == 0 and np.all(np.diff(starts) <= 2.5)
    assert features.dtype == np.float32 and np.isfinite(features).all()


def test_an_export_that_cannot_be_written_leaves_nothing_behind(heard: Terminal, tmp_path: Path) -> None:
    code, _, err = heard.run("export", "songlets", tmp_path / "no" / "such" / "folder.npz")
    assert code == 1 and err.count("\n") == 1
    (tmp_path / "taken").mkdir()
    assert heard.run("export", "songlets", tmp_path / "taken")[0] == 1
    assert not list(tmp_path.glob(".taken*"))


# -- what is hard to say -----------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are not UTF-8")
def test_a_name_that_is_not_text_survives_every_output(
    terminal: Terminal, music: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    odd = os.fsencode(folder) + b"/caf\xe9.mp3"
    (song,) = music.rglob("01 Windfall.mp3")
    Path(os.fsdecode(odd)).write_bytes(song.read_bytes())
    terminal.json("add", folder)
    (row,) = terminal.json("search", "windfall")
    assert os.fsencode(row["path"]) == odd
    plain = subprocess.run(
        [sys.executable, "-m", "core.cli", "--data", str(terminal.places.data), "info", "windfall"],
        capture_output=True,
        check=True,
    )
    assert odd in plain.stdout


def test_a_reader_that_has_seen_enough_is_no_error(scanned: Terminal) -> None:
    command = f"'{sys.executable}' -m core.cli --data '{scanned.places.data}' search year:1900..2100 | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_stops_a_scan_at_a_safe_place(
    terminal: Terminal, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timer = threading.Timer(0.0, os.kill, (os.getpid(), signal.SIGINT))
    monkeypatch.setattr(Progress, "begin", lambda self, *a, **k: (timer.start(), timer.join(), self.check()))
    code, out, err = terminal.run("add", music, "--json")
    assert code == 130 and out == "" and "Traceback" not in err
    monkeypatch.undo()
    assert terminal.json("scan")["added"] == 12


# -- progress ----------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_only() -> None:
    for stream in (Screen(), io.StringIO()):
        progress = Progress()
        with Bar(progress, stream):
            progress.begin("Scanning", total=40)
            progress.advance(40)
        text = stream.getvalue()
        assert ("40/40" in text and "\r" in text) if stream.isatty() else text == "Scanning (40)\n"


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (Snapshot("Scanning"), "Scanning …"),
        (Snapshot("Scanning", 1200), "Scanning 1,200"),
        (
            Snapshot("Listening", 6, 24, 0.5, Seconds(36.0)),
            "Listening ██████░░░░░░░░░░░░░░░░░░ 6/24 · 30 a minute · 36 s left",
        ),
        (Snapshot("Listening", 24, 24, 0.5, Seconds(0.0)), f"Listening {'█' * 24} 24/24"),
    ],
)
def test_progress_in_words(now: Snapshot, text: str) -> None:
    assert described(now) == text


def test_durations_are_told_roughly() -> None:
    assert [left(s) for s in (0.2, 59, 90, 12_000)] == ["1 s", "59 s", "2 min", "3 h 20 min"]
    assert [clock(s) for s in (7, 250.4, 3725)] == ["0:07", "4:10", "1:02:05"]


@pytest.mark.parametrize("word", ["9" * 30, "a" * 300, "~nobody-has-this-name/x.mp3"])
@pytest.mark.parametrize("command", ["info", "radio", "add"])
def test_odd_words_are_the_users_fault_in_one_line(terminal: Terminal, command: str, word: str) -> None:
    code, out, err = terminal.run(command, word)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_link_to_a_file_elsewhere_is_found_by_its_name(
    terminal: Terminal, music: Path, tmp_path: Path
) -> None:
    files = sorted(p for p in music.rglob("*") if p.suffix in (".mp3", ".flac", ".ogg", ".opus", ".m4a"))
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / f"one{files[0].suffix}").symlink_to(files[0])
    (folder / "album").symlink_to(files[-1].parent)
    (tmp_path / "way").symlink_to(folder)
    terminal.json("add", tmp_path / "way")
    for name in (f"one{files[0].suffix}", f"album/{files[-1].name}"):
        for way in (folder, tmp_path / "way"):
            found = terminal.json("info", way / name)
            assert found["id"] is not None and found["path"] == str(folder / name)


def test_a_radio_list_ends_with_the_library(heard: Terminal, music: Path) -> None:
    ids = [track["id"] for track in heard.json("search", "")]
    picks = heard.json("radio", ids[0], "-n", 10**20)
    assert 0 < len(picks) == len({pick["path"] for pick in picks}) < len(ids)
