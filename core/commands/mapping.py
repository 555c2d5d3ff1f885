"""`map`: the collection laid out, without a window."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.commands.answers import Answer, all_tracks, at_home, open_library
from core.commands.models import known_model
from core.database import sole_writer
from core.domain import Track
from core.errors import UserError
from core.progress import Progress
from core.replacing import replacing
from core.settings import Places

if TYPE_CHECKING:
    from core.explore.map.chart import Chart

MODES = ("tracks", "moments", "paths")
KINDS = ("sound", "tags")
PROJECTIONS = ("tsne", "umap", "pacmap", "pca", "standard-pca")
TOLD = (5, 10)
SIDE = 1000.0
"""Of the picture, in its own unit."""
MARGIN = 20.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """mode, kind, projection: as in `Sight`. model: None for the best one that has heard anything."""

    mode: str = "tracks"
    kind: str = "sound"
    model: str | None = None
    projection: str = "tsne"
    anew: bool = False
    svg: Path | None = None
    csv: Path | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mode", choices=MODES, default=MODES[0], help="what a point is")
    parser.add_argument(
        "--model", metavar="M", help="as this one hears; else the best that has heard anything"
    )
    parser.add_argument(
        "--kind", choices=KINDS, default=KINDS[0], help="how it sounds, or the tags heard in it"
    )
    parser.add_argument(
        "--projection", choices=PROJECTIONS, default=PROJECTIONS[0], help="how it becomes flat"
    )
    parser.add_argument(
        "--anew", action="store_true", help="lay it out again, from where everything lies now"
    )
    out = parser.add_mutually_exclusive_group()
    out.add_argument("--svg", type=Path, metavar="FILE", help="write a picture")
    out.add_argument("--csv", type=Path, metavar="FILE", help="write where everything lies")


def wanted_from(options: argparse.Namespace) -> Wanted:
    said = (options.mode, options.kind, options.model, options.projection, options.anew)
    return Wanted(*said, svg=options.svg, csv=options.csv)


def map_(places: Places, wanted: Wanted, progress: Progress) -> Answer:
    """The map as it is kept, with newcomers placed; laid out where there is none. Raises UserError."""
    from core.explore.map.atlas import Atlas
    from core.explore.map.chart import Kind, Mode, Projection, Sight

    with sole_writer(places.lock_file), open_library(places) as library:
        atlas = Atlas(library, places)
        try:
            sight = Sight(
                Mode(wanted.mode),
                Kind(wanted.kind),
                _model(atlas.models(), wanted, places),
                Projection(wanted.projection),
            )
            chart = atlas.chart(sight, progress, anew=wanted.anew)
        finally:
            atlas.close()
        tracks = all_tracks(library, sorted(set(chart.tracks.tolist())))
    for file, write in ((wanted.svg, _svg), (wanted.csv, _csv)):
        if file is not None:
            _write(at_home(file), write(chart, tracks))
    return Answer(_document(chart, len(tracks)), _lines(chart, len(tracks)))


def _model(heard: Sequence[Any], wanted: Wanted, places: Places) -> str:
    if wanted.model is not None:
        return known_model(wanted.model, places)
    fit = [each.name for each in heard if wanted.kind != "tags" or each.has_tags]
    if not fit:
        raise UserError("Nothing has been heard yet that a map could show; first: meander analyse")
    return str(fit[0])


def _document(chart: Chart, tracks: int) -> dict[str, Any]:
    sight = chart.sight
    return {
        **{"mode": sight.mode, "kind": sight.kind, "model": sight.model, "projection": sight.projection},
        **{"points": len(chart), "tracks": tracks, "placed": int(chart.placed.sum())},
        "keeps": {str(n): share for n, share in sorted(chart.keeps.items())},
        "grown": chart.grown,
        "axes": [axis.share for axis in chart.axes],
    }


def _lines(chart: Chart, tracks: int) -> list[str]:
    sight = chart.sight
    what = "tracks" if sight.mode == "tracks" else "moments"
    lines = [
        f"{len(chart):,} {what} of {tracks:,} tracks, by {sight.model} ({sight.kind}, {sight.projection})"
    ]
    kept = [f"{chart.keeps[n]:.0%} of the {n} nearest" for n in TOLD if n in chart.keeps]
    if kept:
        lines.append(f"it keeps {', '.join(kept)}")
    if chart.axes:
        lines.append(f"it shows {sum(axis.share for axis in chart.axes):.0%} of what differs")
    if count := int(chart.placed.sum()):
        lines.append(f"{count:,} came since it was laid out ({chart.grown:.0%}); --anew lays it out again")
    return lines


def _write(file: Path, text: str) -> None:
    with replacing(file) as out:
        out.write(text.encode("utf-8", "surrogateescape"))


def _csv(chart: Chart, tracks: Sequence[Track]) -> str:
    known = {track.id: track for track in tracks}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["id", "start", "x", "y", "artist", "title", "path"])
    for id, start, x, y in _points(chart):
        track = known[id]
        begins = "" if start != start else f"{start:.3f}"
        table.writerow([id, begins, f"{x:.6f}", f"{y:.6f}", track.artist, track.title, track.path])
    return out.getvalue()


def _svg(chart: Chart, tracks: Sequence[Track]) -> str:
    """Up is up, so y is turned over."""
    names = {track.id: _in_xml(f"{track.artist or '?'} – {track.title}") for track in tracks}
    low, high = chart.xy.min(axis=0), chart.xy.max(axis=0)
    scale = (SIDE - 2 * MARGIN) / max(float((high - low).max()), 1e-9)
    size = 4.0 if len(chart) <= 1000 else 2.0 if len(chart) <= 20_000 else 1.0
    middle = (low + high) / 2
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {SIDE:g}">']
    lines.append('<g fill="#4f6bed" fill-opacity="0.6">')
    for id, _, x, y in _points(chart):
        across, down = SIDE / 2 + (x - middle[0]) * scale, SIDE / 2 - (y - middle[1]) * scale
        lines.append(
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{size:g}"><title>{names[id]}</title></circle>'
        )
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _in_xml(text: str) -> str:
    """XML has no word for most control characters, nor for half a surrogate pair."""
    return escape("".join(each for each in text if each >= " " and not "\ud800" <= each <= "\udfff"))


def _points(chart: Chart) -> Iterator[tuple[Any, float, float, float]]:
    return zip(chart.tracks.tolist(), chart.starts.tolist(), *chart.xy.T.tolist(), strict=True)
