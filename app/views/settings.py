"""Settings: folders, listening, how it looks, and the files that gave trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import tasks, theme, words
from app.choices import Choices
from app.views.commands import show_in_folder
from app.views.welcome import ask_folder
from app.widgets.controls import ElidedLabel, IconButton, button, chooser_box, frame, label
from app.widgets.dialogs import confirm
from core.library.tracks import Change, Kind, Library

WIDTH, MARGIN, TOP = 720, 28, 22
RENEW_MS = 500
MOST_TROUBLES = 200
"""Files listed; the count says how many there are."""
THEMES = (("system", "As the system"), ("dark", "Dark"), ("light", "Light"))
MODEL_WORDS = {
    "musicnn-mtt": "musicnn, taught by MagnaTagATune",
    "musicnn-msd": "musicnn, taught by the Million Song Dataset",
    "vgg-mtt": "VGG, taught by MagnaTagATune",
    "vgg-msd": "VGG, taught by the Million Song Dataset",
    "spectral": "Spectral descriptors, without a model",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that could not be read, or not be heard, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows of the library. roots: with whether each can be reached."""

    roots: list[tuple[Path, bool]]
    left_out: list[Path]
    troubles: list[Trouble]


class SettingsView(QScrollArea):
    """Changes nothing in music files; what it takes out can be put back."""

    said = Signal(str, str, object)
    """A notice, the name of its action, and what that does."""
    rescan_asked = Signal()

    def __init__(
        self,
        library: Library,
        choices: Choices,
        models: Callable[[], Sequence[str]],
        troubles: Callable[[], Iterable[Trouble]],
    ) -> None:
        """models: names of the models that are there; troubles: called on the pool."""
        super().__init__()
        self._library, self._choices, self._find_troubles = library, choices, troubles
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._folders, self._left_out, self._troubles = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        page = QWidget()
        page.setProperty("kind", "page")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(MARGIN, TOP, MARGIN, 40)
        column = QVBoxLayout()
        column.setSpacing(14)
        head = QHBoxLayout()
        head.addWidget(label("Settings", "title"), 1)
        head.addWidget(button("Look for new music", self.rescan_asked.emit))
        column.addLayout(head)
        column.addSpacing(2)
        for part in (
            self._folder_part(),
            self._listening_part(models()),
            self._look_part(),
            self._trouble_part(),
        ):
            column.addLayout(part)
        column.addStretch(1)
        outer.addLayout(column, 1)
        outer.addStretch(0)
        for part_layout in (self._folders, self._left_out, self._troubles):
            part_layout.setSpacing(0)
        self._limit(page, column)
        self.setWidget(page)
        # A scan tells of many changes; the page is renewed now and then, not with each.
        self._soon = QTimer(self, singleShot=True, interval=RENEW_MS)
        self._soon.timeout.connect(self._renew)
        self._changes.connect(self._note_change, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._changes.emit)
        self._renew()

    _changes = Signal(object)

    @staticmethod
    def _limit(page: QWidget, column: QLayout) -> None:
        page.setMaximumWidth(WIDTH + 2 * MARGIN)

    def close_down(self) -> None:
        self._unsubscribe()
        self._soon.stop()

    # -- folders

    def _folder_part(self) -> QVBoxLayout:
        part, card = _part("Music folders", "Everything inside is listed. Files are never moved or changed.")
        card.addLayout(self._folders)
        card.addLayout(self._left_out)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 14)
        row.setSpacing(8)
        row.addWidget(button("Add a folder", self.add_folder, kind="primary", icon="folder-plus"))
        row.addWidget(button("Leave out a subfolder", self._leave_out))
        row.addStretch(1)
        card.addLayout(row)
        return part

    def add_folder(self) -> None:
        """Asks for a folder and adds it."""
        folder = ask_folder(self)
        if folder is not None:
            self._write(lambda: self._library.add_root(folder), self.rescan_asked.emit)

    def _remove(self, root: Path) -> None:
        text = (
            f"{root} leaves the library. Nothing on the disk is touched, and plays, ratings and what was "
            "heard are kept: adding the folder again brings all of it back."
        )
        if confirm(self, "Take this folder out?", text, "Take out"):
            self._write(lambda: self._library.remove_root(root), lambda: self._removed(root))

    def _removed(self, root: Path) -> None:
        def undo() -> None:
            self._write(lambda: self._library.add_root(root), self.rescan_asked.emit)

        self.said.emit(f"{root.name} was taken out.", "Undo", undo)

    def _leave_out(self) -> None:
        folder = ask_folder(self, "Choose a subfolder to leave out")
        if folder is None:
            return
        if not any(folder.is_relative_to(root) and folder != root for root in self._roots()):
            self.said.emit("That folder does not lie inside one of your music folders.", "", None)
            return
        text = (
            f"What is in {folder} will not be listed any more. Its history is kept, and this can be undone."
        )
        if confirm(self, "Leave this folder out?", text, "Leave out"):
            self._write(lambda: self._library.exclude(folder), lambda: self._excluded(folder))

    def _excluded(self, folder: Path) -> None:
        self.said.emit(f"{folder.name} is left out.", "Undo", lambda: self._include(folder))

    def _include(self, folder: Path) -> None:
        self._write(lambda: self._library.include(folder), self.rescan_asked.emit)

    def _roots(self) -> list[Path]:
        return list(self._library.roots())

    def _write(self, job: Callable[[], object], then: Callable[[], object]) -> None:
        # On the pool: while a scan commits a batch, a write waits for it.
        tasks.run(job, on_done=lambda _: then(), on_error=lambda text: self.said.emit(text, "", None))

    # -- listening

    def _listening_part(self, models: Sequence[str]) -> QVBoxLayout:
        part, card = _part(
            "Listening", "Each song is heard once, in the background, so that radio knows how it sounds."
        )
        listen = self._switch("Listen to new music in the background", "listen")
        keep = self._switch("Keep the sound of every moment (eight times the space)", "keep_windows")
        chooser = chooser_box()
        chooser.setFont(theme.font(13))
        chooser.setAccessibleName("What listens")
        chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        chooser.setMinimumContentsLength(34)
        chooser.setMinimumWidth(250)
        chooser.addItem("The best one there is", "")
        for name in models:
            chooser.addItem(MODEL_WORDS.get(name, name), name)
        chooser.setCurrentIndex(max(0, chooser.findData(self._choices.now.model)))
        chooser.currentIndexChanged.connect(lambda at: self._choices.change(model=chooser.itemData(at)))
        for widget in (listen, keep):
            card.addLayout(_row(widget))
        card.addLayout(_row(label("What listens", "secondary"), chooser))
        return part

    def _switch(self, text: str, name: str) -> QCheckBox:
        made = QCheckBox(text)
        made.setFont(theme.font(13))
        made.setChecked(getattr(self._choices.now, name))
        made.toggled.connect(lambda on: self._choices.change(**{name: on}))
        return made

    # -- look

    def _look_part(self) -> QVBoxLayout:
        part, card = _part("Appearance", "")
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 6)
        row.setSpacing(8)
        row.addWidget(label("Colours", "secondary"), 1)
        group = QButtonGroup(self)
        for name, text in THEMES:
            chip = button(text, kind="chip")
            chip.setCheckable(True)
            chip.setChecked(self._choices.now.theme == name)
            chip.clicked.connect(lambda _checked=False, name=name: self._choices.change(theme=name))
            group.addButton(chip)
            row.addWidget(chip)
        card.addLayout(row)
        card.addLayout(_row(self._switch("Compact rows", "compact_rows")))
        return part

    # -- trouble

    def _trouble_part(self) -> QVBoxLayout:
        part, card = _part("Files that gave trouble", "They are tried again when they change.")
        card.addLayout(self._troubles)
        self._no_trouble = label("None. Every file could be read.", "quiet")
        self._no_trouble.setContentsMargins(16, 14, 16, 14)
        card.addWidget(self._no_trouble)
        return part

    def _show_troubles(self, found: list[Trouble]) -> None:
        _empty(self._troubles)
        self._no_trouble.setVisible(not found)
        for trouble in found[:MOST_TROUBLES]:
            self._troubles.addWidget(self._trouble_row(trouble))
        if len(found) > MOST_TROUBLES:
            more = label(f"and {words.number(len(found) - MOST_TROUBLES)} more", "quiet")
            more.setContentsMargins(16, 8, 16, 12)
            self._troubles.addWidget(more)

    def _trouble_row(self, trouble: Trouble) -> QWidget:
        shown = str(trouble.path).encode("utf-8", "replace").decode()
        return _entry(
            "triangle-alert",
            Path(shown).name,
            f"{trouble.reason}  {Path(shown).parent}",
            IconButton("folder-open", "Show in folder", lambda: show_in_folder(trouble.path), size=18),
        )

    # -- keeping up

    def _note_change(self, change: Change) -> None:
        if change.kind in (Kind.ADDED, Kind.REMOVED, Kind.CHANGED) and not self._soon.isActive():
            self._soon.start()

    def _renew(self) -> None:
        tasks.run(self._facts, on_done=self._show)

    def _facts(self) -> Facts:
        """On the pool: asking a drive that sleeps whether it is there takes seconds."""
        roots = [(root, root.is_dir()) for root in self._library.roots()]
        return Facts(roots, self._library.exclusions(), list(self._find_troubles()))

    def _show(self, facts: Facts) -> None:
        _empty(self._folders)
        _empty(self._left_out)
        for root, there in facts.roots:
            out = IconButton("x", f"Take out {root.name}", partial(self._remove, root), size=18)
            fact = "" if there else "cannot be reached now; its music is kept"
            self._folders.addWidget(_entry("folder", str(root), fact, out))
        for folder in facts.left_out:
            back = IconButton("undo-2", f"List {folder.name} again", partial(self._include, folder), size=18)
            self._left_out.addWidget(_entry("eye-off", str(folder), "left out", back))
        self._show_troubles(facts.troubles)


# -- parts of the page


def _part(heading: str, fact: str) -> tuple[QVBoxLayout, QVBoxLayout]:
    """A heading over a card; returns the whole and the inside of the card."""
    whole = QVBoxLayout()
    whole.setSpacing(4)
    title = label(heading, "heading")
    title.setContentsMargins(0, 12, 0, 0)
    whole.addWidget(title)
    if fact:
        whole.addWidget(label(fact, "quiet", wrap=True))
    whole.addSpacing(6)
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 5, 1, 5)
    inside.setSpacing(0)
    whole.addWidget(card)
    return whole, inside


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 16, 8)
    for at, widget in enumerate(widgets):
        row.addWidget(widget, 1 if at == 0 else 0)
    return row


def _entry(icon: str, text: str, fact: str, action: QWidget) -> QFrame:
    """One line of a list: icon, text over a quiet fact, a button."""
    made = QFrame()
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 8, 12, 8)
    row.setSpacing(12)
    row.addWidget(_still(icon))
    said = QVBoxLayout()
    said.setSpacing(1)
    name = ElidedLabel(text, "secondary")
    name.setProperty("kind", "strong")
    said.addWidget(name)
    if fact:
        said.addWidget(ElidedLabel(fact, "quiet"))
    row.addLayout(said, 1)
    row.addWidget(action)
    return made


def _still(icon: str) -> QWidget:
    made = IconButton(icon, "", size=18, role="quiet")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
