"""Helpers of the tag editor that change many tracks at once: numbering and tidying up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QMenu, QSpinBox, QWidget

from app.views.tagdraft import Draft, Scope
from app.widgets import controls
from app.widgets.controls import button, label
from app.widgets.dialogs import Dialog
from app.words import tr

NAMES = ("title", "artist", "albumartist", "album", "composer", "genre")
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs",
        "with",
    )
)
"""Words that stay small inside a title, as English writes titles."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """How tracks are to be counted."""

    first: int
    per_disc: bool
    totals: bool


def ask_numbering(parent: QWidget, count: int, several_discs: bool) -> Numbering | None:  # noqa: FBT001
    """None when the listener thinks better of it."""
    dialog = Dialog(parent, tr("Number tracks"))
    text = tr("%Ln track(s) get numbers in the order in which they stand in the list.", count=count)
    dialog.body.addWidget(label(text, "secondary", wrap=True))
    first = QSpinBox()
    first.setRange(1, 9999)
    first.setAccessibleName(tr("First number"))
    first.setFixedWidth(110)
    per_disc, totals = QCheckBox(tr("Count each disc anew")), QCheckBox(tr("Write how many there are, too"))
    per_disc.setChecked(several_discs)
    totals.setChecked(True)
    dialog.body.addSpacing(4)
    dialog.body.addWidget(label(tr("First number"), "quiet"))
    for each in (first, per_disc, totals):
        dialog.body.addWidget(each)
    dialog.buttons.addWidget(button(tr("Cancel"), dialog.reject))
    ok = button(tr("Number"), dialog.accept, kind="primary")
    ok.setDefault(True)
    dialog.buttons.addWidget(ok)
    first.setFocus()
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    wish = Numbering(first.value(), per_disc.isChecked(), totals.isChecked())
    dialog.deleteLater()
    return wish if agreed else None


def tidy_menu(parent: QWidget, draft: Draft, scope: Scope, renew: Callable[[], object]) -> QMenu:
    """What can be put right in all tracks of `scope`; nothing is written before it is saved."""
    menu = controls.menu(parent)

    def add(text: str, act: Callable[[], object]) -> None:
        def do(_checked: bool = False) -> None:  # noqa: FBT001 - a Qt slot
            act()
            renew()

        menu.addAction(text).triggered.connect(do)

    add(tr("Take out extra spaces"), lambda: draft.rewrite(scope, NAMES, trimmed))
    add(tr("Begin the words of titles with capitals"), lambda: draft.rewrite(scope, ["title"], capitalised))
    add(tr("Swap title and artist"), lambda: draft.swap(scope, "title", "artist"))
    return menu


def trimmed(text: str) -> str:
    """One blank between words, none around; underlines for blanks, as old programs wrote them."""
    return " ".join((text.replace("_", " ") if " " not in text else text).split())


def capitalised(text: str) -> str:
    """ "SONG OF the sea" becomes "Song of the Sea"; what is mixed inside a word ("McCartney") stays."""
    shouting = text.isupper()
    words = (text.lower() if shouting else text).split(" ")
    last = len(words) - 1
    return " ".join(
        word if word in _SMALL and 0 < at < last else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )
