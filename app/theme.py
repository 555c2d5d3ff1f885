"""Colours, type and spacing as tokens, and the Qt palette and style sheet made from them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
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
    def dark(self) -> bool:
        return self.name == "dark"

    @property
    def row(self) -> str:
        """Behind a selected row or a chip that is on: a breath of the accent over the window."""
        return blend(self.window, self.accent, 0.15 if self.dark else 0.10)

    @property
    def hover(self) -> str:
        """Behind what the pointer is over, on the window or a panel."""
        return blend(self.panel, self.selected, 0.55)

    @property
    def outline(self) -> str:
        """Around a chip that is on."""
        return blend(self.window, self.accent, 0.55)

    @property
    def accent_hover(self) -> str:
        """Behind `on_accent`, under the pointer."""
        return blend(self.accent, self.text, 0.12)

    @property
    def accent_pressed(self) -> str:
        return blend(self.accent, self.window if self.dark else self.text, 0.15)


DARK = Theme(
    "dark",
    "#0F1014",
    "#15171D",
    "#1C1F27",
    "#272B36",
    "#262A34",
    "#ECEDF1",
    "#A6ABB8",
    "#9096A6",
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
    "#4B515B",
    "#5C616B",
    "#087262",
    "#FFFFFF",
    love="#B23024",
)
ACCENTS = {
    "blue": "#5B8DEF",
    "violet": "#9B7CF0",
    "rose": "#E5709B",
    "amber": "#D99A2B",
    "green": "#5FB760",
    "graphite": "#9AA1AE",
}
"""Accents one can choose beside the theme's own; each is made lighter or darker until it can be read."""
FROM_SYSTEM = "system"
READABLE = 4.5
"""WCAG 2.1 AA, the contrast of words to what is behind them."""

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


def contrast(one: str, other: str) -> float:
    """Between two colours, 1 to 21: WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (part / 255 for part in _rgb(QColor(colour)))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def tinted(theme: Theme, accent: str) -> Theme:
    """The theme with another accent, as near to `accent` ("#rrggbb") as words in it can be read."""
    asked = QColor(accent)
    hue, saturation, lightness = max(0.0, asked.hslHueF()), asked.hslSaturationF(), asked.lightnessF()
    on_accent = "#0B0D10" if theme.dark else "#FFFFFF"
    for step in range(101):
        for towards in (lightness + step / 100, lightness - step / 100):
            if 0 <= towards <= 1:
                near = QColor.fromHslF(hue, saturation, towards).name().upper()
                made = replace(theme, accent=near if step else accent.upper(), on_accent=on_accent)
                if _can_be_read(made):
                    return made
    return theme


def _can_be_read(theme: Theme) -> bool:
    grounds = (theme.window, theme.panel, theme.raised, theme.selected, theme.row, theme.hover)
    inks = (theme.text, theme.secondary, theme.quiet, theme.love)
    fills = (theme.accent, theme.accent_hover, theme.accent_pressed)
    return (
        min(contrast(theme.accent, ground) for ground in grounds) >= READABLE
        and min(contrast(theme.on_accent, fill) for fill in fills) >= READABLE
        and min(contrast(ink, theme.row) for ink in inks) >= READABLE
    )


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
        "accent_hover": theme.accent_hover,
        "accent_pressed": theme.accent_pressed,
        "handle": blend(theme.window, theme.quiet, 0.35),
        "handle_hover": blend(theme.window, theme.quiet, 0.7),
        "art": (RESOURCES / "theme" / theme.name).as_posix(),
        "control_radius": f"{CONTROL_RADIUS}px",
        "card_radius": f"{CARD_RADIUS}px",
    }
    return Template((RESOURCES / "style.qss").read_text("utf-8")).substitute(tokens | derived)


def motion() -> int:
    """Milliseconds that a movement may take: 0 where the system asks for less motion."""
    if _look is not None and _look.system.less_motion:
        return 0
    asked = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return MOTION_MS if asked > 0 else 0


@dataclass(frozen=True, slots=True)
class System:
    """What the desktop asks for, where Qt does not hear of it. dark: None when it does not say."""

    dark: bool | None = None
    accent: str = ""
    less_motion: bool = False


class Look(QObject):
    """The theme now in use; follows the system while `choice` is "system"."""

    changed = Signal()
    """The colours are others now; style sheet and palette are already set."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.choice, self.accent = "system", ""
        self.system = System()
        self.theme: Theme | None = None
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    def choose(self, choice: str, accent: str | None = None) -> None:
        """choice: "system", "dark" or "light". accent: one of ACCENTS, FROM_SYSTEM, "#rrggbb", "" for the
        theme's own; None leaves it."""
        self.choice = choice
        self.accent = self.accent if accent is None else accent
        self._refresh()

    def follow(self, system: System) -> None:
        """The desktop asks for something else now."""
        self.system = system
        self._refresh()

    def _refresh(self) -> None:
        chosen = {"dark": DARK, "light": LIGHT}.get(self.choice) or self._of_the_system()
        accent = self.system.accent if self.accent == FROM_SYSTEM else ACCENTS.get(self.accent, self.accent)
        if QColor.isValidColorName(accent):
            chosen = tinted(chosen, QColor(accent).name())
        if chosen is self.theme:
            return
        self.theme = chosen
        self._app.setPalette(palette(chosen))
        self._app.setStyleSheet(stylesheet(chosen))
        self.changed.emit()

    def _of_the_system(self) -> Theme:
        # Unknown (bare X servers) counts as dark: the pictures are drawn dark first.
        scheme = self._app.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown and self.system.dark is not None:
            return DARK if self.system.dark else LIGHT
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK


_look: Look | None = None


def apply(app: QApplication, choice: str = "system", accent: str = "") -> Look:
    """Dresses the program: style, font, palette, style sheet. See `Look.choose`."""
    global _look
    if _look is None or _look.parent() is not app:
        of_system = app.palette().color(QPalette.ColorRole.Accent).name()
        app.setStyle("Fusion")
        app.setFont(font())
        _look = Look(app)
        if sys.platform in ("win32", "darwin"):  # elsewhere the desktop is asked, and Qt has its own idea
            _look.system = System(accent=of_system)
    _look.choose(choice, accent)
    return _look


def scale_interface(percent: int) -> None:
    """Everything larger, 100 to 200 %; only before the QApplication is made. What the user's environment
    says of it wins."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(min(200, max(100, percent)) / 100))


def look() -> Look:
    """The look in use, with its `changed` signal. Only after `apply`."""
    assert _look is not None
    return _look


def current() -> Theme:
    """The colours in use; dark before `apply`."""
    return (_look and _look.theme) or DARK
