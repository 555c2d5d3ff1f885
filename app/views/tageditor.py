"""The tag editor: one track or many, what will change before it does, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import tasks, words
from app.views.tagdraft import MIXED, Draft, Mixed
from app.views.tagpages import ChangesPage, LyricsPage, MorePage, TagsPage, TroublePage
from app.views.tagreading import Opened, read_all
from app.views.tagtools import ask_numbering, tidy_menu
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.coverwell import CoverWell
from app.words import tr
from core.domain import TrackId
from core.library.vocabulary import vocabulary
from core.progress import Progress

if TYPE_CHECKING:
    from app.tagdesk import TagDesk
    from core.library.editing import Outcome

WIDTH, HEIGHT = 900, 588
POLL_MS = 100


class TagEditor(QDialog):
    """Window-modal. Reads on the pool, writes through the desk; closes itself when all went well."""

    def __init__(self, desk: TagDesk, ids: list[TrackId], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._ids = desk, ids
        self._draft = Draft([], {})
        self._chosen: list[TrackId] = []
        self._at = -1
        """Of the track that is shown; -1 for all that were chosen."""
        self._progress = Progress()
        self._writing = False
        self._vocabulary: dict[str, QStringListModel] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Edit tags"))
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(820, 560)
        self._build()
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_progress)
        self._read()

    # How it is put together --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._tags, self._changes, self._trouble = TagsPage(), ChangesPage(), TroublePage()
        self._later: dict[int, type[MorePage | LyricsPage]] = {1: MorePage, 2: LyricsPage}
        """Pages built when they are first opened."""
        self._forms: list[TagsPage | MorePage | LyricsPage] = []
        for page in (self._tags, QWidget(), QWidget(), self._changes, self._trouble):
            self._pages.addWidget(page)
        self._wire(self._tags)
        self._well = CoverWell()
        self._well.changed.connect(self._set_cover)
        self._well.reverted.connect(self._revert_cover)
        self._well.failed.connect(self._say)
        self._about = label("", "quiet", wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._well)
        left.addWidget(self._about)
        left.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addLayout(left)
        body.addWidget(self._pages, 1)
        self._body = QWidget()
        self._body.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(16)
        column.addLayout(self._head())
        column.addWidget(self._body, 1)
        column.addLayout(self._foot())
        self._bind("Ctrl+Return", self.save)
        self._bind("Ctrl+PgDown", partial(self._step, 1))
        self._bind("Ctrl+PgUp", partial(self._step, -1))

    def _wire(self, form: TagsPage | MorePage | LyricsPage) -> None:
        self._forms.append(form)
        for name, each in form.fields.items():
            each.edited.connect(partial(self._set, name))
            each.reverted.connect(partial(self._revert, name))
            if name in self._vocabulary:
                each.suggest(self._vocabulary[name])

    def _open_page(self, index: int) -> None:
        if index in self._later:
            form = self._later.pop(index)()
            self._pages.insertWidget(index, form)
            if (empty := self._pages.widget(index + 1)) is not None:
                self._pages.removeWidget(empty)
                empty.deleteLater()
            self._wire(form)
            self._renew()
        self._pages.setCurrentIndex(index)

    def _head(self) -> QVBoxLayout:
        self._title = ElidedLabel(tr("Edit tags"), "heading")
        self._all = button("", partial(self._show, -1), kind="chip", tip=tr("All chosen tracks together"))
        self._all.setCheckable(True)
        self._back = IconButton(
            "chevron-left", tr("Previous track"), partial(self._step, -1), key="Ctrl+PgUp"
        )
        self._place = label("", "secondary", tabular=True)
        self._on = IconButton("chevron-right", tr("Next track"), partial(self._step, 1), key="Ctrl+PgDown")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._title, 1)
        for each in (self._all, self._back, self._place, self._on):
            top.addWidget(each)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        group = QButtonGroup(self)
        self._chips: list[QPushButton] = []
        for index, text in enumerate((tr("Tags"), tr("More"), tr("Lyrics"), tr("Changes"))):
            chip = button(text, partial(self._open_page, index), kind="chip")
            chip.setCheckable(True)
            group.addButton(chip)
            self._chips.append(chip)
            chips.addWidget(chip)
        self._chips[0].setChecked(True)
        chips.addStretch(1)
        self._number = button(tr("Number tracks…"), self._ask_numbers, kind="quiet", icon="hash")
        self._tidy = button(tr("Tidy up"), kind="quiet", icon="wand-sparkles")
        self._tidy.clicked.connect(lambda _checked=False: self._open_tidy())
        chips.addWidget(self._number)
        chips.addWidget(self._tidy)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(chips)
        return column

    def _foot(self) -> QHBoxLayout:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setFixedWidth(160)
        self._state = ElidedLabel("", "secondary")
        self._cancel = button(tr("Cancel"), self._ask_to_end)
        self._save = button(tr("Save"), self.save, kind="primary", tip=words.key("Ctrl+Return"))
        self._save.setDefault(False)
        self._save.setAutoDefault(False)
        self._cancel.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._bar)
        row.addWidget(self._state, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row

    def _bind(self, key: str, act: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)

    # Reading -------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._body.setEnabled(False)
        self._renew()
        self._state.say(tr("Reading %Ln file(s)…", count=len(self._ids)))
        self._poll.start()
        library, ids, progress = self._desk.library, self._ids, self._progress
        tasks.run(partial(read_all, library, ids, progress), on_done=self._fill, on_error=self._fail)
        tasks.run(partial(vocabulary, library), on_done=self._suggest)

    def _suggest(self, known: dict[str, list[str]]) -> None:
        for name, texts in known.items():
            self._vocabulary[name] = QStringListModel(texts, self)
            self._tags.fields[name].suggest(self._vocabulary[name])

    def _fill(self, opened: Opened) -> None:
        self._poll.stop()
        self._progress = Progress()
        self._draft = Draft(opened.tracks, opened.said)
        self._chosen = opened.chosen
        self._trouble.show_lines(opened.unfit)
        self._body.setEnabled(bool(self._chosen))
        single = len(self._ids) == 1 and self._chosen
        self._show(self._draft.ids.index(self._chosen[0]) if single else -1)
        if not self._chosen:
            self._pages.setCurrentWidget(self._trouble)
            self._body.setEnabled(True)
        elif opened.unfit:
            self._say(tr("%Ln track(s) cannot be edited.", count=len(opened.unfit)))
            self._state.setToolTip("\n".join(opened.unfit))
        first = self._tags.fields["title" if single else "artist"]
        first.setFocus()

    def _fail(self, text: str) -> None:
        self._poll.stop()
        self._say(text)

    # Showing -------------------------------------------------------------------------------------

    @property
    def _scope(self) -> list[TrackId]:
        return self._chosen if self._at < 0 else [self._draft.ids[self._at]]

    def _show(self, at: int) -> None:
        """at: a track of the draft, or -1 for all that were chosen."""
        self._at = at
        self._renew()

    def _step(self, by: int) -> None:
        """From all of them to the first, and on; as if they stood in a ring."""
        ids = self._leafed
        if ids and not self._writing:
            now = ids.index(self._draft.ids[self._at]) if self._at >= 0 else (-1 if by > 0 else 0)
            self._show(self._draft.ids.index(ids[(now + by) % len(ids)]))

    @property
    def _leafed(self) -> list[TrackId]:
        """What the arrows lead through: the chosen tracks, or those beside the only one."""
        return self._chosen if len(self._chosen) > 1 else self._draft.ids

    def _renew(self) -> None:
        """Everything as the draft says."""
        draft, scope = self._draft, self._scope
        for form in self._forms:
            for name, each in form.fields.items():
                values = draft.values(scope, name) if scope else ()
                choices = draft.choices(scope, name) if isinstance(values, Mixed) else []
                shown = None if isinstance(values, Mixed) else values
                each.show_values(shown, choices, changed=draft.is_changed(scope, name))
        cover = draft.cover(scope) if scope else b""
        self._well.show_cover(None if isinstance(cover, Mixed) else cover, changed=draft.cover_changed(scope))
        self._show_place()
        self._show_changes()

    def _show_place(self) -> None:
        ids, many = self._leafed, len(self._chosen) > 1
        self._all.setVisible(many)
        self._all.setText(tr("All %Ln track(s)", count=len(self._chosen)) if many else "")
        self._all.setChecked(self._at < 0)
        for each in (self._back, self._on, self._place):
            each.setVisible(len(ids) > 1)
        self._number.setVisible(many)
        if self._at < 0:
            self._place.setText(tr("One by one"))
            self._title.say(tr("Edit tags"))
            self._about.setText("")
            return
        track = self._draft.tracks[self._at]
        place = tr("{number} of {count}").format(number=ids.index(track.id) + 1, count=len(ids))
        self._place.setText(place)
        self._title.say(track.title)
        self._about.setText(f"{track.path.name}\n{words.length(track.duration)}")
        self._about.setToolTip(str(track.path))

    def _show_changes(self) -> None:
        changes = self._draft.changes()
        self._changes.show_changes(changes)
        count = len(changes)
        self._chips[3].setText(tr("Changes ({count})").format(count=count) if count else tr("Changes"))
        edits = len(self._draft.edits())
        self._save.setEnabled(bool(edits) and not self._writing)
        self._save.setText(tr("Save %Ln track(s)", count=edits) if edits > 1 else tr("Save"))
        if not self._writing:
            self._bar.hide()
            self._state.say("")

    def _say(self, text: str) -> None:
        self._state.say(text)

    # Changing ------------------------------------------------------------------------------------

    def _set(self, name: str, values: tuple[str, ...]) -> None:
        self._draft.set(self._scope, name, values)
        for form in self._forms:
            if name in form.fields:
                form.fields[name].mark(changed=self._draft.is_changed(self._scope, name))
        self._show_changes()

    def _revert(self, name: str) -> None:
        self._draft.revert(self._scope, name)
        self._renew()

    def _set_cover(self, data: bytes) -> None:
        self._draft.set_cover(self._scope, data)
        self._renew()

    def _revert_cover(self) -> None:
        self._draft.revert_cover(self._scope)
        self._renew()

    def _ask_numbers(self) -> None:
        wish = ask_numbering(self, len(self._scope), self._draft.values(self._scope, "disc") is MIXED)
        if wish is not None:
            self._draft.number(self._chosen, wish.first, per_disc=wish.per_disc, totals=wish.totals)
            self._renew()

    def _open_tidy(self) -> None:
        menu = tidy_menu(self, self._draft, self._scope, self._renew)
        menu.popup(self._tidy.mapToGlobal(self._tidy.rect().bottomLeft()))

    # Writing -------------------------------------------------------------------------------------

    def save(self) -> None:
        edits = self._draft.edits()
        if not edits or self._writing:
            return
        self._writing, self._progress = True, Progress()
        self._body.setEnabled(False)
        self._save.setEnabled(False)
        self._number.setEnabled(False)
        self._tidy.setEnabled(False)
        self._cancel.setText(tr("Stop"))
        self._poll.start()
        self._show_progress()
        self._desk.save(edits, self._progress, self._finish)

    def _show_progress(self) -> None:
        now = self._progress.snapshot()
        self._bar.setVisible(now.total > 1)
        self._bar.setMaximum(max(1, now.total))
        self._bar.setValue(now.done)
        if self._writing:
            self._state.say(tr("{done} of {total} written").format(done=now.done, total=now.total or "…"))

    def _finish(self, outcome: Outcome) -> None:
        self._poll.stop()
        self._writing = False
        if not outcome.failures and not outcome.cancelled:
            self.accept()
            return
        self._bar.hide()
        self._body.setEnabled(True)
        lines = [f"{failure.track.title}: {words.said(failure.problem)}" for failure in outcome.failures]
        self._trouble.show_lines(lines, written=len(outcome.written), stopped=outcome.cancelled)
        self._pages.setCurrentWidget(self._trouble)
        for chip in self._chips:
            chip.setEnabled(False)
        self._well.setEnabled(False)
        self._save.hide()
        self._cancel.setText(tr("Close"))

    def _ask_to_end(self) -> None:
        if self._writing:
            self._progress.cancel()
        else:
            self.reject()

    def reject(self) -> None:
        """Escape: a writing under way is stopped first, after the file in hand."""
        if self._writing:
            self._progress.cancel()
            return
        self._progress.cancel()  # of reading
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._writing:
            self._progress.cancel()
            event.ignore()
            return
        super().closeEvent(event)
