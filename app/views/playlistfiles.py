"""Playlists from and to files of other players: what is asked first, and what is told afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit, QWidget

from app.widgets.controls import button, chooser_box, label
from app.widgets.dialogs import Dialog
from app.words import tr
from core.library.playlists import Node, NodeKind, PlaylistId

if TYPE_CHECKING:
    from app.views.playlistdesk import PlaylistDesk

ENDINGS = (".m3u8", ".m3u", ".pls", ".xspf")
SHOWN = 500
"""Unknown files that a report lists."""


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one playlist file.

    unknown: its files that the library does not know; streams: web radios, which are left out.
    """

    name: str
    count: int
    unknown: tuple[Path, ...]
    streams: int = 0


def is_playlist(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


# -- importing


def ask_import(parent: QWidget, desk: PlaylistDesk, folder: PlaylistId | None = None) -> None:
    """Which files? Then as `import_files`."""
    endings = " ".join(f"*{ending}" for ending in ENDINGS)
    chosen, _ = QFileDialog.getOpenFileNames(
        parent.window(), tr("Import playlists"), "", tr("Playlists ({endings})").format(endings=endings)
    )
    if chosen:
        import_files(parent, desk, [Path(each) for each in chosen], folder)


def import_files(
    parent: QWidget, desk: PlaylistDesk, files: Sequence[Path], folder: PlaylistId | None = None
) -> None:
    """Makes a playlist of each file, and tells what was found; names unknown files where there are any."""
    window = parent.window()
    desk.run(lambda: [_import(desk, file, folder) for file in files], lambda came: _tell(window, desk, came))


def _import(desk: PlaylistDesk, file: Path, folder: PlaylistId | None) -> tuple[PlaylistId, Came]:
    """On the lane. Raises UserError for a file that cannot be read."""
    from core.library import playlist_files

    id, contents = playlist_files.take_in(desk.playlists, file, folder)
    entries = desk.playlists.entries(id)
    unknown = tuple(each.path for each in entries if each.track_id is None)
    return id, Came(contents.name, len(entries), unknown, contents.streams)


def _tell(window: QWidget, desk: PlaylistDesk, came: Sequence[tuple[PlaylistId, Came]]) -> None:
    if not came:
        return
    unknown = sum(len(each.unknown) for _, each in came)
    count = sum(each.count for _, each in came)
    desk.when_known(came[-1][0], desk.open)
    if not unknown and not any(each.streams for _, each in came):
        said = tr("%Ln track(s) imported, all of them found.", count=count)
        desk.said.emit(said, "", None)
        return
    report(window, [each for _, each in came]).open()


def report(parent: QWidget, came: Sequence[Came]) -> Dialog:
    """What was found of each file, and what was not."""
    dialog = Dialog(parent, tr("Imported"), 560)
    for each in came:
        line = tr("{name}: {found} of {count} found").format(
            name=each.name, found=each.count - len(each.unknown), count=each.count
        )
        if each.streams:
            line += " · " + tr("%Ln web radio(s) left out", count=each.streams)
        dialog.body.addWidget(label(line, "strong"))
    if lost := [str(path) for each in came for path in each.unknown]:
        _add_lost(dialog, lost)
    close = button(tr("Close"), dialog.accept, kind="primary")
    dialog.buttons.addWidget(close)
    close.setFocus()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _add_lost(dialog: Dialog, lost: Sequence[str]) -> None:
    text = tr(
        "Files that the library does not know stay in the list, greyed. "
        "They come alive when their folder is added or their drive is back."
    )
    shown = QPlainTextEdit("\n".join(lost[:SHOWN]))
    shown.setProperty("kind", "text")
    shown.setReadOnly(True)
    shown.setAccessibleName(tr("Files that were not found"))
    shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    shown.setFixedHeight(180)
    dialog.body.addWidget(label(text, "secondary", wrap=True))
    dialog.body.addWidget(shown)


# -- exporting


class ExportDialog(Dialog):
    """In which format, and with which paths."""

    def __init__(self, parent: QWidget, node: Node) -> None:
        super().__init__(parent, tr("Export {name}").format(name=node.name), 460)
        self._format = chooser_box()
        self._format.setAccessibleName(tr("Format"))
        for ending, text in (
            (".m3u8", tr("M3U8: read by almost every player")),
            (".xspf", tr("XSPF: with titles, for newer players")),
            (".pls", tr("PLS: for Winamp and old players")),
        ):
            self._format.addItem(text, ending)
        self._relative = QCheckBox(tr("Paths relative to the playlist file"))
        self._relative.setChecked(True)
        why = tr(
            "The playlist then still works when it is moved together with the music, as to a card or phone."
        )
        self.body.addWidget(self._format)
        self.body.addSpacing(4)
        self.body.addWidget(self._relative)
        self.body.addWidget(label(why, "quiet", wrap=True))
        if node.kind is NodeKind.SMART:
            self.body.addWidget(label(tr("The file holds what the rules find now."), "quiet", wrap=True))
        self.buttons.addWidget(button(tr("Cancel"), self.reject))
        go_on = button(tr("Choose a place…"), self.accept, kind="primary")
        self.buttons.addWidget(go_on)
        go_on.setDefault(True)
        go_on.setFocus()

    @property
    def ending(self) -> str:
        return str(self._format.currentData())

    @property
    def relative(self) -> bool:
        return self._relative.isChecked()


def ask_export(parent: QWidget, desk: PlaylistDesk, node: Node) -> None:
    """Which format and where? Then writes the file."""
    window = parent.window()
    dialog = ExportDialog(window, node)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: _ask_place(window, desk, node, dialog.ending, relative=dialog.relative))
    dialog.open()


def _ask_place(window: QWidget, desk: PlaylistDesk, node: Node, ending: str, *, relative: bool) -> None:
    suggested = f"{_file_name(node.name)}{ending}"
    chosen, _ = QFileDialog.getSaveFileName(window, tr("Export"), suggested, f"*{ending}")
    if chosen:
        file = Path(chosen)
        export(
            desk,
            node,
            file if file.suffix.lower() == ending else Path(f"{chosen}{ending}"),
            relative=relative,
        )


def export(desk: PlaylistDesk, node: Node, file: Path, *, relative: bool) -> None:
    """Writes what the playlist holds now, and says so."""
    from app.views.commands import show_in_folder

    def said(count: int) -> None:
        text = tr("%Ln track(s) written to {file}.", count=count).format(file=file.name)
        desk.said.emit(text, tr("Show in folder"), lambda: show_in_folder(file))

    desk.run(lambda: _write(desk, node, file, relative=relative), said)


def _write(desk: PlaylistDesk, node: Node, file: Path, *, relative: bool) -> int:
    """On the lane; how many lines it has. Raises UserError where it cannot be written."""
    from core.library import playlist_files

    return playlist_files.export(desk.playlists, node.id, file, relative=relative)


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    return (
        "".join(" " if each in '\\/:*?"<>|' or each < " " else each for each in name).strip(" .")
        or "playlist"
    )
