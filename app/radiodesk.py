"""Radio as the listener has it in hand: what it starts from, what is said to it, what it will play."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.hearing import Listened
from app.moments import SECONDS, Moments
from app.player.base import State
from app.player.playback import Playback
from app.radiobans import name_of_ban
from app.radiokept import KeptRadios
from app.radiosession import RadioSession, Stage
from app.radiostudio import Start, Studio
from app.radiowords import name_of_radio
from app.words import tr
from core.domain import Source, Track, TrackId
from core.library.bans import Ban
from core.library.radios import PastRadio, Seed, SeedKind, Steering
from core.library.tracks import Change, Kind, Library

if TYPE_CHECKING:
    from core.explore.radio.radio import Pick
    from core.explore.radio.whynot import WhyNot

__all__ = ["RadioDesk", "Stage"]


class RadioDesk(RadioSession):
    """One radio at a time. Main thread; says `changed` whenever something it shows is another."""

    begun = Signal()
    """The listener started a radio: its view is of interest now."""
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""
    past_changed = Signal()
    """`past` is another."""
    playlist_asked = Signal(str, object)
    """Make a playlist of this name from these tracks."""
    lasting_changed = Signal()
    """What was said for good: remembered likes and dislikes, and bans."""
    _written = Signal()
    _rated = Signal(object)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        listened: Listened,
        parent: QObject | None = None,
        *,
        usual: Callable[[], Steering] = Steering,
        variety: Callable[[], int] = lambda: random.randrange(1, 1 << 31),
    ) -> None:
        """usual: how a new radio chooses. variety: see Radio; drawn anew for every radio."""
        super().__init__(library, playback, listened, parent)
        self._usual, self._variety = usual, variety
        self.moments = Moments(playback, self)
        self._radios = KeptRadios(self._studio, self._lane, self)
        self._radios.changed.connect(self.past_changed)
        self._radios.said.connect(self.said)
        self._radios.failed.connect(self.notice)
        self.kept.connect(self._radios.read)
        self._written.connect(self.lasting_changed, Qt.ConnectionType.QueuedConnection)
        self._loved: set[TrackId] = set()
        """Liked here because the listener loved them while they played."""
        self._rated.connect(self._follow_love, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = library.subscribe(self._note_rated)

    def close(self) -> None:
        self._unsubscribe()
        super().close()

    # -- what is shown

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What comes, in order; what plays is not among them."""
        return self._plan.picks

    @property
    def fresh(self) -> frozenset[TrackId]:
        """Picks that came with the latest change."""
        return self._fresh

    @property
    def seeds(self) -> tuple[Seed, ...]:
        return self._plan.seeds

    @property
    def likes(self) -> tuple[TrackId, ...]:
        return self._plan.likes

    @property
    def dislikes(self) -> tuple[TrackId, ...]:
        return self._plan.dislikes

    @property
    def remembered(self) -> Mapping[TrackId, float]:
        """What was said for good: 1 liked, -1 not this."""
        return self._plan.remembered

    @property
    def steering(self) -> Steering:
        return self._plan.steering

    @property
    def name(self) -> str:
        """As the listener called this radio, or as its seeds tell."""
        own = self._radios.find(self.radio_id)
        return name_of_radio(self.seeds, own.name if own is not None else "")

    @property
    def past(self) -> tuple[PastRadio, ...]:
        """Radios that are kept, the latest first; the one that plays is among them."""
        return self._radios.all

    @property
    def radio_id(self) -> int | None:
        """The one of `past` that plays."""
        return self._plan.past

    @property
    def waiting(self) -> tuple[int, int] | None:
        """(heard, tracks in the library) while too little has been heard."""
        return self._plan.waiting

    @property
    def unheard(self) -> tuple[TrackId, ...]:
        """Tracks of the seeds that have not been heard."""
        return self._plan.unheard

    def track(self, id: TrackId | None) -> Track | None:
        """A track that the plan speaks of; for what plays, one look into the library."""
        if id is None:
            return None
        known = self._plan.tracks.get(id)
        return known or next(iter(self._library.tracks([id])), None)

    def pick_of(self, id: TrackId | None) -> Pick | None:
        """Why a track came: also for what plays and has played."""
        return self._known.get(id) if id is not None else None

    @property
    def playing(self) -> TrackId | None:
        return self._playback.track

    # -- starting

    def start(self, seeds: Sequence[Seed], steering: Steering | None = None) -> None:
        """Plays on from these: what plays goes on when it is among them, else their first track plays.

        Without any track (from the history) the first pick plays as soon as it is known.
        """
        if not seeds:
            return
        start = Start(self._labelled(seeds), steering or self._usual(), self._variety())
        first = next((seed for seed in seeds if seed.tracks), None)
        if first is None:  # what plays is not given up for a history that says nothing
            go = partial(self._start_anew, start, None)
            self._lane.run(self._studio.look_back, on_done=lambda _none: go(), on_error=self.notice.emit)
        else:
            self._start_anew(start, first)

    def _start_anew(self, start: Start, first: Seed | None) -> None:
        self._set_out(start, lambda: self._play_from(start.seeds, first))
        self._leap = first is None
        self.begun.emit()

    def start_tracks(self, ids: Sequence[TrackId], label: str = "") -> None:
        """From one track, or from several as a selection."""
        if ids:
            kind = SeedKind.TRACK if len(ids) == 1 else SeedKind.SELECTION
            self.start([Seed(kind, tuple(dict.fromkeys(ids)), label)])

    def start_moment(self, id: TrackId, start: float, end: float) -> None:
        """More like this part of a track."""
        self.start([Seed.moment(id, start, end)])

    def start_from_history(self) -> None:
        """From what is liked and was played."""
        self.start([Seed.history()])

    def go_on_from(self, seeds: Sequence[Seed]) -> None:
        """Radio takes over behind what plays, without any ado."""
        if seeds:
            self._set_out(Start(self._labelled(seeds), self._usual(), self._variety()))

    def reopen(self, radio_id: int) -> None:
        """A kept radio goes on where it was left."""
        if self._stage is not Stage.OFF and radio_id == self.radio_id:
            self.begun.emit()
        else:
            self._lane.run(
                lambda: self._studio.recall(radio_id), on_done=self._take_up, on_error=self.notice.emit
            )

    def _take_up(self, found: tuple[PastRadio, Start] | None) -> None:
        if found is None:
            self.notice.emit(tr("This radio is no longer kept."))
            self._radios.read()
            return
        past, start = found
        self._set_out(start, heard=past.heard)
        self._leap = True
        self.begun.emit()

    def _play_from(self, seeds: Sequence[Seed], first: Seed | None) -> None:
        """What plays may go on where it is one of theirs."""
        playing = self._playback.track if self._playback.state is not State.STOPPED else None
        if first is None or any(playing in seed.tracks for seed in seeds):
            return
        self._playback.play_tracks([first.tracks[0]], 0, Source.RADIO, refill=self._refill)
        if first.start:
            self._playback.seek(first.start)

    def _labelled(self, seeds: Sequence[Seed]) -> tuple[Seed, ...]:
        """With the titles of their tracks, which tell what a radio was for as long as it is kept."""
        lone = {SeedKind.TRACK, SeedKind.MOMENT}
        bare = [seed.tracks[0] for seed in seeds if seed.kind in lone and not seed.label]
        titles = {id: track.title for id, track in self._tracks_of(bare).items()}
        return tuple(
            replace(seed, label=titles.get(seed.tracks[0], ""))
            if seed.kind in lone and not seed.label
            else seed
            for seed in seeds
        )

    # -- what is said to it

    def like(self, id: TrackId) -> None:
        """More like this; a second time takes it back."""
        if id in self.likes:
            self.forget(id)
            return
        others = tuple(other for other in self.dislikes if other != id)
        self._tell(lambda radio: radio.like(id), likes=(*self.likes, id), dislikes=others)

    def _note_rated(self, change: Change) -> None:
        """On whatever thread wrote it."""
        if change.kind is Kind.RATED:
            self._rated.emit(change.ids)

    def _follow_love(self, ids: Sequence[TrackId]) -> None:
        """Who loves what radio plays wants more like it; who takes that back, less."""
        id = self.playing
        if self.stage is not Stage.ON or id is None or id not in ids:
            return
        loved = any(track.loved for track in self._library.tracks([id]))
        if loved and id not in self.likes:
            self._loved.add(id)
            self.like(id)
        elif not loved and id in self._loved:
            self._loved.discard(id)
            if id in self.likes:
                self.forget(id)

    def dislike(self, id: TrackId) -> None:
        """Not this, and less of its kind. When it plays, the next one follows at once."""
        likes = tuple(other for other in self.likes if other != id)
        disliked = (*(other for other in self.dislikes if other != id), id)
        rest = self._without(id)
        self._tell(lambda radio: radio.dislike(id), picks=rest, likes=likes, dislikes=disliked)
        if id == self._playback.track:
            self._jump(self._playback.next)

    def forget(self, id: TrackId) -> None:
        """Takes back what was said about a track here."""
        likes = tuple(other for other in self.likes if other != id)
        dislikes = tuple(other for other in self.dislikes if other != id)
        self._tell(lambda radio: radio.forget(id), likes=likes, dislikes=dislikes)

    def remember(self, id: TrackId) -> None:
        """What was said about a track here holds for every radio; a second time takes that back."""
        self._remember(id, 0.0 if id in self.remembered else -1.0 if id in self.dislikes else 1.0)

    def take_back(self, id: TrackId) -> None:
        """What was remembered of a track is not any more."""
        self._remember(id, 0.0)

    def _remember(self, id: TrackId, weight: float) -> None:
        others = {other: said for other, said in self.remembered.items() if other != id}
        self._plan = replace(self._plan, remembered=others | ({id: weight} if weight else {}))
        self.changed.emit()
        self._for_good(lambda studio: studio.remember(id, weight))

    def steer(self, steering: Steering) -> None:
        if steering != self.steering:
            self._tell(lambda radio: radio.steer(steering), steering=steering)

    def follow_settings(self) -> None:
        """The rules of the settings are others: they hold for the radio that plays too."""
        now = self._usual()
        self.steer(
            replace(
                self.steering,
                artist_gap=now.artist_gap,
                album_gap=now.album_gap,
                spoken=now.spoken,
                christmas=now.christmas,
            )
        )

    def add_seed(self, seed: Seed) -> None:
        (labelled,) = self._labelled([seed])
        if labelled not in self.seeds:
            self._tell(lambda radio: radio.add_seed(labelled), seeds=(*self.seeds, labelled))

    def drop_seed(self, index: int) -> None:
        """A radio keeps at least one seed."""
        if len(self.seeds) > 1 and 0 <= index < len(self.seeds):
            rest = (*self.seeds[:index], *self.seeds[index + 1 :])
            self._tell(lambda radio: radio.drop_seed(index), seeds=rest)

    def ban(self, *bans: Ban) -> None:
        """Never again by themselves, in no radio; can be undone."""
        self._for_good(lambda studio: studio.bar(bans))
        text = tr("%Ln track(s) will not come in radio any more.", count=len(bans))
        if len(bans) == 1:
            title = self.track(bans[0].track_id)
            name = name_of_ban(bans[0], title.title if title is not None else "")
            text = tr("{name} will not come in radio any more.").format(name=name)
        self.said.emit(text, tr("Undo"), lambda: self.unban(*bans))

    def unban(self, *bans: Ban) -> None:
        self._for_good(lambda studio: studio.unbar(bans))

    def _for_good(self, job: Callable[[Studio], object]) -> None:
        """Written down; a radio that is on is planned anew."""

        def work(studio: Studio) -> None:
            job(studio)
            self._written.emit()

        self._submit(work)

    def why_not(self, id: TrackId, on_done: Callable[[WhyNot | None], object]) -> None:
        """on_done: gets why a track does not come; None while there is no radio."""
        self._lane.run(lambda: self._studio.why_not(id), on_done=on_done, on_error=self.notice.emit)

    # -- what comes

    def remove_pick(self, id: TrackId) -> None:
        """Not here, without any judgement; can be undone."""
        track = self.track(id)
        self._tell(lambda radio: radio.remove(id), picks=self._without(id))
        if track is not None:
            text = tr("{title} is left out of this radio.").format(title=track.title)
            self.said.emit(text, tr("Undo"), lambda: self.forget(id))

    def move_pick(self, id: TrackId, place: int) -> None:
        """To this place among the picks, where it stays; the others are planned around it."""
        moved = next((pick for pick in self.picks if pick.track_id == id), None)
        if moved is not None:
            picks = list(self._without(id))
            picks.insert(place, moved)
            self._tell(lambda radio: radio.move(id, place), picks=tuple(picks))

    def release_pick(self, id: TrackId) -> None:
        """Radio may choose for the place of a pick that the listener put there."""
        self._tell(lambda radio: radio.unpin(id))

    def add_pick(self, id: TrackId, place: int) -> None:
        """A track of the listener's own choice among the picks."""
        self._tell(lambda radio: radio.insert(id, place))

    def play_now(self, id: TrackId, at: float = 0.0) -> None:
        """Plays a track here and now, from `at` seconds; radio goes on after it."""
        if id == self._playback.track and self._playback.state is not State.STOPPED:
            self._playback.seek(at)
            return
        self._jump(lambda: self._insert_and_play(id))
        if at:
            self._playback.seek(at)

    def _insert_and_play(self, id: TrackId) -> None:
        queue = self._playback.queue
        queue.add_next([id], Source.RADIO)
        self._playback.play_row(queue.index + 1)

    def play_next(self, id: TrackId) -> None:
        """This one first; the rest is planned around it."""
        self._playback.play_next([id], Source.RADIO)
        self._note_begun(id)

    def hear(self, id: TrackId, at: float, seconds: float = SECONDS) -> None:
        """A moment of a track above what plays; a second time ends it."""
        track = self.track(id)
        if track is not None:
            self.moments.hear(track, at, seconds)

    # -- radios that are kept

    def rename_radio(self, radio_id: int, name: str) -> None:
        """name: "" lets its seeds tell again."""
        self._radios.rename(radio_id, name)

    def remove_radio(self, radio_id: int) -> None:
        """Takes it off the list, which can be undone; what plays goes on."""
        self._radios.remove(radio_id)

    def save_as_playlist(self, radio_id: int | None = None) -> None:
        """What a radio has played; of the one that plays (None) also what comes."""
        wanted = self.radio_id if radio_id is None else radio_id
        here = wanted == self.radio_id
        past = self._radios.find(wanted)
        seeds = self.seeds if here or past is None else past.seeds
        name = self.name if here or past is None else name_of_radio(past.seeds, past.name)
        lone = [seed.tracks[0] for seed in seeds if len(seed.tracks) == 1]
        coming = [pick.track_id for pick in self.picks] if here else []

        def ask(played: Sequence[TrackId]) -> None:
            tracks = list(dict.fromkeys([*lone, *played, *coming]))
            self.playlist_asked.emit(tr("Radio: {name}").format(name=name), tracks)

        self._radios.played(wanted, ask)
