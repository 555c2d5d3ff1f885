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


def every_look() -> list[theme.Theme]:
    """Both themes, with their own accent, with each that is offered, and with some a listener may pick."""
    picked = (*theme.ACCENTS.values(), "#FFFF00", "#0000FF", "#FF0000", "#000000", "#FFFFFF", "#808080")
    themes = (theme.DARK, theme.LIGHT)
    return [*themes, *(theme.tinted(each, accent) for each in themes for accent in picked)]


EVERY = pytest.mark.parametrize("colours", every_look(), ids=lambda t: f"{t.name}-{t.accent}")


def test_contrast_is_that_of_wcag() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert theme.contrast("#FFFFFF", "#777777") == theme.contrast("#777777", "#FFFFFF")


@EVERY
def test_all_words_can_be_read_on_all_grounds(colours: theme.Theme) -> None:
    """WCAG 2.1 AA asks for 4.5 (1.4.3)."""
    for ground in ("window", "panel", "raised", "selected", "row", "hover"):
        for ink in ("text", "secondary", "quiet", "accent", "love"):
            found = theme.contrast(getattr(colours, ink), getattr(colours, ground))
            assert found >= 4.5, f"{ink} on {ground}: {found:.2f}"


@EVERY
def test_words_on_the_accent_can_be_read(colours: theme.Theme) -> None:
    for ground in (colours.accent, colours.accent_hover, colours.accent_pressed):
        assert theme.contrast(colours.on_accent, ground) >= 4.5


@EVERY
def test_what_can_be_operated_stands_out(colours: theme.Theme) -> None:
    """1.4.11 asks for 3 between a control's own picture and what is beside it."""
    for ground in (colours.window, colours.panel, colours.raised):
        assert theme.contrast(colours.quiet, ground) >= 3  # a switch that is off
        assert theme.contrast(colours.accent, ground) >= 3  # one that is on, and the ring of the keyboard


@pytest.mark.parametrize("accent", theme.ACCENTS.values())
@BOTH
def test_an_accent_keeps_its_hue(colours: theme.Theme, accent: str) -> None:
    made, asked = QColor(theme.tinted(colours, accent).accent), QColor(accent)
    assert abs(made.hslHue() - asked.hslHue()) <= 2


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
    assert icons.pixmap("play", "text", 0).isNull()
    assert icons.icon("play").pixmap(QSize(12, 0)).isNull()
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


def test_an_accent_is_taken_on_at_once_and_given_back(dressed: QApplication) -> None:
    theme.look().choose("dark", "blue")
    assert theme.current() == theme.tinted(theme.DARK, theme.ACCENTS["blue"].lower())
    assert dressed.palette().highlight().color() == QColor(theme.current().accent)
    theme.look().choose("dark", "")
    assert theme.current() is theme.DARK


def test_what_the_system_asks_for_is_followed_at_once(dressed: QApplication) -> None:
    look = theme.look()
    look.choose("dark", theme.FROM_SYSTEM)
    look.follow(theme.System(accent="#c061cb", less_motion=True))
    assert QColor(theme.current().accent).hslHue() == pytest.approx(QColor("#c061cb").hslHue(), abs=2)
    assert theme.motion() == 0
    look.follow(theme.System())
    assert theme.current() is theme.DARK
    assert theme.motion() == theme.MOTION_MS
    look.choose("dark", "")
