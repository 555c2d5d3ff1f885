"""Settings, "Your data": out into a file, back from it, and what other players counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.views.settings.data import DataSection
from core.domain import TrackId
from core.library.tracks import Library
from core.settings import Places
from tests.core.library.foreign_files import rhythmbox
from tests.core.test_scrobbling import add


class Shown:
    """The section, and what it said."""

    def __init__(self, library: Library) -> None:
        self.said: list[str] = []
        self.restored = 0
        self.section = DataSection(
            library, lambda text, _action, _act: self.said.append(text), self._count, lambda: None
        )

    def _count(self) -> None:
        self.restored += 1

    def report(self) -> str:
        """The text of the dialog that tells what came of it, which it closes; "" while there is none."""
        for dialog in self.section.findChildren(QDialog):
            text = dialog.findChild(QPlainTextEdit)
            if dialog.isVisible() and isinstance(text, QPlainTextEdit):
                said = text.toPlainText()
                dialog.close()
                return said
        return ""


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def airbag(library: Library) -> TrackId:
    return add(library, "Airbag", 284.0)


@pytest.fixture
def shown(qtbot: QtBot, library: Library) -> Shown:
    made = Shown(library)
    qtbot.addWidget(made.section)
    made.section.show()
    return made


def told(qtbot: QtBot, shown: Shown) -> str:
    found: list[str] = []

    def there() -> bool:
        found.append(shown.report())
        return bool(found[-1])

    qtbot.waitUntil(there)
    return found[-1]


def test_what_was_exported_comes_back(
    qtbot: QtBot, library: Library, airbag: TrackId, shown: Shown, tmp_path: Path
) -> None:
    library.set_rating(airbag, 4.5)
    shown.section.export_to(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: bool(shown.said))
    assert "1 track written to mine.json" in shown.said[0]
    library.set_rating(airbag, None)
    shown.section.restore_from(tmp_path / "mine.json")
    assert "1 track found" in told(qtbot, shown)
    assert library.track(airbag).rating == 4.5
    assert shown.restored == 1


def test_an_import_tells_what_matched_and_what_did_not(
    qtbot: QtBot, library: Library, airbag: TrackId, shown: Shown, tmp_path: Path
) -> None:
    shown.section.take_in_from(rhythmbox(tmp_path / "r.xml", b"/else/where.mp3", play_count=7))
    lines = told(qtbot, shown).splitlines()
    assert "1 matched by tags" in lines
    assert "7 plays added" in lines
    shown.section.take_in_from(rhythmbox(tmp_path / "s.xml", b"/x/y.mp3", title="Creep"))
    assert "Radiohead - Creep" in told(qtbot, shown)


def test_a_file_of_nobody_is_said_and_the_buttons_come_back(
    qtbot: QtBot, library: Library, shown: Shown, tmp_path: Path
) -> None:
    (tmp_path / "what").write_bytes(b"hello")
    shown.section.take_in_from(tmp_path / "what")
    qtbot.waitUntil(lambda: bool(shown.said))
    assert "what" in shown.said[0]
    assert shown.section._import.isEnabled()
