"""A session bus of the test's own, and a player that outsiders may steer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.integration import bus as dbus
from app.integration.bus import Bus
from app.integration.remote import Remote
from app.player.fake import FakePlayer
from app.player.playback import Playback
from core.domain import TrackId
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.app.shelf import until

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def bus_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bus that knows no services; ends with the test."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("dbus-daemon is not installed")
    config, socket = tmp_path / "bus.conf", tmp_path / "bus"
    config.write_text(BUS_CONFIG.format(socket=socket))
    process = subprocess.Popen(
        [daemon, f"--config-file={config}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    try:
        yield address
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.fixture
def bus(qapp: QApplication, bus_address: str) -> Iterator[Bus]:
    """Our connection to it."""
    opened: list[Bus] = []
    dbus.connect(opened.append)
    until(lambda: opened)
    yield opened[0]
    opened[0].close()
    opened[0].deleteLater()


@dataclass
class Stage:
    """A library of twelve tracks, a silent player, and what was asked of the window."""

    library: Library
    player: FakePlayer
    playback: Playback
    remote: Remote
    ids: list[TrackId]
    asked: list[object] = field(default_factory=list)

    def play(self, start: int = 0) -> None:
        self.playback.play_tracks(self.ids, start)
        self.player.advance(0.5)


@pytest.fixture
def stage(qapp: QApplication, places: Places, music: Path) -> Iterator[Stage]:
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    ids = library.all_ids()
    player = FakePlayer({track.path: float(track.duration) for track in library.tracks(ids)})
    playback = Playback(player, library)
    asked: list[object] = []
    remote = Remote(
        playback,
        library,
        places.cache,
        lambda: asked.append("raise"),
        lambda: asked.append("quit"),
        asked.append,
    )
    yield Stage(library, player, playback, remote, ids, asked)
    until(lambda: remote._drawing is None)
    remote.close()
    playback.close()
    library.close()


def wait_for(process: subprocess.Popen[str], seconds: float = 15.0) -> str:
    """What a client printed, while our own event loop answers it."""
    until(lambda: process.poll() is not None, seconds)
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out


Client = Callable[..., str]
