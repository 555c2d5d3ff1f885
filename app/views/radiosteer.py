"""How radio is asked to choose: sliders, a filter, the rules in words, what never comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app import theme, words
from app.radiodesk import RadioDesk
from app.views.reading import Reader
from app.views.searchfield import QueryField
from app.views.seedfinder import place_under
from app.widgets.controls import ElidedLabel, IconButton, button, frame, label, rounded
from app.widgets.poles import INDENT, Poles
from app.widgets.switch import Switch
from app.words import tr
from core.domain import TrackId
from core.explore.steering import Steering
from core.library.bans import Ban, BanKind, Bans
from core.library.tracks import Library

TYPED_MS = 700
"""A filter that stood so long is meant."""
POLE_GAP = 10
POPOVER = 340
NARROWEST = 240
MOST_BANS_HEIGHT = 300
LARGEST_GAP = 50


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
                tr("Close"), tr("Adventurous"), 0.0, tr("Next to what you like, or further afield")
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
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 8, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 26)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width() - 8)
        self.setText(short)
        self.setToolTip("" if short == self._whole else self._whole)


class Popover(QWidget):
    """A card that closes by itself when something else is clicked, or by Escape."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName(name)
        self.setFixedWidth(POPOVER)
        card = frame("popover")
        self.column = QVBoxLayout(card)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)
        self.column.addWidget(label(name, "strong"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        whole.addWidget(card)
        card.setFixedWidth(POPOVER)

    def open_under(self, anchor: QWidget) -> None:
        self.adjustSize()
        place_under(self, anchor)
        self.show()
        self.focusNextChild()

    def hideEvent(self, event: QHideEvent) -> None:
        self.closed.emit()
        super().hideEvent(event)


class RulesPopover(Popover):
    """The gaps of this radio, and what it leaves out unless told otherwise."""

    def __init__(self, desk: RadioDesk, parent: QWidget) -> None:
        super().__init__(tr("Rules of this radio"), parent)
        self._desk = desk
        now = desk.steering
        for field, said in (
            ("artist_gap", tr("At most one track of an artist in")),
            ("album_gap", tr("At most one track of an album in")),
        ):
            box = QSpinBox()
            box.setRange(1, LARGEST_GAP)
            box.setSpecialValueText(tr("no gap"))
            box.setSuffix(tr(" tracks"))
            box.setValue(getattr(now, field))
            box.setAccessibleName(said)
            box.setFixedWidth(112)
            box.setKeyboardTracking(False)
            box.valueChanged.connect(partial(self._change, field))
            self._line(said, box)
        for field, said in (
            ("spoken", tr("Spoken word may come")),
            ("christmas", tr("Christmas music may come in any month")),
        ):
            switch = Switch(said)
            switch.setChecked(getattr(now, field))
            switch.toggled.connect(partial(self._change, field))
            self._line(said, switch)
        text = tr(
            "Nothing is repeated, and of versions of a song one plays. Where the library is too small for "
            "a rule, radio says so beside the track."
        )
        self.column.addWidget(label(text, "quiet", wrap=True))

    def _line(self, said: str, control: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label(said, "secondary"), 1)
        row.addWidget(control)
        self.column.addLayout(row)

    def _change(self, field: str, value: object) -> None:
        changes: dict[str, Any] = {field: value}
        self._desk.steer(replace(self._desk.steering, **changes))


class NeverPopover(Popover):
    """What never comes by itself; each can be taken back."""

    taken_back = Signal(object)
    """Ban."""

    def __init__(self, library: Library, bans: Sequence[Ban], parent: QWidget) -> None:
        super().__init__(tr("Never in any radio"), parent)
        inner = QWidget()
        inner.setProperty("kind", "page")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        ids = [id for ban in bans if (id := ban.track_id) is not None]
        titles = {track.id: words.titled(track) for track in library.tracks(ids)}
        for ban in bans:
            rows.addWidget(self._row(ban, titles))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFixedHeight(min(MOST_BANS_HEIGHT, inner.sizeHint().height() + 2))
        self.column.addWidget(area)

    def _row(self, ban: Ban, titles: dict[TrackId, str]) -> QWidget:
        kinds = {
            BanKind.TRACK: tr("Track"),
            BanKind.ARTIST: tr("Artist"),
            BanKind.ALBUM: tr("Album"),
            BanKind.GENRE: tr("Genre"),
            BanKind.FOLDER: tr("Folder"),
        }
        name = titles.get(ban.track_id, ban.name) if ban.track_id is not None else ban.name
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(ElidedLabel(name, "secondary"), 1)
        row.addWidget(label(kinds[ban.kind], "quiet"))
        back = IconButton("undo-2", tr("Take back: {name} may come").format(name=name), size=16)
        row.addWidget(back)

        def take_back() -> None:
            made.setEnabled(False)
            self.taken_back.emit(ban)

        back.clicked.connect(lambda _checked=False: take_back())
        return made
