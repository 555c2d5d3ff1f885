"""Beside what plays: what comes next, what it sounds like, and what its file is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app import heard, theme, words
from app.choices import Choices
from app.covers import Covers
from app.player.playback import Playback
from app.player.wishes import sound_of
from app.views.flow import FlowLayout
from app.widgets.controls import ElidedLabel, label
from app.words import tr
from core.domain import ReplayGain, Stream, Tags, Track
from core.library.tracks import Facts, Library
from core.sound.gain import factor
from core.sound.wishes import GainMode

SHOWN, ROW, COVER = 5, 56, 44
"""Tracks to come, height of each and side of its cover, in pixels."""
LIKE, WEAKEST = 6, 0.08
"""Words for how it sounds, and the least strength of one that is shown."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one track. Read on the pool."""

    track: Track
    tags: Tags
    stream: Stream
    facts: Facts | None


def about(library: Library, track: Track) -> About:
    said, stream = library.tags(track.id)
    return About(track, said, stream, library.facts([track.id]).get(track.id))


class NextButton(QAbstractButton):
    """One track to come; pressed, it plays."""

    def __init__(self, covers: Covers, track: Track, row: int) -> None:
        super().__init__()
        self._covers, self._track = covers, track
        self.row = row
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        said = tr("Play {title} by {artist}").format(title=track.title, artist=track.artist)
        self.setAccessibleName(said)
        self.setToolTip(track.title)
        covers.arrived.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.selected if self.isDown() else now.hover))
            painter.drawRoundedRect(whole, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole, 8, 8)
        picture = self._covers.picture(self._track, COVER, self.devicePixelRatioF())
        painter.drawPixmap(8, (ROW - COVER) // 2, picture)
        left, width = 8 + COVER + 12, self.width() - COVER - 30
        for text, font, colour, middle in (
            (self._track.title, theme.font(13, 500), now.text, 19),
            (self._track.artist, theme.font(12), now.secondary, 38),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(left, middle - 10, width, 20), Qt.AlignmentFlag.AlignVCenter, short)


class NowPanel(QScrollArea):
    """A page of the side panel; its window title is the panel's heading."""

    def __init__(self, library: Library, covers: Covers, playback: Playback, choices: Choices) -> None:
        super().__init__()
        self._library, self._covers = library, covers
        self._playback, self._choices = playback, choices
        self._about: About | None = None
        self._next: tuple[object, ...] = ()
        self.setWindowTitle(tr("Up next"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._end = label("", "quiet", wrap=True)
        self._end.setContentsMargins(8, 0, 0, 0)
        chips = QWidget()
        self._like = FlowLayout(chips, gap=8)
        self._like_head = label(tr("Sounds like"), "strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._facts_head = label(tr("About this track"), "strong")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 12, 20)
        column.setSpacing(10)
        column.addLayout(self._rows)
        column.addWidget(self._end)
        for head in (self._like_head, self._facts_head):
            head.setContentsMargins(8, 14, 0, 0)
        around = QVBoxLayout()
        around.setContentsMargins(8, 0, 0, 0)
        around.addWidget(chips)
        self._grid.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._like_head)
        column.addLayout(around)
        column.addWidget(self._facts_head)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(inside)
        playback.queue.changed.connect(lambda _change: self.renew_next())
        playback.queue.index_changed.connect(lambda _row: self.renew_next())
        playback.queue.modes_changed.connect(self.renew_next)
        playback.state_changed.connect(lambda _state: self._show_facts())
        for name in ("replay_gain", "preamp", "untagged_gain", "prevent_clipping"):
            choices.follow(name, self._show_facts)
        self.renew_next()
        self.show_about(None)

    # -- what comes next

    def renew_next(self) -> None:
        queue = self._playback.queue
        first = queue.index + 1
        tracks = self._library.tracks(queue.tracks(first, SHOWN)) if len(queue) > first else []
        shown = (first, tuple((track.id, track.title, track.artist) for track in tracks))
        left = max(0, queue.ahead - len(tracks)) if len(queue) else 0
        self._end.setText(tr("And %Ln more.", count=left) if left else "" if tracks else self._nothing())
        self._end.setVisible(bool(self._end.text()))
        if shown == self._next:
            return
        self._next = shown
        while self._rows.count() and (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, track in enumerate(tracks):
            made = NextButton(self._covers, track, first + number)
            made.clicked.connect(lambda _checked=False, row=made.row: self._playback.play_row(row))
            self._rows.addWidget(made)

    @staticmethod
    def _nothing() -> str:
        return tr("Nothing follows. Add tracks to the queue, or start a radio.")

    # -- what it is

    def show_about(self, known: About | None) -> None:
        self._about = known
        self._like.clear()
        facts = known.facts if known is not None else None
        liked = [name for name, strength in facts.tags if strength >= WEAKEST][:LIKE] if facts else []
        for name in liked:
            chip = label(heard.tag(name), "secondary")
            chip.setProperty("kind", "tag")
            self._like.addWidget(chip)
        self._like_head.setVisible(bool(liked))
        self._show_facts()

    def _show_facts(self) -> None:
        while self._grid.count() and (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        rows = [] if self._about is None else self._facts(self._about)
        for number, (name, text) in enumerate(rows):
            self._grid.addWidget(label(name, "quiet"), number, 0)
            said = ElidedLabel(text, "secondary")
            said.setFont(theme.font(12, tabular=True))
            self._grid.addWidget(said, number, 1)
        self._facts_head.setVisible(bool(rows))

    def _facts(self, known: About) -> list[tuple[str, str]]:
        rows = [(tr("Length"), words.length(known.track.duration))]
        if known.tags.genres:
            rows.append((tr("Genre"), ", ".join(known.tags.genres)))
        if known.tags.composers:
            rows.append((tr("Composer"), ", ".join(known.tags.composers)))
        rows += [(tr("Tempo"), tempo(known)), (tr("Format"), sort_of(known.stream)), self._loudness(known)]
        return [(name, text) for name, text in rows if text]

    def _loudness(self, known: About) -> tuple[str, str]:
        """What ReplayGain does to what sounds now; before it sounds, nothing is said."""
        name = tr("ReplayGain")
        sound = replace(sound_of(self._choices.now), level=1.0)
        if sound.gain_mode is GainMode.OFF:
            return name, tr("off")
        piece = self._playback.player.piece
        if piece is None or piece.path != known.track.path:
            return name, ""
        decibels = 20 * math.log10(max(1e-6, factor(piece.gain, sound, in_album=piece.in_album)))
        if piece.gain == ReplayGain():
            return name, tr("{gain} dB, loudness unknown").format(gain=_signed(decibels))
        by_album = sound.gain_mode is GainMode.ALBUM or (sound.gain_mode is GainMode.AUTO and piece.in_album)
        text = tr("{gain} dB (album)") if by_album else tr("{gain} dB (track)")
        return name, text.format(gain=_signed(decibels))


def _signed(decibels: float) -> str:
    return words.decimal(decibels, signed=True)


def tempo(known: About) -> str:
    """As the file says, else as listening found; empty when neither knows."""
    heard = known.facts.tempo if known.facts else None
    beats = known.tags.bpm or heard
    return tr("{beats} BPM").format(beats=f"{beats:.0f}") if beats else ""


def sort_of(stream: Stream) -> str:
    """ "FLAC · 44.1 kHz · 912 kbit/s"."""
    parts = [stream.codec.upper()]
    if stream.sample_rate:
        parts.append(f"{words.decimal(stream.sample_rate / 1000, 3)} kHz")
    if stream.bitrate:
        parts.append(f"{round(stream.bitrate / 1000)} kbit/s")
    return " · ".join(part for part in parts if part)
