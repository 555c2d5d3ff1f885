"""A notification when another track begins, for those who ask for it: one that renews itself, with the cover.

https://specifications.freedesktop.org/notification-spec/latest/. Elsewhere the tray's bubble.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.choices import Choices
from app.integration.bus import Bus
from app.integration.remote import Remote
from app.player.base import State
from app.words import tr

SERVICE, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
WAIT_MS = 400
"""From the change: the cover is made meanwhile, and who skips through tracks sees one notification."""
SHOWN_MS = 5_000
LOW = 0


class Notifications(QObject):
    """Follows the setting `notifications`; silent while the listener looks at the window."""

    def __init__(
        self,
        remote: Remote,
        choices: Choices,
        looking: Callable[[], bool],
        bubble: Callable[[str, str], object],
        parent: QObject | None = None,
    ) -> None:
        """looking: whether the window has the listener's attention; bubble: shows a title and a text where
        the desktop has no notifications."""
        super().__init__(parent)
        self._remote, self._choices, self._looking, self._bubble = remote, choices, looking, bubble
        self._bus: Bus | None = None
        self._can: frozenset[str] = frozenset()
        self._id = 0  # of the last one, which the next replaces
        self._told: int | None = None  # the entry of the queue it was about
        self._soon = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._soon.timeout.connect(self._show)
        remote.now_changed.connect(self._note)
        remote.state_changed.connect(self._note)

    def use(self, bus: Bus) -> None:
        """From now on notifications go to the desktop."""

        def capable(names: list[str]) -> None:
            self._bus, self._can = bus, frozenset(names)
            bus.listen(SERVICE, "ActionInvoked", self._acted, PATH)
            bus.lost.connect(self._lose)

        bus.call(SERVICE, PATH, SERVICE, "GetCapabilities", on_answer=capable)

    def close(self) -> None:
        self._soon.stop()
        if self._bus is not None and self._id:
            self._bus.call(SERVICE, PATH, SERVICE, "CloseNotification", "u", (self._id,))

    def _lose(self) -> None:
        self._bus, self._id = None, 0

    def _note(self, _told: object = None) -> None:
        now = self._remote.now
        if now is None or self._remote.state is not State.PLAYING:
            self._soon.stop()
        elif now.entry != self._told and not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        now = self._remote.now
        if now is None:
            return
        self._told = now.entry
        if not self._choices.now.notifications or self._looking():
            return
        text = " · ".join(part for part in (now.track.artist, now.track.album) if part)
        if self._bus is None:
            self._bubble(now.track.title, text)
            return
        values = (
            *("Meander", self._id, "meander", now.track.title),
            html.escape(text, quote=False) if "body-markup" in self._can else text,
            ["default", tr("Show"), "next", tr("Next")] if "actions" in self._can else [],
            self._hints(str(now.art) if now.art else ""),
            SHOWN_MS,
        )
        self._bus.call(SERVICE, PATH, SERVICE, "Notify", "susssasa{sv}i", values, on_answer=self._keep_id)

    def _hints(self, art: str) -> dict[str, tuple[str, Any]]:
        hints: dict[str, tuple[str, Any]] = {
            "desktop-entry": ("s", "meander"),
            "urgency": ("y", LOW),
            "transient": ("b", True),
        }
        return hints | ({"image-path": ("s", art)} if art else {})

    def _keep_id(self, id: int) -> None:
        self._id = id

    def _acted(self, id: int, action: str) -> None:
        if id != self._id:
            return
        if action == "next":
            self._remote.next()
        else:
            self._remote.raise_window()
