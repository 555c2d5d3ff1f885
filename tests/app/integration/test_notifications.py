"""Notifications on a private bus, at a service that speaks the protocol of desktops; else the tray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.choices import Choices
from app.integration import bus as dbus
from app.integration import notifications
from app.integration.bus import Bus
from app.integration.exported import Exported, Interface, Method
from app.integration.notifications import PATH, SERVICE, Notifications
from core.settings import Settings
from tests.app.integration.conftest import Stage
from tests.app.shelf import until

NOTIFY = (
    *(("app", "s"), ("replaces", "u"), ("icon", "s"), ("summary", "s"), ("body", "s")),
    *(("actions", "as"), ("hints", "a{sv}"), ("expires", "i")),
)


class Desk:
    """A notification service that remembers what it was told."""

    def __init__(self, bus: Bus) -> None:
        self.told: list[tuple[Any, ...]] = []
        methods = {
            "Notify": Method(self._notify, NOTIFY, (("id", "u"),)),
            "GetCapabilities": Method(lambda: (["body", "body-markup", "actions"],), (), (("names", "as"),)),
            "CloseNotification": Method(lambda _id: None, (("id", "u"),)),
        }
        signals = {"ActionInvoked": (("id", "u"), ("action", "s"))}
        self.object = Exported(bus, PATH, {SERVICE: Interface(methods, signals=signals)})

    def _notify(self, *values: Any) -> tuple[int]:
        self.told.append(values)
        return (values[1] or len(self.told) + 40,)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "WAIT_MS", 0)


@pytest.fixture
def choices(qapp: QApplication, tmp_path: Path) -> Choices:
    return Choices(tmp_path / "settings.toml", Settings(notifications=True))


@pytest.fixture
def desk(bus: Bus) -> Iterator[Desk]:
    opened: list[Bus] = []
    dbus.connect(opened.append)
    until(lambda: opened)
    made = Desk(opened[0])
    ours: list[bool] = []
    opened[0].own(SERVICE, ours.append)
    until(lambda: ours)
    yield made
    opened[0].close()


def test_each_track_renews_one_notification(bus: Bus, desk: Desk, stage: Stage, choices: Choices) -> None:
    shown = Notifications(stage.remote, choices, lambda: False, lambda _title, _text: None)
    shown.use(bus)
    until(lambda: shown._bus is not None)
    stage.play()
    until(lambda: len(desk.told) == 1 and shown._id)
    first = stage.library.track(stage.ids[0])
    assert desk.told[0][:5] == ("Meander", 0, "meander", first.title, f"{first.artist} · {first.album}")
    assert desk.told[0][6]["desktop-entry"] == ("s", "meander")
    stage.playback.next()
    until(lambda: len(desk.told) == 2)
    assert desk.told[1][1] == 41  # in the place of the first
    desk.object.emit(SERVICE, "ActionInvoked", 41, "next")
    until(lambda: stage.playback.track == stage.ids[2])
    desk.object.emit(SERVICE, "ActionInvoked", 41, "default")
    until(lambda: stage.asked == ["raise"])
    shown.close()


def test_nothing_is_said_to_who_looks_or_does_not_want_it(
    bus: Bus, desk: Desk, stage: Stage, choices: Choices
) -> None:
    looking = [True]
    bubbles: list[str] = []
    shown = Notifications(
        stage.remote, choices, lambda: looking[0], lambda title, _text: bubbles.append(title)
    )
    stage.play()
    until(lambda: shown._told is not None)
    looking[0] = False
    choices.change(notifications=False)
    stage.playback.next()
    told = shown._told
    until(lambda: shown._told != told or not shown._soon.isActive())
    assert (bubbles, desk.told) == ([], [])
    shown.close()


def test_without_such_a_desktop_the_tray_says_it(stage: Stage, choices: Choices) -> None:
    bubbles: list[tuple[str, str]] = []
    shown = Notifications(
        stage.remote, choices, lambda: False, lambda title, text: bubbles.append((title, text))
    )
    stage.play(1)
    until(lambda: bubbles)
    assert bubbles[0][0] == stage.library.track(stage.ids[1]).title
    shown.close()
