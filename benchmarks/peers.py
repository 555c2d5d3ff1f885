"""How well Meander hears beside what others install: the tables of `meander evaluate`, and bliss-audio.

    python -m benchmarks.peers --data DIR --bliss PYTHON [--halves] [--cache FILE]

--data: a library that has been listened to. --bliss: the interpreter of an environment with `bliss-audio`
(PyPI, GPL-3); it is no part of Meander, and is left out where it is not named. Its distance is its own, the
Euclidean one between its 23 descriptors of a whole file. Plain MFCC Gaussians are in the tables anyway.
A file that it cannot read is decoded for it. --halves: also decodes every file again, so that bliss-audio and
the timbre Gaussian are asked whether a song's first half finds its second (minutes). --cache: keeps what
bliss-audio found, to go on from there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.halves import halves as heard_halves
from core.analysis import models
from core.analysis.audio import Source
from core.analysis.models.summary import Summary
from core.analysis.store import AnalysisStore
from core.commands.evaluating import table_in_lines
from core.errors import UserError
from core.explore.evaluation import hubness, plain, retrieval, spaces, tastes
from core.explore.evaluation.corpus import SHORTEST
from core.explore.evaluation.halves import Halves, Recalls, by_cosine, by_ear, halved, recalls
from core.explore.evaluation.record import Column, Row, Table
from core.explore.evaluation.spaces import Heard, Space
from core.explore.evaluation.tastes import Method
from core.library.labels import labelled
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from core.texts import Text

BLISS = """
import json, sys
from bliss_audio import Song
for line in sys.stdin:
    try:
        print(json.dumps(list(Song(line.rstrip("\\n")).analysis)), flush=True)
    except BaseException as problem:  # it panics
        print(json.dumps(str(problem)), flush=True)
"""
RATE = 22_050
"""bliss-audio works at this rate, mono."""
QUERIES, HUBS, TASTES = 1000, 5000, 300

Floats = NDArray[np.float64]


class Bliss:
    """bliss-audio in its own process, asked file by file."""

    def __init__(self, python: str, cache: Path | None) -> None:
        self._process = subprocess.Popen(
            [python, "-c", BLISS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._cache = cache
        self._known: dict[str, list[float] | str] = {}
        if cache is not None and cache.exists():
            self._known = json.loads(cache.read_text("utf-8"))

    def close(self) -> None:
        self._process.communicate()
        if self._cache is not None:
            self._cache.write_text(json.dumps(self._known), "utf-8")

    def analysis(self, file: Path, name: str = "") -> Floats | None:
        """(23,) None where it cannot read the file. name: to keep it under, where the file goes away."""
        key = name or str(file)
        if key not in self._known:
            assert self._process.stdin is not None and self._process.stdout is not None
            self._process.stdin.write(f"{file}\n")
            self._process.stdin.flush()
            self._known[key] = json.loads(self._process.stdout.readline())
        found = self._known[key]
        return None if isinstance(found, str) else np.array(found, np.float64)

    def whole(self, file: Path) -> Floats | None:
        """Of a file; one that it cannot read (it stumbles over pictures in Ogg) is decoded for it."""
        found = self.analysis(file)
        if found is not None:
            return found
        with tempfile.TemporaryDirectory() as folder:
            if (name := f"{file}#decoded") not in self._known:
                _write_wav(Path(folder) / "whole.wav", _decoded(file))
            return self.analysis(Path(folder) / "whole.wav", name)

    def halves(self, file: Path) -> Halves | None:
        """Of the file's two halves, each written as a WAV file of its own."""
        names = [f"{file}#{half}" for half in (1, 2)]
        with tempfile.TemporaryDirectory() as folder:
            if not all(name in self._known for name in names):
                for half, part in enumerate(np.array_split(_decoded(file), 2), start=1):
                    _write_wav(Path(folder) / f"{half}.wav", part)
            both = [self.analysis(Path(folder) / f"{half}.wav", names[half - 1]) for half in (1, 2)]
        first, second = both
        return None if first is None or second is None else Halves(first, second)


def _decoded(file: Path) -> NDArray[np.float32]:
    with Source(file, RATE) as source:
        return np.concatenate(list(source.blocks()))


def _write_wav(file: Path, sound: NDArray[np.floating]) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes())


def bliss_radio(vectors: Floats) -> Method:
    """The distance to the mean of the likes, as its players make lists from several songs."""

    def scores(likes: list[int]) -> Floats:
        apart = np.square(vectors - np.nanmean(vectors[likes], axis=0)).sum(axis=1)
        return np.where(np.isnan(apart), np.inf, apart)

    return Method("bliss-audio", Text("bliss-audio, mean", {}), scores)


def half_table(
    store: AnalysisStore, heard: Heard, files: Sequence[Path], bliss: Bliss | None, places: Places
) -> Table:
    """R@1 and R@5 on the same songs by every way of hearing, the timbre Gaussian and the whole ear too."""
    spectral = models.load("spectral", places.models, "cpu")
    vectors: dict[str, list[Halves]] = {}
    sounds: list[tuple[Summary, Summary]] = []
    for track, file in zip(heard.corpus.tracks, files, strict=True):
        pairs = {name: halved(store.windows(track.audio_id, name)) for name in heard.models}
        sound = _timbre_halves(spectral, file)
        if bliss is not None:
            pairs["bliss-audio"] = bliss.halves(file)
        if sound is None or not all(pair is not None for pair in pairs.values()):
            continue
        sounds.append(sound)
        for name, pair in pairs.items():
            assert pair is not None
            vectors.setdefault(name, []).append(pair)
    default = {name: vectors[name] for name in heard.ear.names if name in vectors}
    rows = [Row(Text("Meander's ear", {}), by_ear(default, sounds), is_default=True)]
    rows += [
        Row(Text(name, {}), by_cosine(pairs)) for name, pairs in vectors.items() if name != "bliss-audio"
    ]
    rows.append(Row(Text("MFCC Gaussian alone", {}), _gaussians(sounds)))
    if bliss is not None:
        rows.append(Row(Text("bliss-audio", {}), _euclidean(vectors["bliss-audio"])))
    columns = tuple(Column(Text(name, {})) for name in ("R@1", "R@5"))
    note = Text(f"{len(sounds)} recordings", {})
    return Table("halves", Text("A song's other half", {}), columns, tuple(rows), (note,))


def _timbre_halves(spectral: models.Model, file: Path) -> tuple[Summary, Summary] | None:
    try:
        pair = heard_halves(spectral, file)
    except UserError:
        return None
    if pair is None or any(half.mean is None or half.cov is None for half in pair):
        return None
    first, second = (Summary(half.mean, half.cov, *(None,) * 4) for half in pair)  # type: ignore[arg-type]
    return first, second


def _gaussians(pairs: Sequence[tuple[Summary, Summary]]) -> Recalls:
    """By the symmetric Kullback-Leibler divergence alone."""
    divergence = plain.gaussians([half for pair in pairs for half in pair])
    return recalls(divergence(np.arange(0, 2 * len(pairs), 2))[:, 1::2])


def _euclidean(pairs: Sequence[Halves]) -> Recalls:
    first, second = (np.stack(side) for side in zip(*pairs, strict=True))
    return recalls(np.square(first[:, None] - second[None]).sum(axis=2))


def show(table: Table | None) -> None:
    if table is not None:
        print(
            f"\n{table.title}",
            *table_in_lines(table),
            *(f"  {note}" for note in table.notes),
            sep="\n",
            flush=True,
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--bliss", help="interpreter with bliss-audio")
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args(arguments)
    if options.data is None:
        print("left out: it needs a library that has been listened to (--data DIR)")
        return 0
    places = Places(options.data, Places.find().models)
    library, store = Library.open(places), AnalysisStore.open(places)
    bliss = Bliss(options.bliss, options.cache) if options.bliss else None
    if bliss is None:
        print("bliss-audio is left out: no interpreter that holds it was named (--bliss PYTHON)")
    try:
        return compare(library, store, bliss, places, with_halves=options.halves)
    finally:
        if bliss is not None:
            bliss.close()
        store.close()
        library.close()


def compare(
    library: Library, store: AnalysisStore, bliss: Bliss | None, places: Places, *, with_halves: bool
) -> int:
    heard = spaces.gather(store, labelled(library, SHORTEST), models.NAMES, models.ear_models(places.models))
    if heard is None:
        print("nothing in this library was heard", file=sys.stderr)
        return 1
    ids = [track.id for track in heard.corpus.tracks]
    by_id = {track.id: track.path for track in library.tracks(ids)}
    files = [by_id[id] for id in ids]
    extra: list[Method] = []
    if bliss is not None:
        found = [bliss.whole(file) for file in files]
        vectors = np.stack([np.full(23, np.nan) if one is None else one for one in found])
        theirs = Space("bliss-audio", Text("bliss-audio", {}), plain.euclidean(vectors))
        heard = replace(heard, spaces=(*heard.spaces, theirs))
        extra.append(bliss_radio(vectors))
    print(f"{len(files)} recordings, heard by {', '.join(heard.models)}; 95 % intervals", flush=True)
    asked = retrieval.ask(heard, retrieval.questions(heard.corpus, folders=True), QUERIES, Progress())
    for key, group in asked.items():
        show(retrieval.table(key, Text(key, {}), heard, group))
    for grouping in tastes.groupings(heard.corpus, folders=True):
        answers = tastes.ask(heard.corpus, heard.ear, grouping, TASTES, Progress(), extra)
        if answers is not None:
            show(tastes.table(heard.ear, grouping, answers, extra))
    for table in hubness.ask(heard, HUBS, Progress()):
        show(table)
    if with_halves:
        show(half_table(store, heard, files, bliss, places))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
