"""Colours one can read, icons that follow them, a style sheet without holes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from app import icons, theme

APP = Path(theme.__file__).parent
BOTH = pytest.mark.parametrize("colours", [theme.DARK, theme.LIGHT], ids=lambda t: t.name)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, "dark")
    return qapp


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("ink", ["text", "secondary", "quiet", "accent"])
@pytest.mark.parametrize("ground", ["window", "panel"])
def test_words_can_be_read_on_every_ground(colours: theme.Theme, ink: str, ground: str) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@BOTH
def test_words_on_the_accent_can_be_read(colours: theme.Theme) -> None:
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@BOTH
def test_a_selected_row_can_be_read(colours: theme.Theme) -> None:
    assert contrast(colours.text, colours.row) >= 7
    assert contrast(colours.secondary, colours.row) >= 4.5


@BOTH
def test_the_style_sheet_has_no_holes_and_its_pictures_exist(colours: theme.Theme) -> None:
    sheet = theme.stylesheet(colours)
    assert "$" not in sheet
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert [picture for picture in pictures if not Path(picture).is_file()] == []


def test_every_icon_the_program_names_exists() -> None:
    named = set()
    for source in APP.rglob("*.py"):
        text = source.read_text("utf-8")
        named |= set(re.findall(r'(?:icons\.(?:icon|pixmap)|IconButton|EmptyState)\(\s*"([a-z0-9-]+)"', text))
        named |= set(re.findall(r'icon="([a-z0-9-]+)"', text))
    assert len(named) > 10
    assert sorted(name for name in named if not (icons.FOLDER / f"{name}.svg").is_file()) == []


def test_an_icon_takes_the_colours_of_a_new_theme_by_itself(dressed: QApplication) -> None:
    made = icons.icon("square", "accent", 24, filled=True)
    assert middle(made) == theme.DARK.accent.lower()
    theme.look().choose("light")
    assert middle(made) == theme.LIGHT.accent.lower()


def test_a_checked_icon_takes_its_other_colour(dressed: QApplication) -> None:
    made = icons.icon("square", "secondary", 24, on="love", filled=True)
    assert middle(made) == theme.DARK.secondary.lower()
    assert middle(made, QIcon.State.On) == theme.DARK.love.lower()


def test_an_icon_is_drawn_at_the_sharpness_of_the_screen(dressed: QApplication) -> None:
    made = icons.pixmap("play", "text", 20, 2.0)
    assert (made.width(), made.devicePixelRatio()) == (40, 2.0)


def test_the_theme_changes_once_and_tells(dressed: QApplication) -> None:
    told: list[str] = []
    theme.look().changed.connect(lambda: told.append(theme.current().name))
    theme.apply(dressed, "light")
    theme.apply(dressed, "light")
    assert told == ["light"]
    assert dressed.palette().window().color() == QColor(theme.LIGHT.window)


def test_an_unknown_icon_is_an_error(dressed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def middle(made: QIcon, state: QIcon.State = QIcon.State.Off) -> str:
    image = made.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Normal, state).toImage()
    return image.pixelColor(12, 12).name()
