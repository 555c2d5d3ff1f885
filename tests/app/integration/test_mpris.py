"""MPRIS on a private session bus, with playerctl and gdbus as real clients."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtWidgets import QApplication

from app.integration import bus as dbus
from app.integration.bus import Bus
from app.integration.mpris import NAME, Mpris
from app.player.base import State
from app.player.queue import Repeat
from core.library.playlists import Playlists
from tests.app.integration.conftest import Stage, wait_for
from tests.app.shelf import until

OBJECT = "/org/mpris/MediaPlayer2"


@pytest.fixture
def mpris(bus: Bus, stage: Stage) -> Iterator[Mpris]:
    playlists = Playlists(stage.library)
    playlists.create("Evening", tracks=stage.ids[3:6])
    made = Mpris(bus, stage.remote, playlists)
    until(lambda: made.name)
    yield made
    made.close()
    playlists.close()
    made.deleteLater()


def playerctl(*words: str) -> str:
    """What playerctl says, asked as a user would."""
    if shutil.which("playerctl") is None:
        pytest.skip("playerctl is not installed")
    return run("playerctl", "--player=meander", *words)


def gdbus(*words: str) -> str:
    if shutil.which("gdbus") is None:
        pytest.skip("gdbus is not installed")
    return run("gdbus", *words[:1], "--session", "--dest", NAME, "--object-path", OBJECT, *words[1:])


def call(method: str, *values: str) -> str:
    return gdbus("call", "--method", method, *values)


def get(interface: str, name: str) -> str:
    return call("org.freedesktop.DBus.Properties.Get", f"org.mpris.MediaPlayer2{interface}", name)


def run(*words: str) -> str:
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return wait_for(process).strip()


# -- playerctl


def test_playerctl_finds_the_player_and_its_state(mpris: Mpris, stage: Stage) -> None:
    assert run("playerctl", "--list-all") == "meander" if shutil.which("playerctl") else True
    assert playerctl("status") == "Stopped"
    stage.play()
    assert playerctl("status") == "Playing"
    stage.playback.pause()
    assert playerctl("status") == "Paused"


def test_playerctl_plays_pauses_and_goes_through_the_queue(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    playerctl("pause")
    assert stage.playback.state is State.PAUSED
    playerctl("play")
    assert stage.playback.state is State.PLAYING
    playerctl("next")
    assert stage.playback.track == stage.ids[1]
    stage.player.advance(0.5)
    playerctl("previous")
    assert stage.playback.track == stage.ids[0]
    playerctl("play-pause")
    playerctl("stop")
    assert stage.playback.state is State.STOPPED


def test_playerctl_reads_what_plays(mpris: Mpris, stage: Stage) -> None:
    stage.play(2)
    track = stage.library.track(stage.ids[2])
    until(lambda: stage.remote.now is not None and stage.remote.now.art is not None)
    asked = "{{title}}|{{artist}}|{{album}}|{{mpris:length}}|{{mpris:artUrl}}|{{xesam:url}}"
    title, artist, album, length, art, url = playerctl("metadata", "--format", asked).split("|")
    assert (title, artist, album) == (track.title, track.artist, track.album)
    assert abs(int(length) / 1e6 - track.duration) < 0.01
    assert Path(unquote(art.removeprefix("file://"))).stat().st_size > 1000
    assert Path(unquote(url.removeprefix("file://"))) == track.path


def test_playerctl_seeks(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    playerctl("position", "2")
    assert stage.playback.position() == pytest.approx(2.0, abs=0.1)
    playerctl("position", "1-")
    assert stage.playback.position() == pytest.approx(1.0, abs=0.1)
    assert float(playerctl("position")) == pytest.approx(1.0, abs=0.1)


def test_seeking_past_the_end_leads_to_the_next_track(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    playerctl("position", "600+")
    assert stage.playback.track == stage.ids[1]


def test_playerctl_sets_volume_shuffle_and_loop(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    playerctl("volume", "0.35")
    assert stage.player.volume == 35
    assert float(playerctl("volume")) == pytest.approx(0.35)
    playerctl("shuffle", "on")
    assert stage.playback.queue.shuffled
    for word, repeat in (("Track", Repeat.ONE), ("Playlist", Repeat.ALL), ("None", Repeat.OFF)):
        playerctl("loop", word)
        assert stage.playback.queue.repeat is repeat
        assert playerctl("loop") == word


def test_playerctl_hears_of_changes_without_asking(mpris: Mpris, stage: Stage) -> None:
    if shutil.which("playerctl") is None:
        pytest.skip("playerctl is not installed")
    stage.play()
    words = ["playerctl", "--player=meander", "--follow", "metadata", "--format", "{{title}} {{status}}"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    stream = process.stdout
    os.set_blocking(stream.fileno(), False)
    heard = b""

    def hears(text: str) -> bool:
        nonlocal heard
        heard += stream.read() or b""
        return text.encode() in heard

    try:
        first, second = stage.library.tracks(stage.ids[:2])
        until(lambda: hears(f"{first.title} Playing"))
        stage.playback.next()
        until(lambda: hears(f"{second.title} Playing"))
        stage.playback.pause()
        until(lambda: hears(f"{second.title} Paused"))
    finally:
        process.terminate()
        process.wait()
        stream.close()


# -- what playerctl does not ask for


def test_every_property_has_its_type(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    told = call("org.freedesktop.DBus.Properties.GetAll", "org.mpris.MediaPlayer2.Player")
    assert "'Position': <int64 " in told
    assert re.search(r"'mpris:length': <int64 \d+>", told)
    assert re.search(r"'mpris:trackid': <objectpath '/org/meander/queue/\d+'>", told)
    for name in ("Rate", "MinimumRate", "MaximumRate", "Volume"):
        assert re.search(rf"'{name}': <\d+\.\d+>", told)
    for name in ("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek", "CanControl"):
        assert f"'{name}': <true>" in told
    root = call("org.freedesktop.DBus.Properties.GetAll", "org.mpris.MediaPlayer2")
    assert "'DesktopEntry': <'meander'>" in root
    assert "'SupportedUriSchemes': <['file']>" in root


def test_the_object_describes_itself(mpris: Mpris) -> None:
    described = gdbus("introspect")
    for name in ("", ".Player", ".TrackList", ".Playlists"):
        assert f"interface org.mpris.MediaPlayer2{name} {{" in described
    assert "Seeked(x Position);" in described


def test_without_a_track_nothing_can_be_paused(mpris: Mpris) -> None:
    assert get(".Player", "CanPause") == "(<false>,)"
    assert "NoTrack" in get(".Player", "Metadata")


def test_a_jump_is_told_and_playing_on_is_not(mpris: Mpris, stage: Stage) -> None:
    heard: list[float] = []
    stage.remote.sought.connect(heard.append)
    stage.play()
    stage.playback.pause()
    stage.playback.seek(2.0)
    assert heard == [2.0]


def test_a_position_for_a_track_that_has_ended_is_not_taken(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    call("org.mpris.MediaPlayer2.Player.SetPosition", "/org/meander/queue/999", "2000000")
    assert stage.playback.position() < 1.0


def test_a_wrong_value_is_refused_and_nothing_breaks(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    words = ["org.freedesktop.DBus.Properties.Set", "org.mpris.MediaPlayer2.Player", "LoopStatus", "<'Ever'>"]
    with pytest.raises(AssertionError, match="LoopStatus cannot be 'Ever'"):
        call(*words)
    with pytest.raises(AssertionError, match="cannot be set"):
        call(*words[:2], "CanSeek", "<true>")
    assert get(".Player", "PlaybackStatus") == "(<'Playing'>,)"


def test_raise_quit_and_open_reach_the_window(mpris: Mpris, stage: Stage) -> None:
    call("org.mpris.MediaPlayer2.Raise")
    call("org.mpris.MediaPlayer2.Player.OpenUri", "file:///music/a%20b.flac")
    call("org.mpris.MediaPlayer2.Quit")
    until(lambda: len(stage.asked) == 3)
    assert stage.asked == ["raise", ["file:///music/a%20b.flac"], "quit"]


def test_the_track_list_is_the_queue_and_one_can_go_to_a_track(mpris: Mpris, stage: Stage) -> None:
    stage.play()
    entries = re.findall(r"/org/meander/queue/\d+", get(".TrackList", "Tracks"))
    assert len(entries) == len(stage.ids)
    told = call("org.mpris.MediaPlayer2.TrackList.GetTracksMetadata", f"[objectpath '{entries[4]}']")
    assert stage.library.track(stage.ids[4]).title in told.encode().decode("unicode_escape")
    call("org.mpris.MediaPlayer2.TrackList.GoTo", entries[4])
    assert stage.playback.track == stage.ids[4]


def test_a_playlist_is_listed_and_played(mpris: Mpris, stage: Stage) -> None:
    until(lambda: get(".Playlists", "PlaylistCount") == "(<uint32 1>,)")
    listed = call("org.mpris.MediaPlayer2.Playlists.GetPlaylists", "0", "10", "Alphabetical", "false")
    found = re.search(r"'(/org/meander/playlist/\d+)', 'Evening'", listed)
    assert found
    call("org.mpris.MediaPlayer2.Playlists.ActivatePlaylist", found[1])
    until(lambda: stage.playback.track == stage.ids[3])
    assert len(stage.playback.queue) == 3


def test_a_second_player_takes_another_name(mpris: Mpris, stage: Stage) -> None:
    opened: list[Bus] = []
    dbus.connect(opened.append)
    until(lambda: opened)
    other = Mpris(opened[0], stage.remote)
    until(lambda: other.name)
    assert other.name.startswith(f"{NAME}.instance")
    other.close()
    opened[0].close()


# -- the bus itself


def test_without_a_bus_nothing_happens(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in (None, "unix:path=/nowhere/at/all", "nonsense"):
        if address is None:
            monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        else:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        opened: list[Bus] = []
        looking = dbus.connect(opened.append)
        until(looking.finished.is_set)
        QApplication.processEvents()
        assert opened == []


def test_a_bus_that_goes_away_is_survived(mpris: Mpris, bus: Bus, stage: Stage) -> None:
    lost: list[bool] = []
    bus.lost.connect(lambda: lost.append(True))
    bus._socket.shutdown(2)  # type: ignore[union-attr]
    until(lambda: lost)
    stage.play()
    QApplication.processEvents()
    assert not bus.is_open
