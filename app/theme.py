"""Colours, type and spacing as tokens, and the Qt palette and style sheet made from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyle

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, each as "#rrggbb"."""

    name: str
    window: str
    panel: str
    raised: str
    selected: str
    hairline: str
    text: str
    secondary: str
    quiet: str
    accent: str
    on_accent: str
    love: str = "#FF8A7A"
    time: tuple[str, str, str, str] = ("#4FD1B8", "#6096FF", "#A07CFF", "#FF8A7A")
    """Colours along a trajectory, from its start to its end."""

    @property
    def row(self) -> str:
        """Behind a selected row or a chip that is on: a breath of the accent over the window."""
        return blend(self.window, self.accent, 0.15)

    @property
    def hover(self) -> str:
        """Behind what the pointer is over, on the window or a panel."""
        return blend(self.panel, self.selected, 0.55)

    @property
    def outline(self) -> str:
        """Around a chip that is on."""
        return blend(self.window, self.accent, 0.55)


DARK = Theme(
    "dark",
    "#0F1014",
    "#15171D",
    "#1C1F27",
    "#272B36",
    "#262A34",
    "#ECEDF1",
    "#A6ABB8",
    "#8A90A0",
    "#4FD1B8",
    "#08211C",
)
LIGHT = Theme(
    "light",
    "#F6F6F3",
    "#FFFFFF",
    "#EFEFEB",
    "#E3E5E1",
    "#E2E2DD",
    "#17181C",
    "#555B66",
    "#6B707A",
    "#087262",
    "#FFFFFF",
)

SIZES = (11, 12, 13, 15, 24, 28)
ROW, COMPACT_ROW, SIDEBAR, RIGHT_PANEL, PLAYER_BAR = 40, 28, 216, 320, 88
CONTROL_RADIUS, CARD_RADIUS = 8, 12
MOTION_MS = 160
"""How long a panel takes to open; `motion()` says whether it may."""


def blend(under: str, over: str, share: float) -> str:
    """`over` laid on `under` with opacity `share` (0 to 1), as "#rrggbb"."""
    a, b = QColor(under), QColor(over)
    mixed = (round(x + (y - x) * share) for x, y in zip(_rgb(a), _rgb(b), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*mixed)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@cache
def _family() -> str:
    """Inter where it is installed, else the system's interface font."""
    return "Inter" if "Inter" in QFontDatabase.families() else QApplication.font().family()


def font(size: int = 13, weight: int = 400, *, tabular: bool = False) -> QFont:
    """The interface font. size: pixels, one of SIZES; tabular: figures of equal width (times, counts)."""
    made = QFont(_family())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def palette(theme: Theme) -> QPalette:
    """What widgets without a style sheet rule, and our own painting, take their colours from."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: theme.window,
        role.Base: theme.window,
        role.AlternateBase: theme.panel,
        role.Button: theme.raised,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.ToolTipBase: theme.selected,
        role.ToolTipText: theme.text,
    }.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(blend(theme.panel, theme.quiet, 0.55)))
    return made


def stylesheet(theme: Theme) -> str:
    """resources/style.qss with the theme's tokens filled in.

    Widgets say what they are by the dynamic property `kind`:
    QLabel: title, fact, heading, strong, secondary, quiet, caps; QPushButton: primary, chip (checkable: an
    accent pill when on), quiet, danger; QToolButton: icon; QFrame: card, panel, raised, hairline;
    QAbstractItemView: plain (no frame, window colour). Without one they look as a calm default.
    """
    tokens = {name: getattr(theme, name) for name in theme.__slots__ if name not in ("name", "time")}
    derived = {
        "row": theme.row,
        "hover": theme.hover,
        "outline": theme.outline,
        "disabled": blend(theme.panel, theme.quiet, 0.55),
        "pressed": blend(theme.selected, theme.text, 0.06),
        "accent_hover": blend(theme.accent, theme.text, 0.12),
        "accent_pressed": blend(theme.accent, theme.window, 0.15),
        "handle": blend(theme.window, theme.quiet, 0.35),
        "handle_hover": blend(theme.window, theme.quiet, 0.7),
        "art": (RESOURCES / "theme" / theme.name).as_posix(),
        "control_radius": f"{CONTROL_RADIUS}px",
        "card_radius": f"{CARD_RADIUS}px",
    }
    return Template((RESOURCES / "style.qss").read_text("utf-8")).substitute(tokens | derived)


def motion() -> int:
    """Milliseconds that a movement may take: 0 where the system asks for less motion."""
    asked = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return MOTION_MS if asked > 0 else 0


class Look(QObject):
    """The theme now in use; follows the system while `choice` is "system"."""

    changed = Signal()
    """The colours are others now; style sheet and palette are already set."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.choice = "system"
        self.theme: Theme | None = None
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    def choose(self, choice: str) -> None:
        """choice: "system", "dark" or "light"."""
        self.choice = choice
        self._refresh()

    def _refresh(self) -> None:
        chosen = {"dark": DARK, "light": LIGHT}.get(self.choice) or self._of_the_system()
        if chosen is self.theme:
            return
        self.theme = chosen
        self._app.setPalette(palette(chosen))
        self._app.setStyleSheet(stylesheet(chosen))
        self.changed.emit()

    def _of_the_system(self) -> Theme:
        # Unknown (bare X servers) counts as dark: the pictures are drawn dark first.
        light = self._app.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK


_look: Look | None = None


def apply(app: QApplication, choice: str = "system") -> Look:
    """Dresses the program: style, font, palette, style sheet. Call once per QApplication."""
    global _look
    if _look is None or _look.parent() is not app:
        app.setStyle("Fusion")
        app.setFont(font())
        _look = Look(app)
    _look.choose(choice)
    return _look


def look() -> Look:
    """The look in use, with its `changed` signal. Only after `apply`."""
    assert _look is not None
    return _look


def current() -> Theme:
    """The colours in use; dark before `apply`."""
    return (_look and _look.theme) or DARK
