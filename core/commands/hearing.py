"""`radio`, `path`, `why-not`: what to hear next, the way between two songs, why a song does not come."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands import sowing
from core.commands.answers import Answer, UsageError, open_library, open_store
from core.commands.looking import find
from core.commands.models import known_model
from core.commands.options import rules_of
from core.commands.sowing import Sown
from core.domain import Presence, Seconds, Timestamp, Track, TrackId
from core.errors import UserError
from core.library import playlist_files
from core.library.bans import Bans
from core.library.opinions import Opinions
from core.library.radios import Seed
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.store import AnalysisStore
    from core.explore.ear.ear import Ear
    from core.explore.radio.explain import Reason
    from core.explore.radio.judging import Pick
    from core.explore.radio.radio import Radio
    from core.explore.stock import RadioTrack

AHEAD = 20
"""`why-not` compares a track with so many that come."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The library as it was heard."""

    library: Library
    store: AnalysisStore
    ear: Ear
    stock: Sequence[RadioTrack]


def radio(places: Places, sown: Sown, count: int, *, model: str | None, m3u: Path | None) -> Answer:
    """The first `count` tracks of a radio; fewer where it would begin again."""
    with _opened(places, model) as here:
        seeds = sowing.seeds(here.library, sown)
        heard = here.heard(sowing.single(seeds))
        # A radio plays on for ever; a list ends before anything comes twice.
        picks = _once(_radio(heard, seeds, sown).next(min(count, len(heard.ear))))
        chosen = list(zip(heard.library.tracks([pick.track_id for pick in picks]), picks, strict=True))
        rows = [_pick_row(track, pick) | {"why": _why(heard, pick.reason)} for track, pick in chosen]
    _write(m3u, [track for track, _ in chosen])
    return Answer(rows, _pick_lines(chosen), sowing.misread(sown.steering.only))


def plain_radio(
    places: Places, words: Sequence[str], count: int, *, model: str | None, m3u: Path | None
) -> Answer:
    """The first `count` candidates in order of the published difference D, as one model hears."""
    from core.explore.radio.plain import plain_picks

    name = known_model(model, places)
    with _opened(places, name) as here:
        ids = [find(here.library, word).id for word in words]
        heard = here.heard(ids)
        by_it = heard.store.passes(name)
        stock = [track for track in heard.stock if track.audio_id in by_it]
        known = {track.id for track in stock}
        for track in heard.library.tracks(ids):
            if track.id not in known:
                raise UserError(f"“{track.title}” has not been heard with {name} yet; run meander analyse")
        picks = plain_picks(heard.ear, stock, ids, count)
        chosen = list(zip(heard.library.tracks([pick.track_id for pick in picks]), picks, strict=True))
    _write(m3u, [track for track, _ in chosen])
    return Answer([_pick_row(track, pick) for track, pick in chosen], _pick_lines(chosen))


def path(
    places: Places, start: str, end: str, steps: int, *, only: str, model: str | None, m3u: Path | None
) -> Answer:
    """The tracks from one to another in so many steps, none larger than it must be."""
    from core.explore.radio.barring import barred
    from core.explore.radio.explain import Explainer, Liked
    from core.explore.radio.path import song_path

    with _opened(places, model) as here:
        ends = [find(here.library, word) for word in (start, end)]
        if ends[0].id == ends[1].id:
            raise UsageError("a path leads from one track to another")
        heard = here.heard([one.id for one in ends])
        sowing.check([Seed.track(one.id, one.title) for one in ends], heard.ear)
        allowed = {TrackId(id) for id in heard.library.order(only)} if only else None
        rules = rules_of(places)
        without = barred(heard.stock, Bans(heard.library).all(), rules, Timestamp(time.time()))
        first, last = (one.id for one in ends)
        ids = song_path(heard.ear, heard.stock, first, last, steps, allowed=allowed, without=without)
        tracks = heard.library.tracks(ids)
        known = {track.id: track for track in heard.stock}
        explainer = Explainer(heard.ear, heard.stock)
        reasons = [
            explainer.explain([known[after]], [Liked(known[before])])[0] for before, after in pairwise(ids)
        ]
        rows = [_step_row(tracks[0], None, None)] + [
            _step_row(track, reason, _why(heard, reason))
            for track, reason in zip(tracks[1:], reasons, strict=True)
        ]
    _write(m3u, tracks)
    said = ["", *(f"  ·  {reason.text}" for reason in reasons)]
    lines = [
        f"{place:>3}. {_named(track)}{text}"
        for place, (track, text) in enumerate(zip(tracks, said, strict=True))
    ]
    return Answer(rows, lines, sowing.misread(only))


def why_not(places: Places, word: str, sown: Sown, *, model: str | None) -> Answer:
    """Why a track does not come, or not yet, in a radio from these seeds."""
    with _opened(places, model) as here:
        asked, seeds = find(here.library, word), sowing.seeds(here.library, sown)
        heard = here.heard(sowing.single(seeds))
        made = _radio(heard, seeds, sown)
        made.upcoming(AHEAD)
        answer = made.why_not(asked.id)
        document = {
            "path": str(asked.path),
            "artist": asked.artist,
            "title": asked.title,
            "verdict": answer.verdict.value,
            "text": str(answer.text),
            "lines": [str(line) for line in answer.lines],
            "place": answer.place,
            "of": answer.of,
            "lacks": list(answer.lacks),
            "version": answer.other,
            "why": None if answer.reason is None else _why(heard, answer.reason),
        }
    return Answer(document, [f"{_named(asked)}: {answer.text}", *answer.lines])


# -- what has been heard -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opened:
    """The databases, and the models that are to be asked; what they heard is loaded once it is needed."""

    library: Library
    store: AnalysisStore
    names: tuple[str, ...]
    chosen: str | None

    def heard(self, seeds: Iterable[TrackId]) -> _Heard:
        """With the seeds, even where their files are away. Raises UserError when nothing was heard."""
        from core.analysis import models

        if not any(self.store.passes(name) for name in ((self.chosen,) if self.chosen else models.NAMES)):
            by_it, with_it = (f" with {self.chosen}", f" --model {self.chosen}") if self.chosen else ("", "")
            raise UserError(f"Nothing has been heard{by_it} yet; run meander analyse{with_it}")
        # Late: what is wrong on the command line is said without waiting for numpy.
        from core.explore.ear.ear import load_ear
        from core.explore.stock import RadioTrack, load_stock

        tracks = self.library.tracks(list(dict.fromkeys(seeds)))
        away = [track for track in tracks if track.presence is not Presence.PRESENT]
        ear = load_ear(self.library, self.store, self.names, away)
        stock = [*load_stock(self.library), *map(RadioTrack.of, away)]
        return _Heard(self.library, self.store, ear, stock)


@contextmanager
def _opened(places: Places, model: str | None) -> Iterator[_Opened]:
    """model: hears alone; without it those do that hear best together."""
    from core.analysis import models

    chosen = known_model(model, places) if model else None
    names = (chosen,) if chosen else models.ear_models(places.models)
    with open_library(places) as library, open_store(places) as store:
        yield _Opened(library, store, names, chosen)


def _radio(heard: _Heard, seeds: Sequence[Seed], sown: Sown) -> Radio:
    from core.explore.memory.affinity import affinities
    from core.explore.radio.radio import Radio

    library = heard.library
    sowing.check(seeds, heard.ear)
    return Radio(
        heard.ear,
        heard.stock,
        seeds,
        steering=sown.steering,
        bans=[*Bans(library).all(), *sowing.bans(library, sown.never)],
        opinions=Opinions(library).all(),
        affinities=affinities(library, Timestamp(time.time())),
        moments=heard.store.windows,
        find=library.order,
    )


def _once(picks: Sequence[Pick]) -> list[Pick]:
    """Up to the first track that comes a second time."""
    seen: set[TrackId] = set()
    for place, pick in enumerate(picks):
        if pick.track_id in seen:
            return list(picks[:place])
        seen.add(pick.track_id)
    return list(picks)


# -- as JSON and as lines ------------------------------------------------------------------------------


def _pick_row(track: Track, pick: Pick) -> dict[str, Any]:
    return {
        "path": str(track.path),
        "artist": track.artist,
        "title": track.title,
        "difference": float(pick.difference),
        "reason": pick.reason.text,
    }


def _pick_lines(chosen: Sequence[tuple[Track, Pick]]) -> list[str]:
    return [
        f"{place:>3}. {_named(track)}  ·  {pick.reason.text}  (D {pick.difference:.3f})"
        for place, (track, pick) in enumerate(chosen, start=1)
    ]


def _step_row(track: Track, reason: Reason | None, why: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "path": str(track.path),
        "artist": track.artist,
        "title": track.title,
        "jump": None if reason is None else _number(reason.distance),
        "reason": "" if reason is None else reason.text,
        "why": why,
    }


def _why(heard: _Heard, reason: Reason) -> dict[str, Any]:
    """All that a reason says, as JSON values; null for what is not known."""
    named = [id for id in (reason.liked, reason.beside) if id is not None]
    paths = {track.id: str(track.path) for track in heard.library.tracks(named)}
    return {
        "like": str(reason.like),
        "liked": None if reason.liked is None else paths.get(reason.liked),
        "liked_part": _span(reason.liked_start, reason.liked_end),
        "part": _span(reason.pick_start, reason.pick_end),
        "beside": None if reason.beside is None else paths.get(reason.beside),
        "cosine": _number(reason.likeness),
        "distance": _number(reason.distance),
        "aspects": {name: _number(value) for name, value in reason.aspects},
        "alike": list(reason.alike),
        "tags": list(reason.shared),
        "notes": [str(note) for note in reason.notes],
        "relaxed": [str(rule) for rule in reason.relaxed],
    }


def _span(start: Seconds, end: Seconds) -> list[float]:
    return [round(float(start), 3), round(float(end), 3)]


def _number(value: float) -> float | None:
    return round(float(value), 4) if math.isfinite(value) else None


def _named(track: Track) -> str:
    return f"{track.artist or '?'} – {track.title}"


def _write(m3u: Path | None, tracks: Sequence[Track]) -> None:
    if m3u is not None:
        playlist_files.write(m3u, playlist_files.of_tracks(tracks), relative=False, ending=".m3u8")
