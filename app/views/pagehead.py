"""The head of a page about one thing: picture, what it is, facts, and what can be done with all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import icons, theme
from app.covers import Covers, Source
from app.views.flow import FlowLayout
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.cover import Cover
from app.words import tr

COVER, SMALL_COVER = 208, 152
SMALL_BELOW = 620
"""Height of the window's inside below which the picture is smaller."""
LINK_PADDING = 2
"""Of a link's words within its focus ring, as style.qss has it."""


def link(text: str = "", kind: str = "strong", on_click: Callable[[], object] | None = None) -> QPushButton:
    """Words that lead somewhere."""
    made = button(text, on_click, kind="link")
    made.setFont(theme.font(15 if kind == "strong" else 12, 500))
    made.setFixedHeight(24)
    return made


class PageHead(QWidget):
    """Says what the buttons ask for; the page does it."""

    up_asked = Signal()
    artist_asked = Signal()
    play_asked = Signal()
    shuffle_asked = Signal()
    next_asked = Signal()
    queue_asked = Signal()
    radio_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, covers: Covers, up: str) -> None:
        """up: where the way up leads, as "Albums"."""
        super().__init__()
        self.cover = Cover(covers, COVER)
        self.up = link(up, "small", self.up_asked.emit)
        self.up.setIcon(icons.icon("chevron-left", "quiet", 16))
        self.up.setToolTip(tr("Back to {place}").format(place=up))
        self.kind = label("", "caps")
        self.title = label("", "title", wrap=True)
        self.artist = link("", "strong", self.artist_asked.emit)
        self.facts = ElidedLabel("", "fact")
        self.play = button(tr("Play"), self.play_asked.emit, kind="primary", icon="play")
        self._build()

    def _build(self) -> None:
        buttons = FlowLayout(gap=8)
        buttons.addWidget(self.play)
        buttons.addWidget(button(tr("Shuffle"), self.shuffle_asked.emit, icon="shuffle"))
        buttons.addWidget(button(tr("Radio"), self.radio_asked.emit, icon="radio", tip=tr("Start radio")))
        buttons.addWidget(IconButton("list-start", tr("Play next"), self.next_asked.emit, size=18))
        buttons.addWidget(IconButton("list-end", tr("Add to queue"), self.queue_asked.emit, size=18))
        more = IconButton("ellipsis", tr("More"), size=18)
        more.clicked.connect(
            lambda _checked=False: self.menu_asked.emit(more.mapToGlobal(more.rect().bottomLeft()))
        )
        buttons.addWidget(more)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self.kind)
        words.addWidget(self.title)
        flush = QHBoxLayout()
        flush.setContentsMargins(-LINK_PADDING, 0, 0, 0)  # its letters begin where the title's do
        flush.addWidget(self.artist, 0, Qt.AlignmentFlag.AlignLeft)
        words.addLayout(flush)
        words.addWidget(self.facts)
        words.addSpacing(12)
        words.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.cover, 0, Qt.AlignmentFlag.AlignBottom)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.up, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)

    def fit(self, height: int) -> None:
        """height: of the page that it heads."""
        self.cover.set_side(SMALL_COVER if height < SMALL_BELOW else COVER)

    def say(
        self,
        kind: str,
        title: str,
        facts: Sequence[str],
        sources: Sequence[Source],
        *,
        artist: str = "",
        circle: bool = False,
    ) -> None:
        """artist: "" for what has none."""
        self.kind.setText(kind.upper())
        self.kind.setAccessibleName(kind)
        self.title.setText(title)
        self.artist.setText(artist)
        self.artist.setVisible(bool(artist))
        self.facts.say(" · ".join(fact for fact in facts if fact))
        self.cover.show_sources(sources, circle=circle)
        self.cover.setAccessibleName(tr("Cover of {title}").format(title=title))
