"""The language of the window: ours and Qt's own texts, from the files that `make translations` compiles."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.theme import RESOURCES

log = logging.getLogger(__name__)

FOLDER = RESOURCES / "translations"
OURS, QTS = "meander", "qtbase"
ENGLISH = "en"


def available(folder: Path = FOLDER) -> list[str]:
    """Codes of the languages there are, as "de"; English, which needs no file, comes first."""
    found = sorted(file.stem.partition("_")[2] for file in folder.glob(f"{OURS}_*.qm"))
    return [ENGLISH, *found]


def name_of(code: str) -> str:
    """A language's name in that language: "Deutsch"."""
    return QLocale(code).nativeLanguageName().capitalize()


def speak(app: QCoreApplication, code: str = "", folder: Path = FOLDER) -> str:
    """Sets the language of all texts made from now on; code: one of `available`, "" for the system's.

    Returns the one in use: English where the wanted one is not there.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    system = QLocale.system()
    wanted = [code] if code else system.uiLanguages()
    spoken = _first_there(wanted, available(folder))
    if spoken != ENGLISH and _install(app, f"{OURS}_{spoken}", str(folder)):
        _install(app, f"{QTS}_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    # Counts and dates in the same language, or they would not fit the sentences around them.
    locale = QLocale(spoken)
    QLocale.setDefault(system if system.language() == locale.language() else locale)
    return spoken


def _first_there(wanted: Iterable[str], there: Collection[str]) -> str:
    """The first that is there, in the order of the user's liking: "pt-BR" as itself or as "pt"."""
    for name in (wish.replace("-", "_") for wish in wanted):
        for code in (name, name.partition("_")[0]):
            if code in there:
                return code
    log.info("There is no translation into %s; the window speaks English.", ", ".join(wanted))
    return ENGLISH


def _install(app: QCoreApplication, name: str, folder: str) -> bool:
    """False where there is no such file."""
    translator = QTranslator(app)
    if translator.load(name, folder):
        return app.installTranslator(translator)
    translator.deleteLater()
    return False
