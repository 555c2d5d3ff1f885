"""How one's genres sound to one another: a matrix and a circle, to be looked at, played and gone into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import icons, theme
from app.hearing import Listened
from app.views.commands import TrackCommands, show_in_folder
from app.views.groups import Entry, Find, Groups
from app.views.pagehead import link
from app.views.reading import MOVING, Reader, Watch
from app.views.ways import Ways
from app.views.whole import of_genre
from app.widgets.chord import Chord
from app.widgets.controls import ElidedLabel, IconButton, button, frame, label, menu
from app.widgets.empty_state import EmptyState
from app.widgets.matrix import Matrix, figure
from app.words import tr
from core.domain import TrackId
from core.library.browse import Browse
from core.library.narrowing import Role, having
from core.library.tracks import Library
from core.progress import Progress

MARGIN, TOP, BOTTOM, GAP, INSIDE = 28, 14, 20, 12, 14
BOTH_FROM = 860
"""Pixels of the view from which both pictures stand side by side."""
BOTH, MATRIX, CIRCLE = "both", "matrix", "circle"
POLL_MS = 150
FEWEST_GENRES = 2
PICTURE, FINE = QSizeF(1120, 640), 3
"""What is saved, in device-independent pixels, and how many of the file's each takes."""
PICTURE_HEAD = 64

Table = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Told:
    """`Genres` as plain numbers: what the main thread needs."""

    names: Sequence[str]
    counts: Sequence[int]
    typical: Sequence[TrackId]
    matrix: Table
    error: Table
    closer: Table
    both_ways: Table
    closer_both_ways: Table
    nearness: Table


class GenrePictureView(QWidget):
    """Worked out when one looks, and kept with the ear."""

    failed = Signal(str)
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""

    def __init__(
        self, library: Library, browse: Browse, listened: Listened, commands: TrackCommands, ways: Ways
    ) -> None:
        super().__init__()
        self._browse, self._listened, self._commands, self._ways = browse, listened, commands, ways
        self._groups = Groups(library, commands, self)
        self.told: Told | None = None
        """None before the first time it was worked out."""
        self._outdated, self._shape = True, BOTH
        self._progress = Progress()
        self._reader = Reader(self)
        self._reader.failed.connect(self._fail)
        self._asking = Reader(self)
        self._asking.failed.connect(self.failed)
        self._watch = Watch(library, self._reader, MOVING)
        self._watch.changed.connect(self.refresh)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self.matrix = Matrix(tr("How far genres lie apart"), tr("near"), tr("far"))
        self.circle = Chord(tr("The nearest genres"))
        self._cards: dict[str, QFrame] = {}
        self.chips: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, TOP, MARGIN, BOTTOM)
        column.setSpacing(GAP)
        up = link(tr("Genres"), "small", lambda: self._ways.to("genres"))
        up.setIcon(icons.icon("chevron-left", "quiet", 16))
        column.addWidget(up, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._head())
        self._pictures = QWidget()
        row = QHBoxLayout(self._pictures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        compared = tr("Rows: ten liked songs of a genre. Columns: the songs they are compared with.")
        row.addWidget(self._card(MATRIX, self.matrix, compared), 1)
        row.addWidget(self._card(CIRCLE, self.circle, tr("The nearest pairs, both ways")), 1)
        column.addWidget(self._pictures, 1)
        self.detail = ElidedLabel("", "strong")
        self.about = ElidedLabel(
            tr("Ten songs of a genre, drawn eight times: 0 is inside what they span, 1 has nothing of it."),
            "quiet",
        )
        column.addWidget(self.detail)
        column.addWidget(self.about)
        column.addWidget(self._waiting())
        self.empty = EmptyState(
            "chart-network",
            tr("A picture of your genres will be here"),
            tr(
                "It takes two genres of twelve heard songs or more. Genres come from your files' tags; "
                "songs are heard in the background."
            ),
            tr("Show genres"),
            lambda: self._ways.to("genres"),
        )
        column.addWidget(self.empty, 1)
        for picture in (self.matrix, self.circle):
            picture.looked_at.connect(partial(self._look, picture))
            picture.chosen.connect(self._choose)
        self.setFocusProxy(self.matrix)
        self._show_state()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._fact = ElidedLabel("", "fact")
        head.addWidget(label(tr("How your genres sound"), "title"))
        head.addSpacing(4)
        head.addWidget(self._fact, 1)
        group = QButtonGroup(self)
        for key, text in ((BOTH, tr("Both")), (MATRIX, tr("Matrix")), (CIRCLE, tr("Circle"))):
            chip = self.chips[key] = button(text, partial(self.choose, key), kind="chip")
            chip.setCheckable(True)
            chip.setChecked(key == self._shape)
            group.addButton(chip)
            head.addWidget(chip)
        self.save = IconButton("image-down", tr("Save as a picture"), self._ask_file, size=18)
        head.addWidget(self.save)
        return head

    def _card(self, key: str, picture: QWidget, caption: str) -> QFrame:
        card = self._cards[key] = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(INSIDE, 10, INSIDE, INSIDE)
        inside.setSpacing(6)
        inside.addWidget(ElidedLabel(caption, "quiet"))
        inside.addWidget(picture, 1)
        return card

    def _waiting(self) -> QWidget:
        self.waiting = QWidget()
        inside = QVBoxLayout(self.waiting)
        inside.addStretch(1)
        inside.addWidget(label(tr("Comparing your genres…"), "secondary"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(280)
        self.bar.setAccessibleName(tr("How far the comparison is"))
        inside.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        return self.waiting

    # -- what the window asks

    def choose(self, shape: str) -> None:
        """shape: BOTH, MATRIX or CIRCLE. Where there is no room for both, the matrix stands for them."""
        self._shape = shape
        self._show_state()

    def kept(self) -> dict[str, Any]:
        return {"shape": self._shape}

    def restore(self, kept: Any) -> None:
        if isinstance(kept, dict) and kept.get("shape") in self.chips:
            self.choose(kept["shape"])

    def refresh(self) -> None:
        """More has been heard, or the tags are others."""
        self._outdated = True
        if self.isVisible():
            self._read()

    @property
    def busy(self) -> bool:
        return self._reader.busy

    def close_down(self) -> None:
        self._progress.cancel()
        self._poll.stop()
        self._watch.close()
        self._reader.close()
        self._asking.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._outdated:
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_state()

    # -- working it out

    def _read(self) -> None:
        self._outdated = False
        progress = self._progress = Progress()
        listened = self._listened
        self.bar.setRange(0, 0)
        self._poll.start()
        self._reader.ask(lambda: _told(listened, progress), self._show)
        self._show_state()

    def _show_progress(self) -> None:
        at = self._progress.snapshot()
        self.bar.setRange(0, at.total)
        self.bar.setValue(at.done)

    def _fail(self, problem: str) -> None:
        self._poll.stop()
        self._outdated = True
        self.failed.emit(problem)
        self._show_state()

    def _show(self, told: Told) -> None:
        self._poll.stop()
        self.told = told
        self.matrix.show_table(told.names, told.matrix, self._said_of_cell)
        self.circle.show_ring(told.names, told.nearness, self._said_of_pair)
        self._look(self.matrix, -1, -1)
        self._show_state()

    def _show_state(self) -> None:
        told = self.told
        some = told is not None and len(told.names) >= FEWEST_GENRES
        room = self.width() >= BOTH_FROM
        shape = self._shape if room or self._shape != BOTH else MATRIX
        self._pictures.setVisible(some)
        for key, card in self._cards.items():
            card.setVisible(shape in (key, BOTH))
        for key, chip in self.chips.items():
            chip.setVisible(some and (room or key != BOTH))
            chip.setChecked(key == shape)
        for each in (self.save, self.detail, self.about):
            each.setVisible(some)
        self.waiting.setVisible(told is None and self.busy)
        self.empty.setVisible(not some and not self.waiting.isVisibleTo(self))
        if some and told is not None:
            genres = tr("%Ln genre(s)", count=len(told.names))
            self._fact.say(f"{genres} · {tr('%Ln song(s)', count=sum(told.counts))}")

    # -- what is looked at

    def _look(self, picture: Matrix | Chord, one: int, other: int) -> None:
        """Brings the same forward in both pictures, and says it."""
        for each in (self.matrix, self.circle):
            if each is not picture:
                each.mark(one, other)
        say = self._said_of_cell if picture is self.matrix else self._said_of_pair
        nothing = tr("Point at a genre or a pair; click to play it, or to go from one to the other.")
        self.detail.say(say(one, other) if one >= 0 else nothing)

    def _said_of_cell(self, row: int, column: int) -> str:
        """ "Jazz from Blues: 0.41 ± 0.02 — closer than 82 % of pairs"."""
        told = self.told
        assert told is not None
        if row == column:
            return self._said_of_genre(row)
        text = tr("{songs} from {taste}: {figure} — {rank}")
        return text.format(
            songs=told.names[column],
            taste=told.names[row],
            figure=_sure(told.matrix[row][column], told.error[row][column]),
            rank=_rank(told.closer[row][column]),
        )

    def _said_of_pair(self, one: int, other: int) -> str:
        told = self.told
        assert told is not None
        if one == other:
            return self._said_of_genre(one)
        text = tr("{one} and {other}: {figure} — {rank}")
        return text.format(
            one=told.names[one],
            other=told.names[other],
            figure=figure(told.both_ways[one][other]),
            rank=_rank(told.closer_both_ways[one][other]),
        )

    def _said_of_genre(self, place: int) -> str:
        told = self.told
        assert told is not None
        text = tr("{genre}: {songs}, {figure} from one another")
        return text.format(
            genre=told.names[place],
            songs=tr("%Ln song(s)", count=told.counts[place]),
            figure=figure(told.matrix[place][place]),
        )

    # -- what is done with it

    def _choose(self, one: int, other: int, at: QPoint) -> None:
        if self.told is None:
            return
        names = self.told.names
        if one == other:
            name = names[one]
            leading = [Entry(tr("Show tracks"), "arrow-right", lambda: self._ways.to("genres", name))]
            self._groups.menu(self, at, self._tracks(name), leading, of_genre(name))
            return
        made = menu(self)
        # From the taste to the songs: as the matrix is read.
        first, last = names[one], names[other]
        heading = made.addAction(tr("{one} and {other}").format(one=first, other=last).replace("&", "&&"))
        heading.setEnabled(False)
        entries = (
            Entry(tr("Radio from both"), "radio", partial(self.start_radio, one, other)),
            Entry(tr("Song path between them"), "route", partial(self.ask_path, one, other)),
            *(self._way_to(name) for name in (first, last)),
        )
        for entry in entries:
            action = made.addAction(icons.icon(entry.icon, "secondary", 16), entry.text.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, do=entry.do: do())
        made.insertSeparator(made.actions()[3])
        made.popup(at)

    def _way_to(self, name: str) -> Entry:
        return Entry(tr("Show {genre}").format(genre=name), "tags", lambda: self._ways.to("genres", name))

    def _tracks(self, name: str) -> Find:
        browse = self._browse
        return lambda: browse.track_ids(having(Role.GENRE, [name]))

    def start_radio(self, one: int, other: int) -> None:
        """From both genres."""
        if self.told is None:
            return
        names = self.told.names[one], self.told.names[other]
        finds = [self._tracks(name) for name in names]

        def take(found: list[list[TrackId]]) -> None:
            seeds = (of_genre(name).seed(ids) for name, ids in zip(names, found, strict=True) if ids)
            self._commands.radio.emit(tuple(seeds))

        self._asking.ask(lambda: [list(find()) for find in finds], take)

    def ask_path(self, one: int, other: int) -> None:
        """From the most typical song of one to that of the other."""
        if self.told is not None:
            self._commands.path_asked.emit([self.told.typical[one], self.told.typical[other]])

    # -- as a file

    def _ask_file(self) -> None:
        suggested = tr("Genres") + ".png"
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), tr("Save the picture"), suggested, "PNG (*.png)"
        )
        if chosen:
            self.save_picture(Path(chosen if chosen.lower().endswith(".png") else chosen + ".png"))

    def save_picture(self, file: Path) -> None:
        """What is shown, whatever the size of the window."""
        if self.picture().save(str(file), "PNG"):  # type: ignore[call-overload]
            text = tr("The picture is in {file}.").format(file=file.name)
            self.said.emit(text, tr("Show in folder"), lambda: show_in_folder(file))
        else:
            self.failed.emit(tr("{file} cannot be written.").format(file=file.name))

    def picture(self) -> QImage:
        shown = [each for each in (self.matrix, self.circle) if each.isVisibleTo(self)]
        part = QSizeF(PICTURE.width() / 2, PICTURE.height())
        wide = round(FINE * part.width() * len(shown))
        made = QImage(wide, round(FINE * part.height()), QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(FINE)
        made.fill(QColor(theme.current().panel))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(15, 600))
        painter.setPen(QColor(theme.current().text))
        painter.drawText(QPointF(32, 42), tr("How your genres sound"))
        for place, each in enumerate(shown):
            inner = QRectF(place * part.width(), 0, part.width(), part.height())
            inner.adjust(24, PICTURE_HEAD, -24, -20)
            painter.save()
            painter.translate(inner.topLeft())
            each.draw(painter, inner.size())
            painter.restore()
        painter.end()
        return made


def _told(listened: Listened, progress: Progress) -> Told:
    """On the pool."""
    from core.explore.map.genres import kept_differences

    hearing = listened.now()
    found = kept_differences(hearing.ear, hearing.stock, progress=progress)
    return Told(
        found.names,
        found.counts,
        found.typical,
        found.matrix.tolist(),
        found.error.tolist(),
        found.closer_than().tolist(),
        found.both_ways.tolist(),
        found.closer_both_ways().tolist(),
        found.closeness().tolist(),
    )


def _sure(value: float, error: float) -> str:
    """ "0.41 ± 0.02"; without what rounds to nothing."""
    return f"{figure(value)} ± {figure(error)}" if error >= 0.005 else figure(value)


def _rank(share: float) -> str:
    """share: of the other pairs that lie further apart."""
    if share > 0.995:
        return tr("the closest pair")
    if share < 0.005:
        return tr("the furthest pair")
    return tr("closer than {share} % of pairs").format(share=round(100 * share))
