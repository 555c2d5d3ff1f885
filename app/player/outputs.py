"""The sound outputs of the system as libVLC tells of them, and what became of the one that was chosen."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from app.player.base import Device
from app.player.libvlc import load_vlc
from app.words import tr


class News(Enum):
    NONE = auto()
    OTHERS = auto()
    """The list is another one; the output in use is not touched."""
    LOST = auto()
    """The chosen output is gone, another one stands in."""
    BACK = auto()
    """The chosen output is there again."""
    NOTHING_LEFT = auto()


class Outputs:
    """Looks when told to: asking libVLC takes some 20 µs."""

    def __init__(self) -> None:
        self.wanted = ""
        """The id that was chosen; "" for whatever the system prefers."""
        self._names: dict[str, str] = {}
        self._last_name = ""

    @property
    def chosen(self) -> str:
        """The id to use now; "" for whatever the system prefers."""
        return self.wanted if self.wanted in self._names else ""

    @property
    def wanted_name(self) -> str:
        """Also of an output that is gone."""
        return self._names.get(self.wanted) or self._last_name or self.wanted

    def listed(self) -> list[Device]:
        return [Device("", tr("System default")), *(Device(id, name) for id, name in self._names.items())]

    def look(self, player: Any) -> News:
        """What has changed since the last look."""
        before, self._names = self._names, _names(player)
        self._last_name = self._names.get(self.wanted) or self._last_name
        if self._names == before:
            return News.NONE
        if before and not self._names:
            return News.NOTHING_LEFT
        if before and self.wanted and (self.wanted in before) != (self.wanted in self._names):
            return News.BACK if self.wanted in self._names else News.LOST
        return News.OTHERS

    def want(self, id: str) -> None:
        self.wanted, self._last_name = id, self._names.get(id, "")

    def apply(self, player: Any) -> None:
        """To be called before each new media, too: libVLC forgets."""
        if self.chosen:
            player.audio_output_device_set(None, self.chosen)


def _names(player: Any) -> dict[str, str]:
    first = player.audio_output_device_enum()
    names: dict[str, str] = {}
    each = first
    while each:
        id, name = _text(each.contents.device), _text(each.contents.description)
        if id:
            names[id] = name or id
        each = each.contents.next
    if first:
        load_vlc().libvlc_audio_output_device_list_release(first)
    return names


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")
