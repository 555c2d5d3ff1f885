"""How radio is asked to choose: sliders, a filter, the rules in words, what never comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme, words
from app.radiodesk import RadioDesk
from app.views.radiorules import NeverPopover, RulesPopover
from app.views.reading import Reader
from app.views.searchfield import QueryField
from app.widgets.controls import button, label
from app.widgets.poles import INDENT, Poles
from app.words import tr
from core.explore.radio.steering import Steering
from core.library.bans import Ban, Bans
from core.library.tracks import Library

TYPED_MS = 700
"""A filter that stood so long is meant."""
POLE_GAP = 10
NARROWEST = 240


class SteerPane(QWidget):
    def __init__(self, desk: RadioDesk, library: Library) -> None:
        super().__init__()
        self._desk, self._library = desk, library
        self._bans: Sequence[Ban] = ()
        self._count = Reader(self)
        self._barred = Reader(self)
        self._poles = {
            "familiar": Poles(
                tr("Familiar"), tr("New"), -1.0, tr("What you know well, or what you hardly know")
            ),
            "adventure": Poles(
                tr("Close", "near"), tr("Adventurous"), 0.0, tr("Next to what you like, or further afield")
            ),
            "drift": Poles(
                tr("Steady"), tr("Travelling"), 0.0, tr("Stays with its seeds, or wanders on with the music")
            ),
            "energy": Poles(tr("Calmer"), tr("Livelier"), -1.0, tr("Where it leads over the next hour")),
        }
        for field, poles in self._poles.items():
            poles.steered.connect(partial(self._steer, field))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(POLE_GAP)
        self._grid.setVerticalSpacing(6)
        self._columns = 0
        self.setMinimumWidth(NARROWEST)  # what does not fit is folded or shortened
        self.only = QueryField(library, tr("everything, or for example genre:jazz year:<1980"))
        self.only.setAccessibleName(tr("Only from"))
        self._matches = label("", "quiet")
        self._matches.hide()
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._filter)
        self.only.textEdited.connect(lambda _text: self._typed.start())
        self.only.textChanged.connect(lambda text: None if text else self._typed.start())
        self.only.returnPressed.connect(self._filter)
        self.rules = QWidget()
        """The rules in words, and what never comes: for whoever has room for them."""
        self._rules = FittingButton(self._open_rules, tr("Rules"))
        self._never = button("", self._open_never, kind="link")
        self._never.setFixedHeight(26)
        for each in (self._rules, self._never):
            each.setFont(theme.font(12))
        self._build()
        self._arrange(4)
        self._show_bans(())
        self.renew()

    def _build(self) -> None:
        rules = QHBoxLayout(self.rules)
        rules.setContentsMargins(0, 0, 0, 0)
        rules.setSpacing(12)
        rules.addWidget(self._rules, 1)
        rules.addWidget(self._never)
        only = QHBoxLayout()
        only.setSpacing(8)
        only.addWidget(label(tr("Only from"), "quiet"))
        only.addWidget(self.only, 1)
        only.addWidget(self._matches)
        # Its words begin where the sliders' lines do.
        only.setContentsMargins(INDENT, 0, INDENT, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addLayout(only)

    # -- what holds

    def renew(self) -> None:
        steering = self._desk.steering
        for field, poles in self._poles.items():
            poles.show_figure(getattr(steering, field))
        self._rules.say(rules_in_short(steering))
        if steering.only != self.only.text().strip() and not self.only.hasFocus():
            self.only.setText(steering.only)
            self._typed.stop()
            self._tell_count(steering.only)
        self._read_bans()

    @property
    def stops(self) -> list[QWidget]:
        """Where the Tab key leads, but for the rules."""
        return [*(poles.slider for poles in self._poles.values()), self.only]

    def close_down(self) -> None:
        self._typed.stop()
        self.only.close_down()
        for poles in self._poles.values():
            poles.close_down()
        self._count.close()
        self._barred.close()

    def _steer(self, field: str, figure: float) -> None:
        changes: dict[str, Any] = {field: figure}
        self._desk.steer(replace(self._desk.steering, **changes))

    def focus_first(self) -> None:
        self._poles["familiar"].slider.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- the filter

    def _filter(self) -> None:
        self._typed.stop()
        only = self.only.text().strip()
        self._tell_count(only)
        self._desk.steer(replace(self._desk.steering, only=only))

    def clear_filter(self) -> None:
        self.only.clear()
        self._filter()

    def _tell_count(self, only: str) -> None:
        library = self._library
        if not only:
            self._count.close()
            self._matches.hide()
            return
        self._count.ask(lambda: len(library.order(only)), self._say_count)

    def _say_count(self, count: int) -> None:
        if self.only.text().strip():
            self._matches.setText(tr("%Ln track(s)", count=count) if count else tr("finds nothing"))
            self._matches.show()

    # -- the rules

    def _open_rules(self) -> None:
        RulesPopover(self._desk, self.window()).open_under(self._rules)

    # -- what never comes

    def _read_bans(self) -> None:
        library = self._library
        self._barred.ask(lambda: Bans(library).all(), self._show_bans)

    def _show_bans(self, bans: Sequence[Ban]) -> None:
        self._bans = bans
        self._never.setVisible(bool(bans))
        said = tr("{number} never").format(number=words.number(len(bans)))
        self._never.setText(said)
        self._never.setAccessibleName(tr("What never comes: %Ln thing(s)", count=len(bans)))

    def _open_never(self) -> None:
        popover = NeverPopover(self._library, self._bans, self.window())
        popover.taken_back.connect(self._take_back)
        popover.open_under(self._never)

    def _take_back(self, ban: Ban) -> None:
        self._desk.unban(ban)
        self._show_bans([other for other in self._bans if other != ban])

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = sum(poles.sizeHint().width() for poles in self._poles.values())
        self._arrange(4 if self.width() >= wide + 3 * POLE_GAP else 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for poles in self._poles.values():
            self._grid.removeWidget(poles)
        for at, poles in enumerate(self._poles.values()):
            self._grid.addWidget(poles, at // columns, at % columns)
        wants = [poles.sizeHint().width() if columns == 4 else 1 for poles in self._poles.values()]
        for at in range(4):
            self._grid.setColumnStretch(at, wants[at] if at < columns else 0)


def rules_in_short(steering: Steering) -> str:
    """ "An artist at most every 5 tracks, an album every 10"."""
    artist, album = steering.artist_gap, steering.album_gap
    if artist > 1 and album > 1:
        said = tr("An artist at most every {artist} tracks, an album every {album}")
    elif artist > 1:
        said = tr("An artist at most every {artist} tracks")
    elif album > 1:
        said = tr("An album at most every {album} tracks")
    else:
        said = tr("Artists and albums as they come")
    said = said.format(artist=artist, album=album)
    also = [
        *([tr("spoken word too")] if steering.spoken else []),
        *([tr("Christmas music too")] if steering.christmas else []),
    ]
    return ", ".join([said, *also])


class FittingButton(QPushButton):
    """Quiet words that shorten themselves to the room there is; a click opens something under them."""

    def __init__(self, act: Callable[[], object], name: str) -> None:
        super().__init__()
        self._name, self._whole = name, ""
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(26)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked=False: act())

    def say(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(f"{self._name}: {text}")
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        # Advances are rounded, and eliding is not: two pixels more than the words say they need.
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 10, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 26)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width() - 8)
        self.setText(short)
        self.setToolTip("" if short == self._whole else self._whole)
