"""The map of the collection: to be wandered, heard, drawn on and played. One picture, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from app import icons
from app.choices import Choices
from app.covers import Covers
from app.curves import Curves
from app.mapdesk import MapDesk
from app.mapdeskpoints import Spot
from app.moments import SECONDS, Moments
from app.player.playback import Playback
from app.views.commands import TrackCommands
from app.views.mapchosen import ChosenDeeds
from app.views.mapcontrols import PaneControls
from app.views.maphearing import REST_MS, Hovering
from app.views.mappane import Look, MapPane, default_sight
from app.views.mappanel import MapPanel
from app.views.mapselected import Selected
from app.views.searchfield import QueryField
from app.views.trackmenu import add, track_menu
from app.widgets import controls
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.map.tools import Tool
from app.words import number, tr
from core.domain import Track, TrackId
from core.explore.map.chart import Sight

MARGIN, TOP, GAP = 28, 22, 12
TYPED_MS = 250
"""A search that stood so long is sought."""
SEARCH_WIDTH, SEARCH_LEAST = 280, 110
SLIM = 620
"""Width below which the header's buttons keep their icons alone."""
MOST_PANES = 2


class MapView(QWidget):
    """Shows a MapDesk. `panel` is a page for the window's side panel, to be shown with this view."""

    failed = Signal(str)
    """A sentence to show."""

    def __init__(
        self,
        desk: MapDesk,
        playback: Playback,
        moments: Moments,
        curves: Curves,
        covers: Covers,
        commands: TrackCommands,
        choices: Choices,
    ) -> None:
        """desk: closed with the view."""
        super().__init__()
        self.desk, self._playback, self._commands = desk, playback, commands
        self.panes: list[MapPane] = []
        self.panel = MapPanel(covers, curves)
        self.hearing = Hovering(desk, moments, choices, self)
        self.search = QueryField(desk.library, tr("Find on the map"))
        self.selected = Selected(desk, playback, commands, self.panel, self.panes)
        self.controls: list[PaneControls] = []
        self._tool, self._only, self._trailing = Tool.PAN, False, True
        self._wanted: Sequence[TrackId] = ()
        self._kept: list[Any] = []
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._seek)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._wire()
        self._add_pane(Look(Sight(), "genre"))
        self.deeds = ChosenDeeds(self, commands)

    def _build(self) -> None:
        self._heading = label(tr("Map"), "title")
        self._fact = ElidedLabel("", "fact")
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self._only_button = IconButton(
            "list-filter", tr("Show only what is found"), lambda: self._set_only(not self._only),
            size=18, on="accent",
        )  # fmt: skip
        self.split = button(tr("Split"), lambda: self.set_split(on=len(self.panes) < 2), kind="chip")
        self.split.setIcon(icons.icon("columns-2", "secondary", 16, on="accent"))
        self.split.setCheckable(True)
        self.split.setToolTip(tr("Two pictures side by side"))
        self._more = IconButton("ellipsis", tr("More"), self._open_more, size=18)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._heading)
        head.addWidget(self._fact, 1)
        head.addWidget(self.search, 2)
        for part in (self._only_button, self.split, self._more):
            head.addWidget(part)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(GAP)
        self._split.setStyleSheet("QSplitter::handle { background: transparent; }")
        body = QVBoxLayout(self)
        body.setContentsMargins(MARGIN, TOP, MARGIN, 8)
        body.setSpacing(GAP)
        body.addLayout(head)
        body.addWidget(self._split, 1)

    def _wire(self) -> None:
        desk, panel, playback = self.desk, self.panel, self._playback
        desk.renewed.connect(self._renew)
        desk.trailed.connect(self._show_trail)
        desk.sought.connect(self._show_found)
        desk.failed.connect(self.failed)
        playback.position_changed.connect(self.selected.follow)
        playback.state_changed.connect(lambda _state: self.selected.follow(playback.position()))
        self.search.textChanged.connect(lambda _text: self._typed.start())
        self.search.returnPressed.connect(self._go_to_found)
        self.search.left.connect(self.setFocus)
        self.hearing.began.connect(self._show_sound)
        panel.play_asked.connect(self._play)
        panel.picked.connect(partial(self.selected.select, fly=True))
        panel.pointed.connect(lambda spot: self._point(None, spot))
        panel.menu_asked.connect(lambda track, at: self._menu([track.id], track, at))

    # -- panes

    def _add_pane(self, look: Look) -> MapPane:
        pane, bar = MapPane(self.desk, look), PaneControls(look)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(bar)
        column.addWidget(pane, 1)
        self._split.addWidget(whole)
        self.panes.append(pane)
        self.controls.append(bar)
        bar.asked.connect(partial(self._set_look, pane))
        pane.tools.picked.connect(self.take)
        pane.pointed.connect(partial(self._point, pane))
        pane.picked.connect(self._pick)
        pane.opened.connect(self._open)
        pane.menu_asked.connect(partial(self._menu_of_spot, pane))
        pane.chosen_changed.connect(partial(self._choose, pane))
        pane.path_drawn.connect(lambda line: self.deeds.take_path(pane, line))
        pane.pair_picked.connect(self._commands.path_asked)
        pane.drawn.connect(partial(self._arrive, pane))
        pane.failed.connect(self.failed)
        pane.bar.cleared.connect(self.clear)
        pane.take(self._tool)
        pane.layers.trail(self.desk.trail if self._trailing else ())
        pane.layers.play(self._playback.track)
        self.setFocusProxy(self.panes[0].canvas)
        return pane

    def set_split(self, *, on: bool) -> None:
        """Two pictures: the other begins as this one, and goes its own way."""
        self.split.setChecked(on)
        if on and len(self.panes) < MOST_PANES:
            pane = self._add_pane(self.panes[0].look)
            self.deeds.add(pane)
            if self.desk.known is not None:
                self._start(pane)
            self._split.setSizes([1000, 1000])
        elif not on and len(self.panes) > 1:
            pane, _bar = self.panes.pop(), self.controls.pop()
            self.hearing.leave()
            pane.close_down()
            whole = pane.parentWidget()
            assert whole is not None
            whole.hide()
            whole.setParent(None)
            whole.deleteLater()
            self.deeds.show()
        self._fold()

    def take(self, tool: Tool) -> None:
        """Into the hand, over both pictures."""
        self._tool = tool
        for pane in self.panes:
            pane.take(tool)

    def _others(self, pane: MapPane | None) -> list[MapPane]:
        return [each for each in self.panes if each is not pane]

    def _set_look(self, pane: MapPane, look: Look) -> None:
        self.hearing.leave()
        pane.show_look(look)
        self.controls[self.panes.index(pane)].show_look(look, self.desk.known)
        if pane is self.panes[0]:
            self.selected.ask_near()

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: {"tracks": ids} to be shown on the map; anything else leaves it as it is."""
        ids = what.get("tracks") if isinstance(what, dict) else None
        if ids:
            self._wanted = [TrackId(id) for id in ids if isinstance(id, int)]
            self._show_wanted()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus()
        self.search.selectAll()

    def set_playing(self, id: TrackId | None) -> None:
        for pane in self.panes:
            pane.layers.play(id)
        self.selected.follow(self._playback.position())

    def refresh(self) -> None:
        """More has been listened to."""
        self.desk.refresh()

    def kept(self) -> dict[str, Any]:
        panes = [pane.kept() if pane.chart is not None else kept for pane, kept in self._panes_and_kept()]
        spot = self.selected.spot
        return {
            "panes": panes,
            "query": self.search.text(),
            "only": self._only,
            "trail": self._trailing,
            "spot": None if spot is None else list(spot),
        }

    def restore(self, kept: Any) -> None:
        if not isinstance(kept, dict):
            return
        panes = kept.get("panes")
        self._kept = list(panes[:MOST_PANES]) if isinstance(panes, list) else []
        if len(self._kept) > 1:
            self.set_split(on=True)
        self._set_only(kept.get("only") is True)
        self._set_trailing(kept.get("trail") is not False)
        if isinstance(kept.get("query"), str):
            self.search.setText(kept["query"])
        spot = kept.get("spot")
        if isinstance(spot, list) and len(spot) == 2 and isinstance(spot[0], int):
            self.selected.spot = Spot(TrackId(spot[0]), spot[1] if isinstance(spot[1], float) else None)

    def close_down(self) -> None:
        self._typed.stop()
        self.search.close_down()
        self.hearing.close()
        for pane in self.panes:
            pane.close_down()
        self.desk.close()

    def _panes_and_kept(self) -> list[tuple[MapPane, Any]]:
        return [(pane, self._kept_of(at)) for at, pane in enumerate(self.panes)]

    def _kept_of(self, at: int) -> Any:
        return self._kept[at] if at < len(self._kept) else None

    # -- following

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hearing.leave()
        self.desk.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        roomy = self.width() >= SLIM
        self.split.setText(tr("Split") if roomy else "")
        self.split.setAccessibleName(tr("Split"))
        self._fact.setVisible(roomy)

    def _renew(self) -> None:
        """What the library says is another."""
        known = self.desk.known
        if known is None:
            return
        for pane, bar in zip(self.panes, self.controls, strict=True):
            if not known.models:
                pane.show_unheard()
            elif not pane.started:
                self._start(pane)
            bar.show_look(pane.look, known)
            pane.say()
        heard = max((model.tracks for model in known.models), default=0)
        text = tr("{heard} of {total} tracks heard so far")
        some = 0 < heard < known.total
        self._fact.say(text.format(heard=number(heard), total=number(known.total)) if some else "")

    def _start(self, pane: MapPane) -> None:
        """For the first time: as it was left, else the best there is."""
        known, at = self.desk.known, self.panes.index(pane)
        if known is None or not known.models:
            return
        look = pane.restored(self._kept_of(at))
        if look is None and at:
            look = self.panes[0].look
        if look is None or (look.sight.model and known.model(look.sight.model) is None):
            look = Look(default_sight(known.models[0].name), known.usual)
        pane.start(look)
        pane.set_found(self.desk.found, only=self._only)
        self.controls[at].show_look(look, known)

    def _arrive(self, pane: MapPane) -> None:
        """A whole chart has come to a pane."""
        if self._wanted:
            self._show_wanted()
        for other in self._others(pane):
            if len(other.canvas.chosen) and not len(pane.canvas.chosen):
                pane.choose_as(other)
        self.selected.show_in(pane)
        self.deeds.show()

    def _show_trail(self) -> None:
        for pane in self.panes:
            pane.layers.trail(self.desk.trail if self._trailing else ())

    # -- what is pointed at

    def _point(self, pane: MapPane | None, spot: Spot | None) -> None:
        """pane: where the pointer is; None: over the panel."""
        known = self.desk.known
        track = known.stock.get(spot.track) if known is not None and spot is not None else None
        for other in self._others(pane):
            other.layers.echo(spot, track.title if track is not None else "")
        self.hearing.point(spot)
        if pane is not None:
            pane.show_card(track, spot, wait=REST_MS if self.hearing.waiting else 0, heard=self.hearing.on)

    def _show_sound(self) -> None:
        for pane in self.panes:
            pane.show_sound(round(SECONDS * 1000))

    def _pick(self, spot: Spot | None) -> None:
        if spot is None:
            self.clear()
        self.selected.select(spot)

    def _open(self, spot: Spot) -> None:
        self.hearing.leave()
        self.selected.open(spot)

    def _play(self, track: Track, at: float | None) -> None:
        self.hearing.leave()
        self.selected.play(track, at)

    # -- what is chosen

    def clear(self) -> None:
        """Nothing is chosen any more."""
        for pane in self.panes:
            pane.clear()
        self.deeds.show()

    def _choose(self, pane: MapPane) -> None:
        for other in self._others(pane):
            other.canvas.drawing.clear()
            other.choose_as(pane)
        self.deeds.show(pane)

    def _show_wanted(self) -> None:
        """ "Show in map", now or once there is a chart."""
        wanted, pane = self._wanted, self.panes[0]
        if pane.chart is None or pane.chart.growing:
            return
        self._wanted = ()
        found = max(each.choose_tracks(wanted, fly=True) for each in self.panes)
        if found < len(wanted) and pane.desk.busy:
            self._wanted = wanted  # they may be on the chart that is on its way
        elif found < len(wanted):
            self._say_missing(wanted, found)
        if found and len(wanted) == 1:
            self.selected.select(Spot(wanted[0]))
        self.deeds.show(pane)

    def _say_missing(self, wanted: Sequence[TrackId], found: int) -> None:
        if len(wanted) > 1:
            text = tr("%Ln of them are not on this map: they have not been listened to yet.",
                      count=len(wanted) - found)  # fmt: skip
        else:
            known = self.desk.known
            track = known.stock.get(wanted[0]) if known is not None else None
            text = tr("“{title}” is not on this map: it has not been listened to yet.")
            text = text.format(title=track.title if track is not None else "")
        self.failed.emit(text)

    # -- searching

    def _seek(self) -> None:
        self.desk.search(self.search.text())

    def _show_found(self) -> None:
        found = self.desk.found
        for pane in self.panes:
            pane.set_found(found, only=self._only)
        self.search.setToolTip("" if found is None else tr("%Ln track(s)", count=len(found)))

    def _go_to_found(self) -> None:
        """Return: what is found is chosen, and comes into view."""
        found = self.desk.found
        if found is not None and len(found):
            self._wanted = [TrackId(int(id)) for id in found.tolist()]
            self._show_wanted()

    def _set_only(self, on: bool) -> None:  # noqa: FBT001 - of a toggle
        self._only = on
        self._only_button.setChecked(on)
        self._show_found()

    # -- menus

    def _menu_of_spot(self, pane: MapPane, spot: Spot | None, at: QPoint) -> None:
        """spot: None for all that is chosen."""
        ids = pane.chosen if spot is None else [spot.track]
        current = next(iter(self.desk.library.tracks(ids[:1])), None)
        if current is not None:
            self._menu(ids, current, at, spot)

    def _menu(self, ids: list[TrackId], track: Track, at: QPoint, spot: Spot | None = None) -> None:
        start = spot.start if spot is not None else None
        menu = track_menu(self, self._commands, ids, track, lambda: self._play(track, start))
        menu.popup(at)

    def _open_more(self) -> None:
        self.more_menu().popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 6)))

    def more_menu(self) -> QMenu:
        menu = controls.menu(self)
        for text, on, do in (
            (tr("Hear what the pointer rests on"), self.hearing.on, lambda on: self.hearing.set_on(on=on)),
            (tr("Where I have been tonight"), self._trailing, self._set_trailing),
            (tr("Show only what is found"), self._only, self._set_only),
        ):
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(do)
        menu.addSeparator()
        for at, pane in enumerate(self.panes):
            which = "" if len(self.panes) == 1 else (tr("left"), tr("right"))[at]
            text = tr("Lay out anew") if not which else tr("Lay out anew ({which})").format(which=which)
            action = menu.addAction(icons.icon("rotate-ccw", "secondary", 16), text)
            action.triggered.connect(lambda _on=False, pane=pane: pane.desk.lay_out_anew())
            action.setEnabled(pane.chart is not None and not pane.strip.working)
        ways = self._commands.ways
        if ways is not None:
            menu.addSeparator()
            add(menu, tr("How your genres sound"), "chart-network", lambda: ways.to("genrepicture"))
        return menu

    def _set_trailing(self, on: bool) -> None:  # noqa: FBT001 - of a toggle
        self._trailing = on
        self._show_trail()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._tool is not Tool.PAN:
            self.take(Tool.PAN)
        elif event.key() == Qt.Key.Key_Escape:
            self._pick(None)
        else:
            super().keyPressEvent(event)
