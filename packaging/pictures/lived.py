"""A library somebody has lived with: the demo music, heard, and years of listening made up for it (the same
ones each time)."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from core.analysis import models
from core.analysis.store import AnalysisStore
from core.demo import make_demo
from core.domain import Ended, Pass, PlayEvent, Seconds, Source, Timestamp, Track, TrackId
from core.explore.ear.ear import load_ear
from core.explore.evaluation.measure import evaluate
from core.explore.evaluation.record import SESSION_KEY
from core.explore.memory.affinity import affinities
from core.explore.radio.radio import Radio
from core.explore.stock import load_stock
from core.indexer import Indexer
from core.library.playlists import Playlists
from core.library.radios import Radios, Seed, SeedKind, Steering
from core.library.smart import SUGGESTED, By, Limit, Smart
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

DAY = 86_400
PLAYS = "Tidewater"
"""What plays, and has lyrics."""
ALSO, LEADS_TO = "Ebb", "Tin Roof"
UNVISITED = {"Grey Meridian", "Maren Holt", "Søren Ålund Kor"}
"""Artists whose music lies together and was never heard."""
LYRICS = """\
The harbour lights go one by one
Along the wall where tide is slow
A rope lets go, a day is done
And all the boats know where to go

Tidewater, tidewater
Carry what I cannot keep
Tidewater, tidewater
Sing the little streets to sleep

The ferry writes a silver line
That no one reads before it fades
I leave a lamp, you leave a sign
We trade in salt and palisades
"""


def music(into: Path) -> Path:
    """A copy of the demo, with lyrics beside a song."""
    demo = Path(os.environ.get("DEMO") or Path(tempfile.gettempdir()) / "meander-demo")
    folder = into / "Music"
    for file in make_demo(demo):
        copy = folder / file.relative_to(demo)
        copy.parent.mkdir(parents=True, exist_ok=True)
        for each in (file, *file.parent.glob("cover.*")):
            shutil.copy2(each, copy.with_name(each.name))
        if PLAYS in file.stem:
            copy.with_suffix(".lrc").write_text(_timed(LYRICS, 3.5), "utf-8")
    return folder


def _timed(text: str, each: float) -> str:
    """As LRC, a line every so many seconds."""
    lines = text.splitlines()
    return "\n".join(f"[00:{at * each:05.2f}]{line}" for at, line in enumerate(lines) if at * each < 60)


def live_with(places: Places, music: Path) -> dict[Path, float]:
    """The music, scanned, heard, and listened to for a while; the length of each file."""
    library = Library.open(places)
    library.add_root(music)
    with Indexer.open(library, places) as indexer:
        indexer.scan(Progress())
        indexer.measure(Progress())
        indexer.listen(models.ear_models(places.models), Pass.FULL, Progress())
    tracks = library.tracks([TrackId(id) for id in library.order()])
    _listen_for_years(library, tracks)
    _make_playlists(library, [track.id for track in tracks])
    _keep_what_takes_long(library, places, tracks)
    library.close()
    return {track.path: float(track.duration) for track in tracks}


def _listen_for_years(library: Library, tracks: Sequence[Track]) -> None:
    """Some songs were never played, some tried once, some loved for a while, some played to this day."""
    dice, now = random.Random(7), time.time()
    for track in tracks:
        fondness, found = dice.random() ** 2, dice.uniform(150, 780)
        habit = dice.choice(("never", "once", "once loved", "once loved", "still", "still"))
        if track.artist in UNVISITED:
            habit = "never"
        until = {"once loved": max(95.0, found - 160), "still": 1.2}.get(habit, found)
        often = {"never": 0, "once": 1}.get(habit, 3 + int(18 * fondness))
        for _ in range(often):
            at = _evening(dice, now - dice.uniform(until, found) * DAY)
            ended = Ended.FINISHED if dice.random() < 0.93 else Ended.SKIPPED
            heard = Seconds(track.duration if ended is Ended.FINISHED else 5.0)
            library.record_play(PlayEvent(track.id, at, heard, ended, Source.LIBRARY))
        if often > 1 and dice.random() < 0.7:
            stars = round(2 * (3 + 2 * fondness + dice.uniform(-0.5, 0.4))) / 2
            library.set_rating(track.id, min(5.0, max(0.5, stars)))
        if often > 1 and fondness > 0.5:
            library.set_loved(track.id, loved=True)


def _evening(dice: random.Random, at: float) -> Timestamp:
    """That day, at an hour at which people listen."""
    day = time.localtime(at)
    hour = dice.choices((7, 8, 12, 17, 18, 19, 20, 21, 22, 23), (3, 3, 2, 3, 5, 8, 11, 12, 7, 3))[0]
    minute = (day.tm_year, day.tm_mon, day.tm_mday, hour, dice.randrange(60), 0, 0, 0, -1)
    return Timestamp(time.mktime(minute))


def _make_playlists(library: Library, ids: list[TrackId]) -> None:
    playlists = Playlists(library)
    dice = random.Random(3)
    evenings = playlists.create_folder("Evenings")
    playlists.create("Sunday slow", evenings, dice.sample(ids, 14))
    playlists.create("Night drive", evenings, dice.sample(ids, 22))
    playlists.create("For Ana", None, dice.sample(ids, 9))
    playlists.create_smart(
        "Loved and forgotten",
        Smart("rating:>=3 -played:1w", (("last_played", False),), Limit(25, by=By.HIGHEST_RATED)),
    )
    for name in ("Recently added", "Never played"):
        playlists.create_smart(name, SUGGESTED[name])
    playlists.close()


def _keep_what_takes_long(library: Library, places: Places, tracks: Sequence[Track]) -> None:
    """Radios of other days, and a test of what was heard."""
    names = models.ear_models(places.models)
    store = AnalysisStore.open(places)
    try:
        ear, stock = load_ear(library, store, names), load_stock(library)
        liked = affinities(library, Timestamp(time.time()))
        for at, (name, seed, steering, count) in enumerate(_past_radios(tracks)):
            radio = Radio(ear, stock, [seed], steering=steering, affinities=liked, variety=at + 1)
            played = [pick.track_id for pick in radio.next(count)]
            heard = sum(track.duration for track in tracks if track.id in played)
            began = time.time() - (40 - 6 * at) * DAY
            id = Radios(library).keep(None, [seed], steering, radio.state(), heard, Timestamp(began))
            lately = Timestamp(began + 4 * at * DAY)
            Radios(library).keep(id, [seed], steering, radio.state(), heard, lately)
            Radios(library).rename(id, name)
        made = evaluate(library, store, Progress(), models=models.NAMES, default=names, quick=True)
        library.set_session(SESSION_KEY, made.to_json())
    finally:
        store.close()


def _past_radios(tracks: Sequence[Track]) -> list[tuple[str, Seed, Steering, int]]:
    """Name, where it began, how it was steered, how many tracks have played; the latest last."""
    song = {track.title: track.id for track in tracks}
    artist, genre = tracks[5].artist, tracks[20].genre
    by = tuple(track.id for track in tracks if track.artist == artist)
    of = tuple(track.id for track in tracks if track.genre == genre)
    return [
        ("", Seed(SeedKind.ARTIST, by, artist), Steering(adventure=0.5), 9),
        ("Rain on the skylight", Seed.track(song[ALSO], ALSO), Steering(energy=-0.5), 14),
        ("", Seed(SeedKind.GENRE, of, genre), Steering(familiar=0.6), 6),
        ("", Seed.history(), Steering(), 17),
        ("", Seed.moment(song[PLAYS], 12.0, 30.0, PLAYS), Steering(drift=0.5), 11),
    ]
