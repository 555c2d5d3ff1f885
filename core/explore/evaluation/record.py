"""What an evaluation found: tables of estimates, and what could not be told. Needs no numpy, so that a
window can show the last one at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from core.texts import Text

SESSION_KEY = "evaluation"
"""Where the library keeps the last one."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % interval by bootstrap over n queries (songs, radios; the table says which)."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Column:
    """label: what is measured. better: 1 where more is better, -1 where less is, 0 for neither."""

    label: Text
    better: int = 1
    digits: int = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One way of listening or choosing; `cells` in the order of the columns, None where it cannot be told."""

    label: Text
    cells: tuple[Estimate | None, ...]
    is_default: bool = False
    """What the program itself uses."""


@dataclass(frozen=True, slots=True)
class Table:
    """key: "retrieval", "radio" … . notes: how it was asked, and what it does not show."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()


def without_empty_columns(
    columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The columns in which anything could be told, and the rows of these."""
    told = [at for at in range(len(columns)) if any(row.cells[at] is not None for row in rows)]
    kept = tuple(replace(row, cells=tuple(row.cells[at] for at in told)) for row in rows)
    return tuple(columns[at] for at in told), kept


@dataclass(frozen=True, slots=True)
class Evaluation:
    """untold: questions this library gives no answer to, with the reason. caveats: what no table shows."""

    made_at: float
    """Seconds since the epoch."""
    seconds: float
    recordings: int
    models: tuple[str, ...]
    quick: bool
    tables: tuple[Table, ...]
    untold: tuple[Text, ...] = ()
    caveats: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON values, for `from_json` and for scripts."""
        return {
            "format": FORMAT,
            "made_at": self.made_at,
            "seconds": self.seconds,
            "recordings": self.recordings,
            "models": list(self.models),
            "quick": self.quick,
            "tables": [_table_json(table) for table in self.tables],
            "untold": [_text_json(text) for text in self.untold],
            "caveats": [_text_json(text) for text in self.caveats],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any] | None) -> Self | None:
        """None where there is none, or of another format: it is then simply made again."""
        if not document or document.get("format") != FORMAT:
            return None
        return cls(
            document["made_at"],
            document["seconds"],
            document["recordings"],
            tuple(document["models"]),
            document["quick"],
            tuple(_table(table) for table in document["tables"]),
            tuple(_text(text) for text in document["untold"]),
            tuple(_text(text) for text in document["caveats"]),
        )


def _text_json(text: Text) -> dict[str, Any]:
    """With its template and values, so that the window can say it in its own language."""
    return {"text": str(text), "template": text.template, "values": dict(text.values), "count": text.number}


def _text(document: Mapping[str, Any]) -> Text:
    return Text(document["template"], document["values"], document["count"])


def _table_json(table: Table) -> dict[str, Any]:
    columns = [
        {"label": _text_json(column.label), "better": column.better, "digits": column.digits}
        for column in table.columns
    ]
    rows = [
        {
            "label": _text_json(row.label),
            "is_default": row.is_default,
            "cells": [_cell_json(c) for c in row.cells],
        }
        for row in table.rows
    ]
    notes = [_text_json(note) for note in table.notes]
    return {
        "key": table.key,
        "title": _text_json(table.title),
        "columns": columns,
        "rows": rows,
        "notes": notes,
    }


def _cell_json(cell: Estimate | None) -> dict[str, float] | None:
    return None if cell is None else {"value": cell.value, "low": cell.low, "high": cell.high, "n": cell.n}


def _table(document: Mapping[str, Any]) -> Table:
    return Table(
        document["key"],
        _text(document["title"]),
        tuple(Column(_text(c["label"]), c["better"], c["digits"]) for c in document["columns"]),
        tuple(
            Row(_text(r["label"]), tuple(c and Estimate(**c) for c in r["cells"]), r["is_default"])
            for r in document["rows"]
        ),
        tuple(_text(note) for note in document["notes"]),
    )
