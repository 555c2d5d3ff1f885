"""What the map says of itself: what its distances and axes mean, and how far it can be trusted."""

from __future__ import annotations

from app import words
from app.mapdesk import Known
from app.views.mapmenus import measure_name
from app.words import tr
from core.explore.map.chart import Chart, Kind, Mode

NEIGHBOURS = 10


def foot_words(chart: Chart | None, known: Known | None, *, stopped: bool = False) -> str:
    """One line, the most important first; see `brief_words` for where there is little room."""
    if chart is None or not len(chart):
        return ""
    if chart.growing:
        return (
            tr("This layout was stopped before it was done.") if stopped else tr("The map is being laid out…")
        )
    return " ".join(filter(None, (_meaning(chart, known), _faithful(chart), _missing(chart, known))))


def brief_words(chart: Chart | None) -> str:
    """The one figure to keep in mind, where there is room for hardly more."""
    kept = chart.keeps.get(NEIGHBOURS) if chart is not None and not chart.growing else None
    if kept is None:
        return ""
    return tr("Keeps {share} % of the nearest").format(share=words.number(round(100 * kept)))


def _meaning(chart: Chart, known: Known | None) -> str:
    if chart.sight.kind is Kind.MEASURES:
        x, y = (measure_name(key, known) for key in (chart.sight.x, chart.sight.y))
        return tr("Across: {x}. Up: {y}. What is not known of a track leaves it out.").format(x=x, y=y)
    sound = chart.sight.kind is Kind.SOUND
    if not chart.axes:
        if sound:
            return tr("Distance means sound; the axes have no meaning.")
        return tr("Distance means the tags that were heard; the axes have no meaning.")
    shown = round(100 * sum(axis.share for axis in chart.axes))
    if not shown:  # one song differs from nothing
        return ""
    share = words.number(shown)
    return tr("The axes are where it differs most: together {share} % of it.").format(share=share)


def _faithful(chart: Chart) -> str:
    kept = chart.keeps.get(NEIGHBOURS)
    if kept is None or chart.sight.kind is Kind.MEASURES:
        return ""
    share = words.number(round(100 * kept))
    if chart.sight.mode is Mode.TRACKS:
        return tr("This picture keeps {share} % of each track's 10 nearest neighbours.").format(share=share)
    return tr("This picture keeps {share} % of each moment's 10 nearest neighbours.").format(share=share)


def _missing(chart: Chart, known: Known | None) -> str:
    """Of tracks that were heard, but not their moments."""
    model = known.model(chart.sight.model) if known is not None else None
    if model is None or chart.sight.mode is Mode.TRACKS:
        return ""
    missing = model.tracks - model.with_moments
    return tr("Of %Ln track(s) no moments were kept.", count=missing) if missing > 0 else ""
