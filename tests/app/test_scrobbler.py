"""Scrobbling in the window: a real playback, a real server on this machine, a keyring in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from pytestqt.qtbot import QtBot

from app.choices import Choices
from app.integration.scrobbling import Scrobbler
from app.integration.secrets import Secrets
from app.player.fake import FakePlayer
from app.player.playback import Playback
from core import scrobbling
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp
from core.library.tracks import Library
from core.settings import Places, Settings
from tests.core.test_scrobbling import Server, add, server

__all__ = ["server"]


class Drawer(KeyringBackend):
    """A keyring that is open as long as the test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before = keyring.get_keyring()
    drawer = Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def scrobbler(
    qtbot: QtBot, library: Library, server: Server, drawer: Drawer, tmp_path: Path
) -> Iterator[Scrobbler]:
    choices = Choices(tmp_path / "settings.toml", Settings())
    playback = Playback(FakePlayer({}), library)
    made = Scrobbler(
        library, playback, choices, roots=dict.fromkeys(("listenbrainz", "last.fm"), server.root)
    )
    made.playback, made.choices = playback, choices  # type: ignore[attr-defined]
    yield made
    made.close()
    playback.close()


def play(library: Library, scrobbler: Scrobbler, title: str = "Airbag") -> None:
    event = PlayEvent(add(library, title), Timestamp(1.6e9), Seconds(200), Ended.FINISHED, Source.RADIO)
    library.record_play(event)
    scrobbler.playback.played.emit(event)  # type: ignore[attr-defined]


def sign_in(qtbot: QtBot, scrobbler: Scrobbler) -> None:
    said: list[str] = []
    scrobbler.connect_listenbrainz(" good ", said.append, said.append)
    qtbot.waitUntil(lambda: said == ["me"] and scrobbler.on == ("listenbrainz",))


def told(server: Server) -> list[str]:
    return [
        listen["track_metadata"]["track_name"]
        for _, _, said in server.heard
        if said.get("listen_type") in ("single", "import")
        for listen in said["payload"]
    ]


def test_nothing_is_told_before_one_signs_in(
    qtbot: QtBot, library: Library, scrobbler: Scrobbler, server: Server
) -> None:
    play(library, scrobbler)
    qtbot.wait(50)
    assert server.heard == []


def test_a_play_is_told_once_it_is_over(
    qtbot: QtBot, library: Library, scrobbler: Scrobbler, server: Server, drawer: Drawer
) -> None:
    sign_in(qtbot, scrobbler)
    assert drawer.kept["meander", "listenbrainz"] == "good"
    scrobbler._lane.drain()
    play(library, scrobbler)
    qtbot.waitUntil(lambda: told(server) == ["Airbag"])


def test_a_bad_token_is_said_and_turns_nothing_on(qtbot: QtBot, scrobbler: Scrobbler, drawer: Drawer) -> None:
    said: list[str] = []
    scrobbler.connect_listenbrainz("bad", lambda _user: None, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert "does not know this token" in said[0]
    assert scrobbler.on == ()
    assert drawer.kept == {}


def test_what_could_not_be_told_waits_and_is_said(
    qtbot: QtBot, library: Library, scrobbler: Scrobbler, server: Server
) -> None:
    sign_in(qtbot, scrobbler)
    scrobbler._lane.drain()
    server.answers.append((503, {}, {}))
    play(library, scrobbler)
    qtbot.waitUntil(lambda: scrobbler.standing("listenbrainz").waiting == 1)
    assert "cannot be reached" in scrobbler.standing("listenbrainz").trouble
    scrobbler.wake()
    qtbot.waitUntil(
        lambda: told(server)[-1:] == ["Airbag"] and scrobbler.standing("listenbrainz").waiting == 0
    )


def test_a_token_that_went_bad_is_said_once(qtbot: QtBot, library: Library, scrobbler: Scrobbler) -> None:
    sign_in(qtbot, scrobbler)
    notices: list[str] = []
    scrobbler.notice.connect(notices.append)
    scrobbler._lane.drain()
    scrobbler._secrets.set("listenbrainz", "bad")
    for title in ("One", "Two"):
        play(library, scrobbler, title)
        qtbot.waitUntil(lambda: bool(scrobbler.standing("listenbrainz").trouble) and not scrobbler._busy)
    assert len(notices) == 1


def test_signing_out_forgets_the_token_and_what_waits(
    qtbot: QtBot, library: Library, scrobbler: Scrobbler, drawer: Drawer
) -> None:
    sign_in(qtbot, scrobbler)
    scrobbler.disconnect_from("listenbrainz")
    qtbot.waitUntil(lambda: drawer.kept == {} and not scrobbling.how_many_wait(library, "listenbrainz"))
    assert scrobbler.on == ()


def test_without_a_keyring_a_token_lasts_for_the_session() -> None:
    class Locked(Drawer):
        def get_password(self, service: str, username: str) -> str | None:
            raise keyring.errors.NoKeyringError("none")

        def set_password(self, service: str, username: str, password: str) -> None:
            raise keyring.errors.NoKeyringError("none")

    before = keyring.get_keyring()
    keyring.set_keyring(Locked())
    try:
        secrets = Secrets()
        assert secrets.get("listenbrainz") == ""
        secrets.set("listenbrainz", "token")
        assert (secrets.get("listenbrainz"), secrets.kept) == ("token", False)
    finally:
        keyring.set_keyring(before)
