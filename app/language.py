"""The language of the window: ours and Qt's own texts, from the files that `make translations` compiles."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.theme import RESOURCES

log = logging.getLogger(__name__)

FOLDER = RESOURCES / "translations"
OURS, QTS = "meander", "qtbase"


def available(folder: Path = FOLDER) -> list[str]:
    """Codes of the languages there are, as "de"; English, which needs no file, comes first."""
    found = sorted(file.stem.partition("_")[2] for file in folder.glob(f"{OURS}_*.qm"))
    return ["en", *found]


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
    locale = QLocale(code) if code else QLocale.system()
    if locale.language() != QLocale.Language.English:
        ours = QTranslator(app)
        if ours.load(locale, OURS, "_", str(folder)):
            app.installTranslator(ours)
            _install_qts(app, locale)
            QLocale.setDefault(locale)
            return QLocale.languageToCode(locale.language())
        ours.deleteLater()
        log.info("There is no translation into %s; the window speaks English.", locale.name())
    # Counts and dates as in English too, or they would not fit the sentences around them.
    if locale.language() != QLocale.Language.English:
        locale = QLocale(QLocale.Language.English)
    QLocale.setDefault(locale)
    return "en"


def _install_qts(app: QCoreApplication, locale: QLocale) -> None:
    """The words of Qt's own dialogs and menus."""
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    qts = QTranslator(app)
    if qts.load(locale, QTS, "_", where):
        app.installTranslator(qts)
    else:
        qts.deleteLater()
