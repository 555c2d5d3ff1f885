"""An evaluation in plain words: what each table asked, how what is in use stands, what the figures mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app import words
from app.views.settings.listening import model_words
from app.widgets.figuretable import Cell, Line
from app.words import tr
from core.explore.evaluation.record import Column, Estimate, Row, Table

NO_SPREAD = 1e-9
MINUTE = 60
PAIRED = "ahead of"
"""How rows begin that tell of differences: they stand beside the others, and are no rivals of theirs."""
_ONE_LETTER = re.compile(r"\b(\w)-")
"""What a head must not be broken after: "R-precision"."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How what is in use stands in one table.

    ahead: in how many of the columns another row has the better figure. better: by row, in how many of them
    so surely that the ranges do not overlap.
    """

    asked: int
    ahead: int
    better: Mapping[str, int]


def verdict_of(table: Table) -> Verdict | None:
    """None where the table compares nothing with what is in use."""
    own = next((row for row in table.rows if row.is_default), None)
    if own is None or len(table.rows) < 2:
        return None
    asked = ahead = 0
    better: dict[str, int] = {}
    for at, column in enumerate(table.columns):
        mine, best = own.cells[at], best_of(table, at)
        if not column.better or mine is None or best is None:
            continue
        asked += 1
        row = table.rows[best]
        top = row.cells[at]
        assert top is not None
        ahead += top.value != mine.value
        if not _overlap(mine, top):
            name = _named(words.said(row.label))
            better[name] = better.get(name, 0) + 1
    return Verdict(asked, ahead, better) if asked else None


def told(verdict: Verdict) -> str:
    """In a sentence or two; of a difference that may be chance, no more than that."""
    surely = sum(verdict.better.values())
    if not verdict.ahead:
        return tr("What Meander uses has the best figures here; where ranges overlap, that may be chance.")
    if not surely:
        return tr("Where another row is ahead of what Meander uses, that may be chance.")
    names = ", ".join(tr("“{name}”").format(name=name) for name in verdict.better)
    if surely == verdict.asked:
        return tr("Better here than what Meander uses: {names}.").format(names=names)
    text = tr("Better than what Meander uses in {some} of {all} columns: {names}.")
    said = text.format(some=surely, all=verdict.asked, names=names)
    if surely == verdict.ahead:
        return said
    return f"{said} {tr('Where others are ahead, that may be chance.')}"


def took(seconds: float) -> str:
    """ "took 12 s", "took 3 min"."""
    if seconds < MINUTE:
        return tr("took {seconds} s").format(seconds=max(1, round(seconds)))
    return tr("took {time}").format(time=words.elapsed(seconds))


def _overlap(one: Estimate, other: Estimate) -> bool:
    return one.low <= other.high + NO_SPREAD and other.low <= one.high + NO_SPREAD


def best_of(table: Table, column: int) -> int | None:
    """The row with the best figure; None where a column has no better and worse, or only one figure."""
    better = table.columns[column].better
    figures = [
        (cell.value * better, -at)
        for at, row in enumerate(table.rows)
        if (cell := row.cells[column]) and not row.label.startswith(PAIRED)
    ]
    return -max(figures)[1] if better and len(figures) > 1 else None


def question(key: str) -> str:
    """What a table asked, in a sentence; "" for one that is not known here."""
    listener = tr(
        "A made-up listener with a known taste hears a hundred tracks, and skips what does not please."
    )
    return {
        "artists": tr("Each song looks for the others of its album, and of its artist, by sound alone."),
        "genres": tr("Each song looks for its genre among other artists, and for other edits of itself."),
        "radio-artist": tr("From M songs of an artist: do the others of that artist come first?"),
        "radio-genre": tr("From M songs of a genre: does its music by other artists come first?"),
        "playlists": tr("Half of each playlist is hidden; the other half is asked to find it."),
        "hubs": tr("Do a few songs come up everywhere, and do some never come up?"),
        "agreement": tr("Do two ways of listening find the same songs near?"),
        "halves": tr("Does one half of a song find the other among many?"),
        "radios": tr("How near, how varied and how new is what a radio plays?"),
        "listener-one": listener,
        "listener-two": listener,
        "listener-drift": listener,
        "listener-trait": listener,
    }.get(key, "")


def glossary() -> str:
    """The measures of the column heads."""
    return "\n".join(
        (
            tr("P@10: the share of right ones among the first ten."),
            tr("MAP@10, AP: the same, and more the further up they stand; 1 is perfect."),
            tr("R-precision: the share of right ones among as many as there are in all."),
            tr("R@50: how much of what was hidden is among the first fifty; nDCG@50: and how far up."),
            tr("Skew: 0 when every song comes up alike, above 1.5 when a few come up everywhere."),
            tr("Regret: tracks that pleased less than had the taste been known; M: songs that were liked."),
        )
    )


def intro() -> str:
    """How to read all of it."""
    return tr(
        "Below each figure stands its range: with other songs of this library as questions, it would lie "
        "there 95 times of 100. Where two ranges overlap, the difference may be chance. What Meander uses is "
        "coloured, the best of each column bold; ↓ marks what is better when it is small."
    )


def stage(said: str) -> str:
    """What the test is at, by the first word of what it says of itself."""
    return {
        "looking": tr("Looking for what belongs together"),
        "asking": tr("Asking each song for its album, artist and genre"),
        "counting": tr("Counting songs that come up everywhere"),
        "halving": tr("Asking halves of songs for each other"),
        "hiding": tr("Hiding half of each playlist"),
        "tastes": tr("Trying made-up tastes"),
        "radios": tr("Playing radios"),
        "listeners": tr("Playing to made-up listeners"),
    }.get(said.partition(":")[0].partition(" ")[0], tr("Testing"))


def heads(table: Table) -> list[str]:
    """Of the columns, that of the names first."""
    marks = {1: "", -1: " ↓", 0: ""}
    named = (_named(words.said(column.label)) + marks[column.better] for column in table.columns)
    return ["", *(_ONE_LETTER.sub("\\1\N{NON-BREAKING HYPHEN}", name) for name in named)]


def line(table: Table, row: Row) -> Line:
    """A row with its figures over their ranges."""
    at = table.rows.index(row)
    cells = [
        _cell(cell, column, best=best_of(table, number) == at)
        for number, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]
    return Line(_named(words.said(row.label)), cells, row.is_default)


def _named(said: str) -> str:
    """A model by what it is, where the row or column is no more than its name."""
    return model_words().get(said, said)


def _cell(estimate: Estimate | None, column: Column, *, best: bool) -> Cell:
    measure = words.said(column.label)
    if estimate is None:
        return Cell("–", said=tr("{measure}: cannot be told").format(measure=measure))
    figure, low, high = (
        _figure(each, column.digits) for each in (estimate.value, estimate.low, estimate.high)
    )
    said = tr(
        "{measure}: {figure}, between {low} and {high} with 95 % certainty; %Ln asked", count=estimate.n
    )
    named: dict[str, Any] = {"measure": measure, "figure": figure, "low": low, "high": high}
    between = f"{low} – {high}" if estimate.high > estimate.low else ""
    return Cell(figure, between, best, said.format(**named))


def _figure(value: float, digits: int) -> str:
    said = words.locale().toString(abs(value), "f", digits)
    return f"\N{MINUS SIGN}{said}" if value < 0 and float(f"{value:.{digits}f}") else said
