"""What the listener reads, in the language of the window; times and counts in the listener's words."""

from __future__ import annotations

import time
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QKeySequence

from core.domain import Seconds, Timestamp, Track
from core.errors import UserError
from core.texts import Text, plural, recognised

MINUTE, HOUR, DAY = 60, 3600, 86400


def tr(text: str, meaning: str = "", count: int = -1) -> str:
    """`text` in the language of the window; English where there is no translation.

    Every text of the window goes through here as a literal, for `make translations` collects them. meaning:
    for translators, where one English word means two things. count: for the texts with "%Ln", written as
    "%Ln track(s)". Values are put in afterwards: tr("Playing {title}").format(title=title).
    """
    said = QCoreApplication.translate("", text, meaning or None, count)
    return plural(said, count) if count >= 0 else said  # left to do in English


def said(what: UserError | Text) -> str:
    """What core says, in the language of the window."""
    # Both are collected where they are made.
    text = tr(what.template, "", what.number) if isinstance(what, Text) else tr(what.text)
    if not what.values:
        return text
    return text.format(**{name: _value(name, value) for name, value in what.values.items()})


def _value(name: str, value: object) -> object:
    """Titles and files stay as they are; a reason is a text too, and so is a tag that was heard."""
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Text):
        value = value.args[0]
    if isinstance(value, UserError | Text):
        return said(value)
    if name == "tag":
        return tr(str(value), "tag")
    return tr(str(value)) if name == "why" else value


def reason(kept: str) -> str:
    """Why a file cannot be read or heard, as a database keeps it (in English), in the window's language.

    What a format's own library said stays as it said it.
    """
    return said(recognised(kept))


def length(seconds: float) -> str:
    """ "2:49", "1:02:03"; empty where the length is not known (0 or less)."""
    if seconds <= 0:
        return ""
    return clock(seconds)


def clock(seconds: float) -> str:
    """A position in a track: "0:00", "2:49", "1:02:03"."""
    whole = max(0, int(seconds + 0.5))
    hours, rest = divmod(whole, HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def titled(track: Track) -> str:
    """ "So What by Miles Davis"."""
    if not track.artist:
        return track.title
    return tr("{title} by {artist}").format(title=track.title, artist=track.artist)


def window_title(playing: Track | None) -> str:
    """ "So What · Miles Davis"."""
    return " · ".join(filter(None, (playing.title, playing.artist))) if playing else "Meander"


def number(count: int) -> str:
    """ "12,480"."""
    return locale().toString(count)


def decimal(value: float, most: int = 1, *, signed: bool = False) -> str:
    """ "4.5", "3"; with `most` digits after the point, and none for nothing. signed: "+4.5", "−3", "0"."""
    now, value = locale(), round(value, most)
    digits = next(n for n in range(most + 1) if n == most or round(value, n) == value)
    said = now.toString(abs(value), "f", digits)
    if value < 0:
        return f"\N{MINUS SIGN}{said}"
    return f"+{said}" if signed and value else said


def key(name: str) -> str:
    """A key as it is written on this keyboard, in this language: "Ctrl+Q"."""
    return QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)


def locale() -> QLocale:
    """That of the window's language; English where the system names none, as in tests."""
    now = QLocale()
    return QLocale(QLocale.Language.English) if now.language() == QLocale.Language.C else now


def span(seconds: float) -> str:
    """How long all of it lasts, in one unit: "38 days", "5 hours", "12 minutes"."""
    if seconds >= 2 * DAY:
        return tr("%Ln day(s)", count=round(seconds / DAY))
    if seconds >= 2 * HOUR:
        return tr("%Ln hour(s)", count=round(seconds / HOUR))
    return tr("%Ln minute(s)", count=max(1, round(seconds / MINUTE)))


def elapsed(seconds: float) -> str:
    """ "1 h 24", "24 min", "a moment"."""
    minutes = int(seconds // MINUTE)
    if minutes < 1:
        return tr("a moment")
    hours, left = divmod(minutes, 60)
    if hours:
        return tr("{hours} h {minutes}").format(hours=hours, minutes=f"{left:02}")
    return tr("{minutes} min").format(minutes=minutes)


def ago(then: Timestamp | Seconds | float | None, now: float | None = None) -> str:
    """ "today", "3 days ago", "last week", "2 years ago", "never". Days are the listener's calendar days."""
    if then is None:
        return tr("never")
    today = date.fromtimestamp(time.time() if now is None else now)
    days = max(0, (today - date.fromtimestamp(then)).days)
    if days < 7:
        return (tr("today"), tr("yesterday"))[days] if days < 2 else tr("%Ln day(s) ago", count=days)
    if days < 30:
        return tr("last week") if days < 14 else tr("%Ln week(s) ago", count=days // 7)
    if days < 365:
        return tr("last month") if days < 60 else tr("%Ln month(s) ago", count=days // 30)
    return tr("last year") if days < 730 else tr("%Ln year(s) ago", count=days // 365)
