"""What the listener reads, in the language of the window; times and counts in the listener's words."""

from __future__ import annotations

import re
import time
from datetime import date

from PySide6.QtCore import QCoreApplication

from core.domain import Seconds, Timestamp
from core.errors import UserError

MINUTE, HOUR, DAY = 60, 3600, 86400
_PLURAL = re.compile(r"\((?:(\w+)\|)?(\w+)\)")
"""In a text with a count: "track(s)", "entr(y|ies)"."""


def tr(text: str, meaning: str = "", count: int = -1) -> str:
    """`text` in the language of the window; English where there is no translation.

    Every text of the window goes through here as a literal, for `make translations` collects them. meaning:
    for translators, where one English word means two things. count: for the texts with "%Ln", written as
    "%Ln track(s)". Values are put in afterwards: tr("Playing {title}").format(title=title).
    """
    said = QCoreApplication.translate("", text, meaning or None, count)
    if count >= 0 and _PLURAL.search(said):  # English
        said = _PLURAL.sub(lambda forms: (forms[1] or "") if count == 1 else forms[2], said)
    return said


def said(problem: UserError) -> str:
    """What went wrong, in the language of the window."""
    text = tr(problem.text)  # collected where it is raised
    return text.format(**problem.values) if problem.values else text


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


def number(count: int) -> str:
    """ "12,480"."""
    return f"{count:,}"


def counted(count: int, one: str, many: str) -> str:
    """ "1 track", "12,480 tracks"."""
    return f"{number(count)} {one if count == 1 else many}"


def span(seconds: float) -> str:
    """How long all of it lasts, in one unit: "38 days", "5 hours", "12 minutes"."""
    if seconds >= 2 * DAY:
        return f"{number(round(seconds / DAY))} days"
    if seconds >= 2 * HOUR:
        return f"{round(seconds / HOUR)} hours"
    return counted(max(1, round(seconds / MINUTE)), "minute", "minutes")


def elapsed(seconds: float) -> str:
    """ "1 h 24", "24 min", "a moment"."""
    minutes = int(seconds // MINUTE)
    if minutes < 1:
        return "a moment"
    hours, left = divmod(minutes, 60)
    return f"{hours} h {left:02}" if hours else f"{minutes} min"


def ago(then: Timestamp | Seconds | float | None, now: float | None = None) -> str:
    """ "today", "3 days ago", "last week", "2 years ago", "never". Days are the listener's calendar days."""
    if then is None:
        return "never"
    today = date.fromtimestamp(time.time() if now is None else now)
    days = max(0, (today - date.fromtimestamp(then)).days)
    if days < 7:
        return ("today", "yesterday")[days] if days < 2 else f"{days} days ago"
    for unit, size, limit in (("week", 7, 30), ("month", 30, 365), ("year", 365, None)):
        if limit is None or days < limit:
            units = days // size
            return f"last {unit}" if units < 2 else f"{units} {unit}s ago"
    raise AssertionError("the last unit has no limit")
