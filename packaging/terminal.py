"""`make run` without a display: the main job in the terminal. Scan, listen, then a radio list."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import platformdirs

from core import cli
from core.analysis.models import default_model
from core.analysis.store import AnalysisStore
from core.demo import make_demo
from core.domain import Track, TrackId
from core.errors import UserError
from core.library.tracks import Library
from core.library.walk import Walk
from core.settings import Places

LENGTH = "10"


def main() -> int:
    places = Places.find()
    try:
        job = what_to_scan(places, sys.argv[1:])
    except UserError as problem:
        print(f"meander: {problem}", file=sys.stderr)
        return 1
    if code := cli.main(job) or cli.main(["analyse", "--quick"]):
        return code
    seed = any_track(places)
    if seed is None:
        print("There is no music there that can be heard.")
        return 1
    print(f"\nRadio from {seed.artist} – {seed.title}:", flush=True)
    return cli.main(["radio", str(seed.id), "-n", LENGTH])


def what_to_scan(places: Places, given: list[str]) -> list[str]:
    """The subcommand that brings in the music: of the folder given, the library, the system, or the demo."""
    if given:
        return ["add", *given]
    library = Library.open(places)
    try:
        if library.roots():
            return ["scan"]
    finally:
        library.close()
    usual = Path(platformdirs.user_music_dir())
    if usual.is_dir() and next(iter(Walk(os.fsencode(usual))), None):
        return ["add", str(usual)]
    demo = Path(os.environ.get("DEMO") or "demo").resolve()
    print(f"No library yet and no music in {usual}: making some up in {demo} to try Meander on.", flush=True)
    make_demo(demo)
    return ["add", str(demo)]


def any_track(places: Places) -> Track | None:
    """One of those that were heard, another each time."""
    library, store = Library.open(places), AnalysisStore.open(places)
    try:
        heard = store.passes(default_model(places.models))
        tracks = library.tracks([TrackId(id) for id in library.order()])
    finally:
        library.close()
        store.close()
    heard_tracks = [track for track in tracks if track.audio_id in heard]
    return random.choice(heard_tracks) if heard_tracks else None


if __name__ == "__main__":
    sys.exit(main())
