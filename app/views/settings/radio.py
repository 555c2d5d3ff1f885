"""What radio keeps to, what follows the queue, and what was said about music for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout

from app import tasks, words
from app.choices import Choices
from app.radiobans import ICONS, name_of_ban
from app.radiodesk import RadioDesk
from app.views.settings.parts import SIDE, Page, chips, drop_down, empty, entry, switch
from app.widgets.controls import IconButton, label
from app.words import tr
from core.domain import Track, TrackId
from core.library.bans import Ban, BanKind, Bans
from core.library.opinions import Opinion, Opinions
from core.library.tracks import Library

GAPS = (1, 2, 3, 5, 8, 10, 15, 20)
MOST = 100
"""Lines of a list; more could not be looked through here."""


@dataclass(frozen=True, slots=True)
class _Lasting:
    opinions: Sequence[Opinion]
    bans: Sequence[Ban]
    tracks: dict[TrackId, Track]


class RadioSection(Page):
    """Follows the desk while it is shown: what is said elsewhere appears here."""

    def __init__(self, library: Library, choices: Choices, desk: RadioDesk) -> None:
        super().__init__()
        self._library, self._choices, self._desk = library, choices, desk
        self._opinions, self._bans = QVBoxLayout(), QVBoxLayout()
        self._rules_part()
        self._queue_part()
        self._lasting_part(
            self._opinions,
            tr("Remembered"),
            tr("What you told radio to remember. Every radio begins with it."),
        )
        self._lasting_part(
            self._bans,
            tr("Never in radio"),
            tr("These never come by themselves. You can still play them."),
        )
        desk.lasting_changed.connect(self.renew)
        self.renew()

    def _rules_part(self) -> None:
        card = self.add_part(
            tr("Rules of radio"), tr("Where your music is too little for them, radio says which one gives.")
        )
        none = tr("no gap")
        gaps = [(gap, none if gap == 1 else tr("one in %Ln track(s)", count=gap)) for gap in GAPS]
        line = tr("At most one track of an artist in so many.")
        card.add(drop_down(self._choices, "artist_gap", tr("The same artist"), line, gaps))
        line = tr("At most one track of an album in so many.")
        card.add(drop_down(self._choices, "album_gap", tr("The same album"), line, gaps))
        card.add_line()
        line = tr("Audiobooks, podcasts, radio plays. Off, they come only when you play them.")
        card.add(switch(self._choices, "spoken", tr("Spoken word too"), line))
        line = tr("Off, it comes in December alone.")
        card.add(switch(self._choices, "christmas", tr("Christmas music all year"), line))

    def _queue_part(self) -> None:
        card = self.add_part(tr("The queue"))
        line = tr("When the queue runs out, radio plays on from what was in it.")
        card.add(switch(self._choices, "auto_queue", tr("Go on with radio"), line))
        card.add_line()
        line = tr("By waiting time, what you heard lately comes last, and nothing is left out.")
        ways = [("random", tr("Random")), ("waiting", tr("Longest waiting first"))]
        card.add(chips(self._choices, "shuffle", tr("Shuffle"), line, ways))

    def _lasting_part(self, column: QVBoxLayout, heading: str, fact: str) -> None:
        card = self.add_part(heading, fact)
        column.setSpacing(0)
        card.add(column)

    # -- what was said for good

    def renew(self) -> None:
        tasks.run(self._read, on_done=self._show, on_error=self._desk.notice.emit)

    def _read(self) -> _Lasting:
        opinions, bans = Opinions(self._library).all(), Bans(self._library).all()
        wanted = [opinion.track_id for opinion in opinions[:MOST]]
        wanted += [ban.track_id for ban in bans[:MOST] if ban.track_id is not None]
        return _Lasting(opinions, bans, {track.id: track for track in self._library.tracks(wanted)})

    def _show(self, found: _Lasting) -> None:
        said = [self._opinion(opinion, found.tracks) for opinion in found.opinions[:MOST]]
        _fill(self._opinions, said, len(found.opinions), tr("Nothing yet."))
        barred = [self._ban(ban, found.tracks) for ban in found.bans[:MOST]]
        _fill(
            self._bans,
            barred,
            len(found.bans),
            tr("Nothing. The menu of any track has “Never play in radio”."),
        )

    def _opinion(self, opinion: Opinion, tracks: dict[TrackId, Track]) -> QFrame:
        liked = opinion.weight > 0
        fact = tr("more like this") if liked else tr("not this")
        take_back = partial(self._desk.take_back, opinion.track_id)
        return _line(
            "heart" if liked else "thumbs-down", _title(tracks.get(opinion.track_id)), fact, take_back
        )

    def _ban(self, ban: Ban, tracks: dict[TrackId, Track]) -> QFrame:
        known = tracks.get(ban.track_id) if ban.track_id is not None else None
        fact = ban.name if ban.kind is BanKind.FOLDER else _kind(ban.kind)
        return _line(ICONS[ban.kind], name_of_ban(ban, _title(known)), fact, partial(self._desk.unban, ban))


def _title(track: Track | None) -> str:
    return words.titled(track) if track is not None else tr("A track that is gone")


def _kind(kind: BanKind) -> str:
    return {
        BanKind.TRACK: tr("Track", "a piece of music"),
        BanKind.ALBUM: tr("Album"),
        BanKind.ARTIST: tr("Artist"),
        BanKind.GENRE: tr("Genre"),
        BanKind.FOLDER: tr("Folder"),
    }[kind]


def _line(icon: str, name: str, fact: str, take_back: Callable[[], object]) -> QFrame:
    tip = tr("Take back: {name}").format(name=name)
    return entry(icon, name, fact, IconButton("undo-2", tip, take_back, size=18))


def _fill(column: QVBoxLayout, rows: Iterable[QFrame], count: int, nothing: str) -> None:
    empty(column)
    for row in rows:
        column.addWidget(row)
    left = max(0, count - MOST)
    text = nothing if not count else tr("And %Ln more.", count=left) if left else ""
    if text:
        note = label(text, "quiet", wrap=True)
        note.setContentsMargins(SIDE, 8, SIDE, 8)
        column.addWidget(note)
