"""The pages of the tag editor: fields laid out, what will change, and what could not be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.views.tagdraft import MULTIPLE, Changed, Mixed
from app.widgets.controls import ElidedLabel, label
from app.widgets.tagfields import CheckField, CountField, LineField, TagField, TextField
from app.words import tr

GAP = 12
COMMENT = 64
NAME, COUNT = 120, 84
"""Width of a field's name, and of how many tracks change, in pixels."""
SHOWN = 300
"""Lines of files that could not be written; more are counted."""
ONE_LINE = 120


def names() -> dict[str, str]:
    """Canonical names in the listener's words."""
    return {
        "title": tr("Title"),
        "artist": tr("Artists"),
        "albumartist": tr("Album artists"),
        "album": tr("Album"),
        "composer": tr("Composers"),
        "genre": tr("Genres"),
        "date": tr("Date"),
        "bpm": tr("Tempo (BPM)"),
        "track": tr("Track"),
        "tracktotal": tr("Tracks in all"),
        "disc": tr("Disc"),
        "disctotal": tr("Discs in all"),
        "compilation": tr("Compilation"),
        "comment": tr("Comment"),
        "lyrics": tr("Lyrics"),
        "titlesort": tr("Title"),
        "artistsort": tr("Artist"),
        "albumartistsort": tr("Album artist"),
        "albumsort": tr("Album"),
        "composersort": tr("Composer"),
        "rg_track_gain": tr("Track gain"),
        "rg_track_peak": tr("Track peak"),
        "rg_album_gain": tr("Album gain"),
        "rg_album_peak": tr("Album peak"),
        "cover": tr("Cover"),
    }


class _Page(QScrollArea):
    """Scrolls where the window is low."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, TagField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget()
        self.inside.setProperty("kind", "page")
        self.setWidget(self.inside)

    def _line(self, name: str, hint: str = "") -> TagField:
        made = self.fields[name] = LineField(names()[name], multiple=name in MULTIPLE, hint=hint)
        return made

    def _count(self, name: str) -> CountField:
        made = CountField(names()[name], names()[f"{name}total"])
        self.fields[name], self.fields[f"{name}total"] = made.number, made.total
        return made


class TagsPage(_Page):
    """What one edits every day, in the order of reading and of Tab."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self.inside)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(GAP)
        several = tr("Several: with “;” between")
        grid.addWidget(self._line("title"), 0, 0, 1, 12)
        grid.addWidget(self._line("artist", several), 1, 0, 1, 6)
        grid.addWidget(self._line("albumartist", several), 1, 6, 1, 6)
        grid.addWidget(self._line("album"), 2, 0, 1, 6)
        grid.addWidget(self._line("composer", several), 2, 6, 1, 6)
        grid.addWidget(self._line("genre", several), 3, 0, 1, 6)
        grid.addWidget(self._line("date", tr("1998 or 1998-04-20")), 3, 6, 1, 3)
        grid.addWidget(self._line("bpm"), 3, 9, 1, 3)
        grid.addWidget(self._count("track"), 4, 0, 1, 4)
        grid.addWidget(self._count("disc"), 4, 4, 1, 4)
        self.fields["compilation"] = CheckField(names()["compilation"], tr("By various artists"))
        grid.addWidget(self.fields["compilation"], 4, 8, 1, 4)
        self.fields["comment"] = TextField(names()["comment"], COMMENT)
        grid.addWidget(self.fields["comment"], 5, 0, 1, 12)
        for column in range(12):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(6, 1)


class MorePage(_Page):
    """What one edits now and then."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self.inside)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(label(tr("Sorted as"), "strong"), 0, 0, 1, 2)
        hint = {"artistsort": tr("Beatles, The")}
        sorts = ("titlesort", "artistsort", "albumsort", "albumartistsort", "composersort")
        for index, name in enumerate(sorts):
            grid.addWidget(self._line(name, hint.get(name, "")), 1 + index // 2, index % 2)
        grid.addWidget(label(tr("Loudness (ReplayGain)"), "strong"), 5, 0, 1, 2)
        gains = ("rg_track_gain", "rg_track_peak", "rg_album_gain", "rg_album_peak")
        for index, name in enumerate(gains):
            hint_of = "-7.50 dB" if name.endswith("gain") else "0.98"
            grid.addWidget(self._line(name, hint_of), 6 + index // 2, index % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(9, 1)


class LyricsPage(QWidget):
    """Plain, or with a time before each line."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, TagField] = {"lyrics": TextField(names()["lyrics"])}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(8)
        column.addWidget(self.fields["lyrics"], 1)
        text = tr("Lines that begin with their time, as in [01:23.45], follow the music.")
        column.addWidget(label(text, "quiet", wrap=True))


class _ListPage(_Page):
    """A heading over rows that are made anew."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self.inside)
        self._column.setContentsMargins(0, 0, 10, 0)
        self._column.setSpacing(6)
        self._rows: list[QWidget] = []
        self._column.addStretch(1)

    def _clear(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()  # at once; it is gone when Qt has time
            row.deleteLater()
        self._rows = []

    def _add(self, row: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, row)
        self._rows.append(row)


class ChangesPage(_ListPage):
    """Field by field: what was, what will be, in how many tracks."""

    def show_changes(self, changes: Sequence[Changed]) -> None:
        self._clear()
        if not changes:
            self._add(label(tr("Nothing will change yet."), "secondary"))
        said = names()
        for change in changes:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 2, 0, 2)
            line.setSpacing(12)
            name = ElidedLabel(said[change.name], "strong")
            name.setFixedWidth(NAME)
            before = ElidedLabel(_said(change.name, change.before), "quiet")
            after = ElidedLabel(_said(change.name, change.after), "secondary")
            line.addWidget(name)
            line.addWidget(before, 1)
            line.addWidget(label("→", "quiet"))
            line.addWidget(after, 1)
            tracks = label(tr("%Ln track(s)", count=change.tracks), "quiet", tabular=True)
            tracks.setFixedWidth(COUNT)
            tracks.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.addWidget(tracks)
            self._add(row)


def _said(name: str, values: tuple[str, ...] | Mixed) -> str:
    if isinstance(values, Mixed):
        return tr("several values")
    if name == "cover":
        return tr("a picture") if values else tr("none")
    if name == "compilation":
        return tr("yes") if values else tr("no")
    return " ".join("; ".join(values)[:ONE_LINE].split()) or tr("empty")


class TroublePage(_ListPage):
    """Files that stayed as they were, each with the reason."""

    def show_lines(self, lines: Sequence[str], written: int = 0, *, stopped: bool = False) -> None:
        self._clear()
        if written:
            self._add(label(tr("%Ln track(s) were written.", count=written), "strong"))
        if stopped:
            self._add(label(tr("Stopped; the rest stays as it was."), "secondary"))
        if lines:
            self._add(label(tr("%Ln file(s) stay as they were:", count=len(lines)), "strong"))
        for line in lines[:SHOWN]:
            text = label(line, "secondary", wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._add(text)
        if len(lines) > SHOWN:
            self._add(label(tr("And %Ln more.", count=len(lines) - SHOWN), "secondary"))
