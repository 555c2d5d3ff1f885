"""A picture of curves into a file: which, where, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from app import words
from app.views.commands import show_in_folder
from app.widgets.curve3d.view import CurveView
from app.words import tr
from core.domain import Track
from core.errors import UserError

ENDINGS = (".png", ".svg")
NOT_IN_NAMES = re.compile(r"""[/\\:*?"<>|]""")
Say = Callable[[str, str, Callable[[], object]], object]


def save_picture(view: CurveView, track: Track | None, said: Say, failed: Callable[[str], object]) -> None:
    """Asks for the file. track: whose curve it is; None: of several. said: told that it is written; failed:
    why it is not."""
    name = " - ".join(filter(None, (track.artist, track.title))) if track is not None else tr("Curves")
    suggested = NOT_IN_NAMES.sub("_", name) + ".png"
    chosen, kind = QFileDialog.getSaveFileName(
        view.window(), tr("Save the picture"), suggested, "PNG (*.png);;SVG (*.svg)"
    )
    if chosen:
        ending = ".svg" if "svg" in kind else ".png"
        file = Path(chosen)
        write_picture(view, file if file.suffix.lower() in ENDINGS else Path(chosen + ending), said, failed)


def write_picture(view: CurveView, file: Path, said: Say, failed: Callable[[str], object]) -> None:
    try:
        view.save(file)
    except UserError as problem:
        failed(words.said(problem))
    else:
        text = tr("The picture is in {file}.").format(file=file.name)
        said(text, tr("Show in folder"), lambda: show_in_folder(file))
