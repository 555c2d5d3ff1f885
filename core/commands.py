"""What the terminal's subcommands do. Each returns an `Answer`: a JSON document, and lines for a person.

Nothing prints here, and nothing heavy loads that a subcommand does not use: listing imports no numpy.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from core.database import sole_writer
from core.domain import Pass, Presence, Track, TrackId
from core.errors import UserError
from core.library.scan import ScanCounts
from core.library.scan import scan as scan_library
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.store import AnalysisStore
    from core.explore.index import Index
    from core.explore.radio import Pick
    from core.explore.rules import RadioTrack

MOST = 2**63 - 1
"""No database has a greater id."""
PAGE = 1000
"""Tracks read from the library at a time."""
NAMED = 4
"""How many candidates an ambiguous search names."""


class UsageError(Exception):
    """A wrong argument that only the program's own knowledge can tell (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """document: what --json prints. lines: the same for a person."""

    document: Any
    lines: Sequence[str] | Iterator[str]


def version() -> str:
    try:
        return metadata.version("meander")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@contextmanager
def _library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def _store(places: Places) -> Iterator[AnalysisStore]:
    from core.analysis.store import AnalysisStore

    store = AnalysisStore.open(places)
    try:
        yield store
    finally:
        store.close()


# -- keeping the library -----------------------------------------------------------------------------------


def add(places: Places, folders: Sequence[Path], progress: Progress) -> Answer:
    """Takes folders into the library and scans them; the counts are of these folders alone.

    Raises UserError when one is no folder; then none is added.
    """
    folders = [_at_home(folder) for folder in folders]
    for folder in folders:
        if not _is(Path.is_dir, folder):
            raise UserError(f"{folder} is not a folder; check the name, or plug the drive in.")
    started = time.monotonic()
    with sole_writer(places.lock_file), _library(places) as library:
        for folder in folders:
            library.add_root(folder)
        outer = _without_nested([folder.resolve() for folder in folders])
        counts = [scan_library(library, progress, only=folder) for folder in outer]
    return _counted(counts, started)


def scan(places: Places, progress: Progress) -> Answer:
    """Brings the library up to date with all of its folders. Raises UserError when it has none."""
    started = time.monotonic()
    with sole_writer(places.lock_file), _library(places) as library:
        if not library.roots():
            raise UserError("The library has no folders yet; add one: meander add DIR")
        counts = [scan_library(library, progress)]
    return _counted(counts, started)


def _without_nested(folders: list[Path]) -> list[Path]:
    """Each folder once, those inside another left out, so that no file is counted twice."""
    distinct = list(dict.fromkeys(folders))
    return [f for f in distinct if not any(other in f.parents for other in distinct)]


def _counted(counts: Sequence[ScanCounts], started: float) -> Answer:
    """The sum of several scans; folders that could not be looked into are named."""
    names = ("added", "changed", "moved", "missing", "failed", "unchanged")
    total = {name: sum(getattr(count, name) for count in counts) for name in names}
    line = ", ".join(f"{total[name]:,} {name}" for name in names if total[name]) or "nothing there"
    seconds = time.monotonic() - started
    unreadable = [folder for count in counts for folder in count.unreadable]
    lines = [f"{line} ({seconds:.1f} s)", *(f"could not be looked into: {folder}" for folder in unreadable)]
    return Answer({**total, "seconds": seconds, "unreadable": unreadable}, lines)


def analyse(places: Places, progress: Progress, *, model: str | None, quick: bool) -> Answer:
    """Listens to all that the asked pass has not heard yet. Files that cannot be heard are counted.

    Raises UsageError for an unknown model, UserError where its weights are missing.
    """
    from core.indexer import Indexer

    name = _ready_model(model, places)
    pass_ = Pass.QUICK if quick else Pass.FULL
    started = time.monotonic()
    with (
        sole_writer(places.lock_file),
        _library(places) as library,
        _store(places) as store,
        Indexer(library, store, places) as indexer,
    ):
        counts = indexer.listen(name, pass_, progress)
    document = {"model": name, "pass": pass_.name.lower(), **asdict(counts)}
    document["seconds"] = time.monotonic() - started
    return Answer(document, [f"{counts} ({document['seconds']:.1f} s)"])


def _ready_model(asked: str | None, places: Places) -> str:
    """The model asked for, or the default. Raises UsageError or UserError where it cannot be had."""
    from core.analysis import models

    if asked is None:
        return models.default_model(places.models)
    try:
        models.spec(asked)
    except UserError as problem:
        raise UsageError(str(problem)) from None
    if asked not in {spec.name for spec in models.available(places.models)}:
        raise UserError(f"The weights of {asked} are not in {places.models}; `make setup` fetches them.")
    return asked


def _known_model(asked: str | None, places: Places) -> str:
    """Like `_ready_model`, for what was heard before: the weights themselves are not needed."""
    from core.analysis import models

    if asked is None:
        return models.default_model(places.models)
    try:
        return models.spec(asked).name
    except UserError as problem:
        raise UsageError(str(problem)) from None


# -- looking ---------------------------------------------------------------------------------------------


def search(places: Places, query: str) -> Answer:
    """The tracks that match, best order first; none is an answer too."""
    with _library(places) as library:
        tracks = _all_tracks(library, library.order(query))
    return Answer([_row(track) for track in tracks], [_listed(track) for track in tracks])


def info(places: Places, what: str) -> Answer:
    """What is known of one track; of a file outside the library, what its tags say."""
    with _library(places) as library:
        track = _track_at(library, what)
        if track is None and _is(Path.is_file, _at_home(Path(what))):
            document = _file_info(_at_home(Path(what)).resolve())
        else:
            track = track or find(library, what)
            document = _row(track) | _kept_facts(library, track)
            with _store(places) as store:
                document["heard"] = _heard(store, track)
    return Answer(document, _told(document))


def _file_info(path: Path) -> dict[str, Any]:
    from core.library import tags

    try:
        said, stream = tags.read(path)
    except tags.Unreadable as problem:
        raise UserError(f"{path} cannot be read: {problem}") from problem
    return {"id": None, "path": str(path), "tags": asdict(said), "stream": asdict(stream)}


def _kept_facts(library: Library, track: Track) -> dict[str, Any]:
    said, stream = library.tags(track.id)
    facts = library.facts([track.id]).get(track.id)
    plays = [asdict(play) for play in library.plays(track.id)]
    return {"tags": asdict(said), "stream": asdict(stream), "facts": facts and asdict(facts), "plays": plays}


def _heard(store: AnalysisStore, track: Track) -> dict[str, str]:
    """Model name -> the pass it has heard the track in."""
    from core.analysis import models

    if track.audio_id is None:
        return {}
    passes = {name: store.passes(name).get(track.audio_id) for name in models.NAMES}
    return {name: level.name.lower() for name, level in passes.items() if level is not None}


def find(library: Library, word: str) -> Track:
    """The one track that a path, a track id or a search names. Raises UserError for none or many."""
    track = _track_at(library, word)
    if track is not None:
        return track
    if _is(Path.is_file, file := _at_home(Path(word))):
        raise UserError(f"{file.resolve()} is not in the library; add its folder: meander add DIR")
    ids = library.order(word)
    if len(ids) == 1:
        return library.track(TrackId(ids[0]))
    if not ids:
        raise UserError(f"Nothing in the library matches {word!r}; see `meander search`.")
    few = "; ".join(
        f"{t.id} {t.artist} – {t.title}" for t in library.tracks([TrackId(i) for i in ids[:NAMED]])
    )
    more = "" if len(ids) <= NAMED else "; …"
    raise UserError(f"{word!r} matches {len(ids)} tracks; name one by its id: {few}{more}")


def _track_at(library: Library, word: str) -> Track | None:
    """By path, then by id. A file that has gone is still known by its path."""
    path = _at_home(Path(word))
    if path.is_absolute() or _is(Path.is_file, path):
        for name in _names_of(path):
            if track := library.by_path(name):
                return track
    if word.isdecimal() and int(word) <= MOST:
        return next(iter(library.tracks([TrackId(int(word))])), None)
    return None


def _names_of(path: Path) -> Iterator[Path]:
    """Names under which the library may list a file: only links above its folders are resolved."""
    path = path.absolute()
    for folder in (path, *path.parents):
        with suppress(OSError):
            yield folder.resolve() / path.relative_to(folder)


def _at_home(path: Path) -> Path:
    """`~` taken for what it means; a name that only looks so (`~nobody`) stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _is(test: Callable[[Path], bool], path: Path) -> bool:
    """False for what cannot be asked: a search may be longer than any file's name."""
    try:
        return test(path)
    except OSError:
        return False


def _all_tracks(library: Library, ids: Sequence[int]) -> list[Track]:
    pages = (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    return [track for page in pages for track in library.tracks([TrackId(id) for id in page])]


def _row(track: Track) -> dict[str, Any]:
    """A track as JSON values; its path as text, odd bytes escaped."""
    return {**asdict(track), "path": str(track.path), "presence": str(track.presence)}


def _listed(track: Track) -> str:
    album = f"  ({', '.join(str(part) for part in (track.album, track.year) if part)})" if track.album else ""
    away = "" if track.presence is Presence.PRESENT else f"  [{track.presence}]"
    return f"{track.id:>6}  {clock(track.duration):>7}  {track.artist or '?'} – {track.title}{album}{away}"


def clock(seconds: float) -> str:
    """250.4 -> "4:10"; 3725 -> "1:02:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _told(document: dict[str, Any]) -> list[str]:
    """One line per thing that is known; what tags say follows the rest."""
    flat = {key: value for key, value in document.items() if key not in ("tags", "stream", "plays")}
    for part in ("stream", "tags"):
        flat |= {key: value for key, value in document.get(part, {}).items() if key not in flat}
    known = {key.replace("_", " "): text for key, value in flat.items() if (text := _in_words(key, value))}
    width = max(len(key) for key in known)
    return [f"{key:<{width}}  {text}" for key, text in known.items()]


def _in_words(key: str, value: Any) -> str:
    """Empty for what is not known."""
    if value is None or value is False or (not value and isinstance(value, str | list | tuple | dict)):
        return ""
    if key == "duration":
        return clock(value)
    if key in ("added_at", "last_played"):
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(value))
    if isinstance(value, dict):
        return ", ".join(f"{k} {text}" for k, inner in value.items() if (text := _in_words(k, inner)))
    if isinstance(value, list | tuple):
        return "; ".join(_in_words("", inner) for inner in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


# -- what to hear next -------------------------------------------------------------------------------------


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

    name = _known_model(model, places)
    with _library(places) as library, _store(places) as store:
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
        _write_m3u(m3u, [track for track, _ in chosen])
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


def _write_m3u(file: Path, tracks: Sequence[Track]) -> None:
    """An extended M3U in UTF-8, its paths byte for byte as the system has them."""
    lines = ["#EXTM3U"]
    for track in tracks:
        name = " ".join(f"{track.artist} - {track.title}".split())
        lines += [f"#EXTINF:{round(track.duration)},{name}", str(track.path)]
    with _replacing(file) as out:
        out.write(b"".join(os.fsencode(line) + b"\n" for line in lines))


# -- vectors out -------------------------------------------------------------------------------------------


def export_songlets(places: Places, out: Path, *, model: str | None) -> Answer:
    """Raw songlets of all tracks that the model has heard: `paths` (n,), `songlets` (n, 10, d), `model`."""
    import numpy as np

    name = _known_model(model, places)
    with _library(places) as library, _store(places) as store:
        tracks = _all_tracks(library, library.order())
        trajectories = store.trajectories(name)
    row_of = {audio_id: row for row, audio_id in enumerate(trajectories.audio_ids)}
    heard = [track for track in tracks if track.audio_id in row_of]
    rows = np.array([row_of[track.audio_id] for track in heard if track.audio_id], np.int64)
    _write_npz(
        out,
        paths=np.array([str(track.path) for track in heard], np.str_),
        songlets=trajectories.songlets[rows].astype(np.float32, copy=False),
        model=np.array(name, np.str_),
    )
    document = {"out": str(out.resolve()), "model": name, "tracks": len(heard)}
    return Answer(document, [f"{len(heard):,} tracks by {name} to {out.resolve()}"])


def export_windows(places: Places, file: Path, out: Path, *, model: str | None) -> Answer:
    """Every window of one file, heard now: `starts` (W,) s, `features` (W, d), `tags` (W, t), `tag_names`.

    t is 50 for the taggers and 0 for a model without tags.
    """
    import numpy as np

    from core.analysis.hearing import hear_file

    if not _is(Path.is_file, file := _at_home(file)):
        raise UserError(f"{file} is not a file.")
    name = _ready_model(model, places)
    heard = hear_file(file.resolve(), name, places.models)
    count = len(heard.starts)
    tags = np.zeros((count, 0)) if heard.tags is None else heard.tags
    _write_npz(
        out,
        starts=heard.starts.astype(np.float64),
        features=heard.features.astype(np.float32, copy=False),
        tags=tags.astype(np.float32, copy=False),
        tag_names=np.array(heard.tag_names, np.str_),
        model=np.array(name, np.str_),
    )
    document = {"out": str(out.resolve()), "path": str(file.resolve()), "model": name, "windows": count}
    return Answer(document, [f"{count:,} windows by {name} to {out.resolve()}"])


def _write_npz(out: Path, **arrays: Any) -> None:
    import numpy as np

    # To an open file: given a name, NumPy would add .npz to it.
    with _replacing(out) as file:
        np.savez(file, **arrays)


@contextmanager
def _replacing(file: Path) -> Iterator[BinaryIO]:
    """Writes beside `file` and swaps it in, so that there is never half a file under that name."""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.resolve().parent)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
            Path(draft).chmod(0o666 & ~_umask())
            Path(draft).replace(file.resolve())
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise UserError(f"{file} cannot be written ({problem.strerror}).") from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
