"""`radio`: what to hear next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.answers import Answer, open_library, open_store
from core.commands.looking import find
from core.commands.models import known_model
from core.domain import Presence, Track, TrackId
from core.errors import UserError
from core.library import playlist_files
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.explore.index import Index
    from core.explore.radio import Pick
    from core.explore.rules import RadioTrack


def radio(places: Places, seeds: Sequence[str], count: int, *, model: str | None, m3u: Path | None) -> Answer:
    """The first `count` tracks of a radio from the seeds, by the method's refined form and radio's rules."""
    from core.explore.radio import Radio

    def choose(index: Index, tracks: Sequence[RadioTrack], ids: Sequence[TrackId]) -> list[Pick]:
        # A radio plays on for ever; a list ends before it would begin again.
        others = sum(track.id in index and track.id not in ids for track in tracks)
        return Radio(index, tracks, ids).next(min(count, others))

    return _picked(places, seeds, model, m3u, choose)


def plain_radio(
    places: Places, seeds: Sequence[str], count: int, *, model: str | None, m3u: Path | None
) -> Answer:
    """The first `count` candidates in order of the published difference D."""
    from core.explore.radio import plain_picks

    return _picked(
        places, seeds, model, m3u, lambda index, tracks, ids: plain_picks(index, tracks, ids, count)
    )


def _picked(
    places: Places,
    seeds: Sequence[str],
    model: str | None,
    m3u: Path | None,
    choose: Callable[[Any, Any, Sequence[TrackId]], list[Pick]],
) -> Answer:
    from core.explore.index import Index

    name = known_model(model, places)
    with open_library(places) as library, open_store(places) as store:
        liked = [find(library, seed).id for seed in seeds]
        told = _radio_tracks(library, liked)
        trajectories = store.trajectories(name)
        if not trajectories.audio_ids:
            raise UserError(f"Nothing has been heard with {name} yet; run meander analyse --model {name}")
        index = Index.build(trajectories, [(track.id, track.audio_id) for track in told])
        for track in told:
            if track.id in liked and track.id not in index:
                raise UserError(f"“{track.title}” has not been heard with {name} yet; run meander analyse")
        picks = choose(index, told, liked)
        chosen = list(zip(library.tracks([pick.track_id for pick in picks]), picks, strict=True))
    if m3u is not None:
        items = playlist_files.of_tracks(track for track, _ in chosen)
        playlist_files.write(m3u, items, relative=False, ending=".m3u8")
    return Answer([_pick_row(track, pick) for track, pick in chosen], _pick_lines(chosen))


def _radio_tracks(library: Library, liked: Sequence[TrackId]) -> list[RadioTrack]:
    """What can be played now, and the seeds even where they cannot."""
    from core.explore.rules import RadioTrack

    tracks = library.tracks(list(dict.fromkeys((*library.all_ids(), *liked))))
    facts = library.facts([track.id for track in tracks])
    return [
        RadioTrack.of(track, facts[track.id].tags if track.id in facts else ())
        for track in tracks
        if track.presence is Presence.PRESENT or track.id in liked
    ]


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
        f"{place:>3}. {track.artist or '?'} – {track.title}  ·  {pick.reason.text}  (D {pick.difference:.3f})"
        for place, (track, pick) in enumerate(chosen, start=1)
    ]
