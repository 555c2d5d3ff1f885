"""A path from one song to another: a small window to choose the ends and the steps, and to hear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import icons, tasks, words
from app.pathdesk import PathDesk
from app.views.commands import TrackCommands
from app.views.seedfinder import Found, SeedFinder
from app.views.tracklist import TrackList
from app.widgets.controls import button, label
from app.widgets.dialogs import Dialog
from app.widgets.page import Page
from app.widgets.slider import Slider
from app.words import tr
from core.domain import Track, TrackId
from core.library.browse import Browse
from core.library.tracks import Library

LEAST, USUAL, MOST = 3, 8, 20
"""Songs of a path, both ends included."""
WIDTH, LIST_HEIGHT, END_WIDTH = 640, 328, 258
ROOM = END_WIDTH - 56
"""Pixels of a title on the button of an end."""
THINK_MS = 150
"""After the last change of an end or of the steps it is sought."""


class PathDialog(Dialog):
    """Seeks whenever something is changed. What it finds can be played, queued or kept."""

    def __init__(
        self, parent: QWidget, desk: PathDesk, commands: TrackCommands, library: Library, browse: Browse
    ) -> None:
        super().__init__(parent, tr("Song path"), WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._commands, self._library, self._browse = desk, commands, library, browse
        self._ends: list[Track | None] = [None, None]
        self._path: list[Track] = []
        self._seeking: tasks.Task[list[Track]] | None = None
        self._soon = QTimer(self, singleShot=True, interval=THINK_MS)
        self._soon.timeout.connect(self._seek)
        self._buttons = [self._end_button(0), self._end_button(1)]
        self._steps = Slider(tr("Songs in all"))
        self._steps.setRange(LEAST, MOST)
        self._steps.setValue(USUAL)
        self._steps.valueChanged.connect(self._change_steps)
        self._count = label("", "secondary", tabular=True)
        self._count.setMinimumWidth(72)
        self._note = label("", "quiet", wrap=True)
        self.list = TrackList(commands, tr("Songs on the way"))
        self.play = button(tr("Play"), self._play, kind="primary", icon="play")
        self._queue = button(tr("Add to queue"), self._enqueue, icon="list-end")
        self._keep = button(tr("Save as playlist"), self._save, icon="list-plus")
        self._build()
        self._change_steps(USUAL)
        self._show([])

    def _end_button(self, end: int) -> QPushButton:
        made = button("", lambda: self._choose(end))
        made.setFixedWidth(END_WIDTH)
        return made

    def _build(self) -> None:
        ends = QHBoxLayout()
        ends.setSpacing(10)
        arrow = label("")
        arrow.setPixmap(icons.pixmap("arrow-right", "quiet", 18, self.devicePixelRatio()))
        ends.addWidget(self._buttons[0])
        ends.addWidget(arrow)
        ends.addWidget(self._buttons[1])
        ends.addStretch(1)
        steps = QHBoxLayout()
        steps.setSpacing(12)
        steps.addWidget(label(tr("Length"), "secondary"))
        steps.addWidget(self._steps, 1)
        steps.addWidget(self._count)
        page = Page((0, 0, 8, 0))
        page.add(self.list)
        page.column.addStretch(1)
        page.setFixedHeight(LIST_HEIGHT)
        told = QVBoxLayout()
        told.addWidget(self._note)
        for part in (ends, steps, told):
            self.body.addLayout(part)
        self.body.addWidget(page)
        self.buttons.addWidget(button(tr("Close"), self.reject, kind="quiet"))
        for each in (self._keep, self._queue, self.play):
            self.buttons.addWidget(each)

    # -- what it leads from, to, and through

    def show_path(self, ids: Sequence[TrackId]) -> None:
        """ids: both ends, or the first, whose other end is asked for."""
        known = {track.id: track for track in self._library.tracks(ids[:2])}
        self._ends = [known.get(id) for id in (*ids[:2], None, None)][:2] if ids else [None, None]  # type: ignore[arg-type]
        self._say_ends()
        self._soon.start(0)
        if len(ids) == 1:
            QTimer.singleShot(0, self, lambda: self._choose(1))

    def _say_ends(self) -> None:
        for made, track, bare in zip(self._buttons, self._ends, (tr("From…"), tr("To…")), strict=True):
            title = track.title if track is not None else bare
            short = made.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, ROOM)
            made.setText(short.replace("&", "&&"))
            said = words.titled(track) if track is not None else bare
            made.setToolTip(tr("{track}: click to choose another").format(track=said) if track else bare)
            made.setAccessibleName(said)

    def _choose(self, end: int) -> None:
        heading = tr("Where does it lead from?") if end == 0 else tr("Where does it lead to?")
        finder = SeedFinder(self._library, self._browse, self, heading, tracks_alone=True)
        finder.chosen.connect(lambda found: self._take_end(end, found))
        finder.open_under(self._buttons[end])

    def _take_end(self, end: int, found: Found) -> None:
        self._ends[end] = next(iter(self._library.tracks([TrackId(int(found.key))])), None)
        self._say_ends()
        self._soon.start(0)

    def _change_steps(self, songs: int) -> None:
        self._count.setText(tr("%Ln song(s)", count=songs))
        self._soon.start()

    def _seek(self) -> None:
        if self._seeking is not None:
            self._seeking.forget()
            self._seeking = None
        one, other = self._ends
        if one is None or other is None:
            self._say(tr("Choose two songs: Meander finds the way from one to the other."))
            self._show([])
        elif one.id == other.id:
            self._say(tr("That is the same song twice."))
            self._show([])
        else:
            self._say(tr("Finding the way…"))
            ends = one.id, other.id
            self._seeking = self._desk.find(ends, self._steps.value() - 1, self._take, self._fail)

    def _take(self, path: list[Track]) -> None:
        self._seeking = None
        short = len(path) < self._steps.value()
        self._say(
            tr("There are no more songs on this way.") if short else tr("No step is larger than it must be.")
        )
        self._show(path)

    def _fail(self, problem: str) -> None:
        self._seeking = None
        self._say(problem)
        self._show([])

    def _say(self, text: str) -> None:
        self._note.setText(text)

    def _show(self, path: list[Track]) -> None:
        self._path = path
        # Numbered as they come here, and not as on their albums.
        self.list.fill([("", [replace(track, track_no=at + 1) for at, track in enumerate(path)])])
        for each in (self.play, self._queue, self._keep):
            each.setEnabled(bool(path))

    # -- what is done with it

    def _ids(self) -> list[TrackId]:
        return [track.id for track in self._path]

    def _play(self) -> None:
        self._commands.play_drawn.emit(self._ids())
        self.accept()

    def _enqueue(self) -> None:
        self._commands.enqueue.emit(self._ids())
        self.accept()

    def _save(self) -> None:
        desk = self._commands.playlists
        if desk is not None and self._path:
            one, other = self._path[0].title, self._path[-1].title
            name = tr("From {one} to {other}").format(one=one, other=other)
            desk.create(desk.free_name(name), tracks=self._ids())
            self.accept()

    def done(self, result: int) -> None:
        self._soon.stop()
        if self._seeking is not None:
            self._seeking.forget()
        super().done(result)
