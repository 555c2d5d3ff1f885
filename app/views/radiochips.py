"""What a radio grows from, as pills: seeds, what is liked, what is not; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app import icons, words
from app.radiodesk import RadioDesk, Stage
from app.radiowords import kind_of, name_of
from app.views.flow import FlowLayout
from app.views.radiomenus import said_menu
from app.widgets.controls import button
from app.words import tr
from core.domain import TrackId

GAP, STRUCK_GAP = "\N{EN SPACE}", "\N{THIN SPACE}"
"""Between a name and its icon; what is struck through is so up to its end."""
ROOM, CRAMPED_ROOM, LONE_ROOM = 190, 84, 128
"""Pixels of a name on a chip: usually, where there is little room, and there when it is the only one."""
MOST, CRAMPED_MOST = 7, 3
"""Chips before the rest folds into one that unfolds them."""


class Chips(QWidget):
    add_asked = Signal(QWidget)
    """The pill that asks to add a seed, for what opens under it."""
    filled = Signal()
    """The pills are others."""

    def __init__(self, desk: RadioDesk) -> None:
        super().__init__()
        self._desk = desk
        self._flow = FlowLayout(self, gap=8)
        self._shown: tuple[object, ...] | None = None
        self._all = self._cramped = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.renew()

    def set_cramped(self, *, cramped: bool) -> None:
        if cramped != self._cramped:
            self._cramped = cramped
            self.renew()

    def renew(self) -> None:
        desk = self._desk
        looks = self._all, self._cramped
        now = (desk.stage, desk.seeds, desk.likes, desk.dislikes, desk.remembered, looks)
        if now == self._shown:
            return
        self._shown = now
        held = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        self._flow.clear()
        chips = [*self._of_seeds(), *self._of_tracks()]
        most = CRAMPED_MOST if self._cramped else MOST
        cut = len(chips) if self._all or len(chips) <= most + 1 else most
        for make in chips[:cut]:
            self._flow.addWidget(make())
        if cut < len(chips):
            self._flow.addWidget(self._rest(len(chips) - cut))
        if desk.stage is not Stage.OFF:
            self._flow.addWidget(self._adder())
        if held:  # the pill that had the keyboard may be gone
            last = self._flow.itemAt(self._flow.count() - 1)
            left = last.widget() if last is not None else None
            if left is not None:
                left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()
        self.filled.emit()

    @property
    def pills(self) -> list[QWidget]:
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [made for item in items if item is not None and (made := item.widget()) is not None]

    def _of_seeds(self) -> list[Callable[[], QPushButton]]:
        desk = self._desk
        many = len(desk.seeds) > 1 and desk.stage is Stage.ON
        made: list[Callable[[], QPushButton]] = []
        for index, seed in enumerate(desk.seeds):
            back = partial(desk.drop_seed, index) if many else None
            said = tr("Seed, {kind}").format(kind=kind_of(seed.kind))
            made.append(partial(chip, name_of(seed), "chip-on", said, back, room=self._room))
        return made

    def _of_tracks(self) -> list[Callable[[], QPushButton]]:
        desk = self._desk
        lone = {seed.tracks[0] for seed in desk.seeds if len(seed.tracks) == 1}
        liked = [(id, "chip-on", tr("Liked"), "heart") for id in desk.likes if id not in lone]
        refused = [(id, "chip-off", tr("Not this"), "") for id in desk.dislikes]
        made: list[Callable[[], QPushButton]] = []
        for id, kind, said, mark in (*liked, *refused):
            track = desk.track(id)
            if track is not None:
                if id in desk.remembered:
                    said = tr("{said}, remembered").format(said=said)
                back = partial(desk.forget, id)
                whole = words.titled(track)
                make = partial(chip, track.title, kind, said, back, mark, whole, room=self._room)
                made.append(partial(self._with_menu, make, id))
        return made

    def _with_menu(self, make: Callable[[], QPushButton], id: TrackId) -> QPushButton:
        """A right click, or the menu key, offers to remember what was said."""
        made = make()
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(
            lambda at: said_menu(made, self._desk, id).popup(made.mapToGlobal(at))
        )
        return made

    @property
    def _room(self) -> int:
        if not self._cramped:
            return ROOM
        desk = self._desk
        lone = len(desk.seeds) + len(desk.likes) + len(desk.dislikes) == 1
        return LONE_ROOM if lone else CRAMPED_ROOM

    def _rest(self, count: int) -> QPushButton:
        return button(tr("%Ln more", count=count), self._unfold)

    def _unfold(self) -> None:
        self._all = True
        self.renew()

    def _adder(self) -> QPushButton:
        made = button(tr("add"), icon="plus", tip=tr("Add a track, album, artist or genre to start from"))
        made.setAccessibleName(tr("Add a seed"))
        made.clicked.connect(lambda _checked=False: self.add_asked.emit(made))
        return made


def chip(
    name: str,
    kind: str,
    said: str,
    take_back: Callable[[], object] | None,
    mark: str = "",
    whole: str = "",
    *,
    room: int = ROOM,
) -> QPushButton:
    """A pill; with `take_back` a click on it (or Space) takes it away.

    mark: an icon behind the name, instead of the cross. whole: more than its name, for the tip. room:
    pixels for the name.
    """
    made = button("", take_back, kind=kind)
    short = made.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
    gap = "" if take_back is None else STRUCK_GAP if kind == "chip-off" else GAP
    made.setText(short.replace("&", "&&") + gap)
    who = whole or name
    if take_back is not None:
        # The icon follows the words.
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        role = "accent" if kind == "chip-on" else "quiet"
        made.setIcon(icons.icon(mark or "x", role, 14, filled=bool(mark)))
        made.setIconSize(QSize(14, 14))
        made.setToolTip(tr("{who}. {said}: click to take it back.").format(who=who, said=said))
    else:
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setCursor(Qt.CursorShape.ArrowCursor)
        made.setToolTip(who)
    made.setAccessibleName(f"{said}: {who}")
    font = made.font()
    font.setStrikeOut(kind == "chip-off")
    made.setFont(font)
    return made
