"""Pictures of every view, dark and light, for the guide: `make screenshots` writes them to docs/images.

The real window on the demo library, with a player without sound whose clock stands. Needs no display.
`make screenshots MUSIC=FOLDER` takes those of the map and of curves instead, on the music there: what was
heard and laid out is kept (`--data=DIR` says where, or names a library that is there already), so that a
second time is quick. Names choose single scenes, "map" and "curves" all of theirs; `--to=DIR` writes
elsewhere.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pictures import everyday, film, lived, real
from pictures.stage import STAGE, Scene, program_on, take
from PySide6.QtWidgets import QApplication

from app import language
from core.settings import Places, Settings

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LOOKS = "dark", "light"


def main(words: list[str]) -> None:
    app = QApplication(["meander"])
    app.setApplicationDisplayName("Meander")
    app.setCursorFlashTime(0)
    language.speak(app, "en")
    to = Path(_said(words, "--to=") or IMAGES)
    names = [word for word in words if not word.startswith("-")]
    music, data = os.environ.get("MUSIC"), _said(words, "--data=")
    to.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(STAGE, ignore_errors=True)
    try:
        if music or data:
            _of_real_music(Path(music) if music else None, data, names, to)
        else:
            _of_the_demo(names, to)
    finally:
        shutil.rmtree(STAGE, ignore_errors=True)


def _said(words: Sequence[str], option: str) -> str:
    return next((word.removeprefix(option) for word in words if word.startswith(option)), "")


def _of_the_demo(names: list[str], to: Path) -> None:
    scenes = _chosen(everyday.SCENES, names)
    places = Places(STAGE / "lived-in", Places.find().models)
    lengths = lived.live_with(places, lived.music(STAGE))
    for look in LOOKS:
        with program_on(places, Settings(theme=look), lengths) as program:
            everyday.begin(program)
            take(program, scenes, look, to, everyday.tidy)


def _of_real_music(music: Path | None, data: str, names: list[str], to: Path) -> None:
    names = [each for name in names for each in real.GROUPS.get(name, [name])]
    films = {each.name for each in film.FILMS}
    stills = [name for name in names if name not in films]
    scenes = _chosen(real.SCENES, stills) if stills or not names else []
    places = real.places_for(music, Path(data) if data else None)
    lengths = real.prepare(places, music)
    for look in LOOKS if scenes else ():
        with program_on(places, real.settings(look), lengths) as program:
            real.begin(program)
            take(program, scenes, look, to, real.tidy)
    for each in film.FILMS:
        if each.name in names or not names:
            with program_on(places, real.settings(LOOKS[0]), lengths) as program:
                real.begin(program)
                film.shoot(each, program, to)


def _chosen(scenes: Sequence[Scene], names: Sequence[str]) -> list[Scene]:
    if unknown := set(names) - {scene.name for scene in scenes}:
        sys.exit(f"no such scene: {', '.join(sorted(unknown))}")
    return [scene for scene in scenes if scene.name in names or not names]


if __name__ == "__main__":
    main(sys.argv[1:])
