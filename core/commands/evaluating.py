"""`evaluate`: how well Meander hears and chooses, measured on this library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from core.commands.answers import Answer, open_library, open_store
from core.database import sole_writer
from core.errors import UserError
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places

if TYPE_CHECKING:
    from core.explore.evaluation.record import Column, Estimate, Evaluation, Table

LABEL = 38
"""Cells for the name of a row."""
WIDTH = 132
"""A table wider than this goes on below."""


def evaluate(places: Places, progress: Progress, *, quick: bool, folders: bool) -> Answer:
    """Measures the library and keeps the result in it, where the window shows it.

    Raises UserError when too little was heard, Cancelled.
    """
    from core.analysis import models
    from core.explore.evaluation.measure import evaluate as measure

    default = models.ear_models(places.models)
    with open_library(places) as library, open_store(places) as store:
        found = measure(
            library, store, progress, models=models.NAMES, default=default, quick=quick, folders=folders
        )
        warnings = _kept(places, library, found.to_json())
    return Answer(found.to_json(), in_lines(found), warnings)


def _kept(places: Places, library: Library, document: dict[str, Any]) -> tuple[str, ...]:
    """Keeps it in the library; says so where another program writes it now, for nothing else is lost."""
    from core.explore.evaluation.record import SESSION_KEY

    try:
        with sole_writer(places.lock_file):
            library.set_session(SESSION_KEY, document)
    except UserError as problem:
        return (f"not kept for the window: {problem}",)
    return ()


def in_lines(found: Evaluation) -> Iterator[str]:
    """For a person at a terminal."""
    yield (
        f"{found.recordings:,} recordings, heard by {', '.join(found.models)};"
        f" {found.seconds:.0f} s{', quick' if found.quick else ''}. Values with their 95 % intervals."
    )
    for table in found.tables:
        yield ""
        yield str(table.title)
        yield from table_in_lines(table)
        yield from (f"  {note}" for note in table.notes)
    if found.untold:
        yield from ("", "What this library cannot tell")
        yield from (f"  {text}" for text in found.untold)
    yield from ("", "What the figures do not show")
    yield from (f"  {text}" for text in found.caveats)


def table_in_lines(table: Table) -> Iterator[str]:
    """In as many blocks as its columns need."""
    widths = [max(len(column.label), _widest(table, place)) + 2 for place, column in enumerate(table.columns)]
    block: list[int] = []
    for place, width in enumerate(widths):
        if block and LABEL + sum(widths[other] for other in block) + width > WIDTH:
            yield from _block(table, block, widths)
            block = []
        block.append(place)
    yield from _block(table, block, widths)


def _block(table: Table, block: list[int], widths: list[int]) -> Iterator[str]:
    yield " " * LABEL + "".join(f"{table.columns[place].label:>{widths[place]}}" for place in block)
    for row in table.rows:
        mark = "*" if row.is_default else " "
        cells = "".join(
            f"{in_words(row.cells[place], table.columns[place]):>{widths[place]}}" for place in block
        )
        yield f"{mark} {row.label:<{LABEL - 2}.{LABEL - 2}}{cells}"


def _widest(table: Table, place: int) -> int:
    return max((len(in_words(row.cells[place], table.columns[place])) for row in table.rows), default=0)


def in_words(cell: Estimate | None, column: Column) -> str:
    """0.752 [0.731, 0.774]; of a single value without its interval; - for what cannot be told."""
    if cell is None:
        return "-"
    value, low, high = (f"{number:.{column.digits}f}" for number in (cell.value, cell.low, cell.high))
    return value if low == high else f"{value} [{low}, {high}]"
