"""Where the music is, and how it is kept up with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from app import tasks
from app.choices import Choices
from app.views.settings.parts import LibraryPage, Say, drop_down, empty, entry, switch
from app.views.welcome import ask_folder
from app.widgets.controls import IconButton, button
from app.widgets.dialogs import confirm
from app.words import tr
from core.library.tracks import Library

POLLS = (5, 10, 30, 60)


@dataclass(frozen=True, slots=True)
class _Folders:
    """roots: with whether each can be reached."""

    roots: list[tuple[Path, bool]]
    left_out: list[Path]


class LibrarySection(LibraryPage):
    """Changes nothing in music files; what it takes out can be put back."""

    def __init__(self, library: Library, choices: Choices, say: Say, rescan: Callable[[], object]) -> None:
        """rescan: looks through the folders in the background."""
        super().__init__(library)
        self._library, self._choices, self._say, self._rescan = library, choices, say, rescan
        self._folders, self._left_out = QVBoxLayout(), QVBoxLayout()
        self._folder_part()
        self._watch_part()
        self._rating_part()
        self.renew()

    def add_folder(self) -> None:
        """Asks for a folder and adds it."""
        folder = ask_folder(self)
        if folder is not None:
            self._write(lambda: self._library.add_root(folder), self._rescan)

    # -- how it is put together

    def _folder_part(self) -> None:
        card = self.add_part(
            tr("Music folders"),
            tr("Everything inside is listed. Files change only when you edit their tags."),
        )
        for layout in (self._folders, self._left_out):
            layout.setSpacing(0)
            card.add(layout)
        card.add_buttons(
            button(tr("Add a folder"), self.add_folder, kind="primary", icon="folder-plus"),
            button(tr("Leave out a subfolder"), self._leave_out),
            button(tr("Look for new music"), self._rescan),
        )

    def _watch_part(self) -> None:
        card = self.add_part(tr("New music"))
        watch = tr("Notice new files by themselves")
        line = tr("What is copied into a folder appears within seconds, and what is deleted goes.")
        card.add(switch(self._choices, "watch", watch, line))
        every = [(minutes, tr("every %Ln minute(s)", count=minutes)) for minutes in POLLS]
        line = tr("Drives on the network tell nothing by themselves: they are looked through this often.")
        card.add(drop_down(self._choices, "poll_minutes", tr("Network drives"), line, every))

    def _rating_part(self) -> None:
        card = self.add_part(tr("Ratings"))
        line = tr("Other players see them then. Off, ratings stay in Meander and no file is written to.")
        card.add(switch(self._choices, "write_ratings", tr("Write ratings into the files too"), line))

    # -- folders

    def _remove(self, root: Path) -> None:
        text = tr(
            "{folder} leaves the library. Nothing on the disk is touched, and plays, ratings and what was "
            "heard are kept: adding the folder again brings all of it back."
        ).format(folder=root)
        if confirm(self, tr("Take this folder out?"), text, tr("Take out")):
            self._write(lambda: self._library.remove_root(root), lambda: self._removed(root))

    def _removed(self, root: Path) -> None:
        def undo() -> None:
            self._write(lambda: self._library.add_root(root), self._rescan)

        self._say(tr("{folder} was taken out.").format(folder=root.name), tr("Undo"), undo)

    def _leave_out(self) -> None:
        folder = ask_folder(self, tr("Choose a subfolder to leave out"))
        if folder is None:
            return
        if not any(folder.is_relative_to(root) and folder != root for root in self._library.roots()):
            self._say(tr("That folder does not lie inside one of your music folders."), "", None)
            return
        text = tr(
            "What is in {folder} will not be listed any more. Its history is kept, and this can be undone."
        ).format(folder=folder)
        if confirm(self, tr("Leave this folder out?"), text, tr("Leave out")):
            self._write(lambda: self._library.exclude(folder), lambda: self._excluded(folder))

    def _excluded(self, folder: Path) -> None:
        text = tr("{folder} is left out.").format(folder=folder.name)
        self._say(text, tr("Undo"), lambda: self._include(folder))

    def _include(self, folder: Path) -> None:
        self._write(lambda: self._library.include(folder), self._rescan)

    def _write(self, job: Callable[[], object], then: Callable[[], object]) -> None:
        # On the pool: while a scan commits a batch, a write waits for it.
        tasks.run(job, on_done=lambda _: then(), on_error=lambda text: self._say(text, "", None))

    # -- keeping up

    def renew(self) -> None:
        tasks.run(self._read, on_done=self._show)

    def _read(self) -> _Folders:
        """On the pool: asking a drive that sleeps whether it is there takes seconds."""
        return _Folders([(root, root.is_dir()) for root in self._library.roots()], self._library.exclusions())

    def _show(self, found: _Folders) -> None:
        empty(self._folders)
        empty(self._left_out)
        for root, there in found.roots:
            name = tr("Take out {folder}").format(folder=root.name)
            fact = "" if there else tr("cannot be reached now; its music is kept")
            out = IconButton("x", name, partial(self._remove, root), size=18)
            self._folders.addWidget(entry("folder", str(root), fact, out))
        for folder in found.left_out:
            name = tr("List {folder} again").format(folder=folder.name)
            back = IconButton("undo-2", name, partial(self._include, folder), size=18)
            self._left_out.addWidget(entry("eye-off", str(folder), tr("left out"), back))
