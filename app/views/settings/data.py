"""What the listener made: export, restore, and what other players and services know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from app import tasks, words
from app.views.settings.parts import Page, Say, entry
from app.widgets.controls import button
from app.widgets.dialogs import report
from app.words import tr
from core.library import backup
from core.library.backup import Restored
from core.library.foreign import NAMES
from core.library.imports import Report
from core.library.tracks import Library
from core.progress import Progress

if TYPE_CHECKING:
    from core.library.starred import Taken

SHOWN_MS = 200


class DataSection(Page):
    """Nothing here writes to music files, nor to the files of other players."""

    def __init__(
        self,
        library: Library,
        say: Say,
        restored: Callable[[], object],
        statistics: Callable[[], object],
    ) -> None:
        """restored: called when playlists may be others, beside what the library tells. statistics: opens the
        page that shows them."""
        super().__init__()
        self._library, self._say, self._restored = library, say, restored
        self._progress = Progress()
        self._shown = QTimer(self, interval=SHOWN_MS)
        self._shown.timeout.connect(self._show_progress)
        card = self.add_part(
            tr("Your data"),
            tr("Ratings, loves, counts, history and playlists in one readable file, to keep or to move."),
        )
        self._export = button(tr("Export…"), self.export, kind="primary", icon="file-down")
        self._restore = button(tr("Restore…"), self.restore, icon="file-up")
        card.add_buttons(
            self._export, self._restore, button(tr("Your listening"), statistics, icon="chart-column")
        )
        card = self.add_part(
            tr("From other players"),
            tr("Counts and ratings, matched by path and then by tags. A file imported twice counts once."),
        )
        for program, where in _sources():
            card.add(entry("history", program, where))
        self._import = button(tr("Import a file…"), self.take_in, icon="file-up")
        self._stars = button(tr("Take over stars from tags"), self.take_stars, icon="star")
        card.add_buttons(self._import, self._stars)

    # -- what the buttons do

    def export(self) -> None:
        name = str(Path.home() / f"meander-{date.today().isoformat()}.json")
        file, _ = QFileDialog.getSaveFileName(
            self, tr("Export your data"), name, tr("Meander export (*.json)")
        )
        if file:
            self.export_to(Path(file))

    def export_to(self, file: Path) -> None:
        def done(tracks: int) -> None:
            self._over()
            self._tell(tr("%Ln track(s) written to {file}.", count=tracks).format(file=file.name))

        self._begin(lambda: backup.export(self._library, file), done)

    def restore(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self, tr("Restore"), str(Path.home()), tr("Meander export (*.json)")
        )
        if file:
            self.restore_from(Path(file))

    def restore_from(self, file: Path) -> None:
        self._begin(lambda: backup.restore(self._library, file), self._show_restored)

    def take_in(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, tr("Import"), str(Path.home()))
        if file:
            self.take_in_from(Path(file))

    def take_in_from(self, file: Path) -> None:
        def read() -> Report:
            from core.library import foreign, imports

            return imports.take_in(self._library, foreign.read(file))

        self._begin(read, self._show_report)

    def take_stars(self) -> None:
        """Reads the tags of all files that are not rated here."""
        progress = self._progress = Progress()

        def look() -> Taken:
            from core.library import starred

            return starred.take_over(self._library, progress)

        self._shown.start()
        self._begin(look, self._show_stars)

    def close_down(self) -> None:
        """The window goes; what is being read is left at that."""
        self._shown.stop()
        self._progress.cancel()

    # -- how it ends

    def _show_stars(self, done: Taken) -> None:
        self._over()
        text = tr("%Ln track(s) without stars looked at; {rated} have some now.", count=done.looked_at)
        self._tell(text.format(rated=words.number(done.rated)))

    def _show_progress(self) -> None:
        at = self._progress.snapshot()
        if at.total:
            self._stars.setText(
                tr("{done} of {total}").format(done=words.number(at.done), total=words.number(at.total))
            )

    def _begin(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        for each in (self._export, self._restore, self._import, self._stars):
            each.setEnabled(False)
        tasks.run(work, on_done=done, on_error=self._fail)

    def _over(self) -> None:
        self._shown.stop()
        self._stars.setText(tr("Take over stars from tags"))
        for each in (self._export, self._restore, self._import, self._stars):
            each.setEnabled(True)

    def _fail(self, reason: str) -> None:
        self._over()
        self._tell(reason)

    def _tell(self, text: str) -> None:
        self._say(text, "", None)

    def _show_restored(self, done: Restored) -> None:
        self._over()
        self._restored()
        lines = [tr("%Ln track(s) found", count=done.found)]
        if done.waiting:
            lines.append(
                tr("%Ln track(s) not there; all about them comes back with their files", count=done.waiting)
            )
        lines.append(
            tr("%Ln play(s) and %1 playlist(s) added", count=done.plays).replace(
                "%1", words.number(done.playlists)
            )
        )
        report(self, tr("Restored"), lines).open()

    def _show_report(self, done: Report) -> None:
        self._over()
        report(self, tr("Imported from {program}").format(program=NAMES[done.origin]), _lines(done)).open()


def _lines(report: Report) -> list[str]:
    lines = [
        tr("%Ln song(s) in the file", count=report.songs),
        tr("%Ln matched by path", count=report.by_path),
        tr("%Ln matched by tags", count=report.by_tags),
        tr("%Ln rating(s) taken over", count=report.rated),
        tr("%Ln love(s) taken over", count=report.loved),
        tr("%Ln play(s) added", count=report.plays),
    ]
    if report.unmatched:
        lines.append(tr("%Ln not in the library:", count=report.songs - report.matched))
        lines += [f"    {name}" for name in report.unmatched]
    return lines


def _sources() -> list[tuple[str, str]]:
    """Each program, and where its file usually lies."""
    return [
        ("Rhythmbox", "~/.local/share/rhythmbox/rhythmdb.xml"),
        ("Strawberry, Clementine", "~/.local/share/strawberry/strawberry/strawberry.db"),
        ("Quod Libet", "~/.config/quodlibet/songs"),
        ("iTunes, Music", tr("File, Library, Export Library… (XML)")),
        ("ListenBrainz", tr("the zip of its export page, or its JSON")),
        ("Last.fm", tr("CSV or JSON of the usual exporters")),
    ]
