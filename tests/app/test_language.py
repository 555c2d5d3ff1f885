"""The window in another language: what is chosen, what is collected, and that German is complete."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app import heard, language, words
from app.words import tr
from core.errors import UserError
from core.explore.map.measures import measure
from core.sound.equaliser import PRESETS
from core.texts import marked

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "resources" / "translations" / "meander_de.ts"
GAP = re.compile(r"\{\w*\}|%Ln|%\d")


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    """packaging/translations.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compiled(translations: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages")
    translations.compile_all(folder)
    return folder


@pytest.fixture
def speak(qapp: QApplication, compiled: Path) -> Iterator[Callable[[str], str]]:
    before = QLocale()
    yield lambda code: language.speak(qapp, code, compiled)
    language.speak(qapp, "en", compiled)
    QLocale.setDefault(before)


# Choosing ----------------------------------------------------------------------------------------------


def test_the_chosen_language_is_spoken(speak: Callable[[str], str]) -> None:
    assert speak("de") == "de"
    assert tr("Play next") == "Als Nächstes abspielen"
    assert speak("en") == "en"
    assert tr("Play next") == "Play next"


def test_a_language_that_is_not_there_is_english(speak: Callable[[str], str]) -> None:
    assert speak("tlh") == "en"
    assert tr("%Ln track(s)", count=1) == "1 track"


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["de-AT", "de", "en"], "de"),
        (["en-GB", "de-DE"], "en"),
        (["fr-FR", "de-DE"], "de"),
        (["C"], "en"),
        (["pt-BR"], "pt_BR"),
    ],
)
def test_the_systems_languages_are_tried_in_their_order(wanted: list[str], spoken: str) -> None:
    assert language._first_there(wanted, ["en", "de", "pt_BR"]) == spoken


def test_the_languages_to_choose_from_are_those_that_are_there(compiled: Path) -> None:
    assert language.available(compiled) == ["en", "de"]
    assert language.name_of("de") == "Deutsch"


# In German ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (lambda: words.number(12480), "12.480"),
        (lambda: words.decimal(-1.5, signed=True), "\N{MINUS SIGN}1,5"),
        (lambda: words.span(38 * words.DAY), "38 Tage"),
        (lambda: words.span(60), "1 Minute"),
        (lambda: words.elapsed(84 * 60), "1 h 24"),
        (lambda: words.ago(0, 3 * words.DAY), "vor 3 Tagen"),
        (lambda: words.ago(0, 23 * words.DAY), "vor 3 Wochen"),
        (lambda: words.ago(0, 400 * words.DAY), "letztes Jahr"),
        (lambda: words.ago(None), "nie"),
        (lambda: tr("%Ln track(s) added to the queue.", count=2), "2 Titel in der Warteschlange ergänzt."),
        (lambda: words.key("Ctrl+Del"), "Strg+Entf"),
        (lambda: heard.tags(("guitar", "slow")), "Gitarre, langsam"),
    ],
)
def test_figures_and_times_are_said_as_in_german(
    speak: Callable[[str], str], say: Callable[[], str], said: str
) -> None:
    speak("de")
    assert say() == said


def test_what_core_says_is_said_in_german(speak: Callable[[str], str]) -> None:
    speak("de")
    problem = UserError("{file} cannot be read ({why}).", file="a.m3u", why="Permission denied")
    assert words.said(problem) == "a.m3u ist nicht lesbar (Zugriff verweigert)."
    end = marked("the end of {title}", title=marked("“{title}”", title="Stop"))
    assert words.said(marked("like {part}", part=end)) == "wie „Stop“ (Ende)"
    again = marked("same album again after %Ln track(s): your library has few others near here", count=3)
    assert words.said(again).startswith("dasselbe Album nach 3 Titeln")


def test_a_reason_kept_in_english_is_said_in_german(speak: Callable[[str], str]) -> None:
    speak("de")
    kept = "Ohne Titel.mp3 cannot be opened: Invalid data found when processing input"
    assert words.reason(kept) == "Ohne Titel.mp3 lässt sich nicht öffnen: ungültige Daten"
    assert words.reason("it names no tracks") == "sie nennt keine Titel"
    assert words.reason("can't sync to MPEG frame") == "can't sync to MPEG frame"


# Complete ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def messages(translations: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> list[ET.Element]:
    """German after the texts that are in the code now were collected."""
    fresh = tmp_path_factory.mktemp("fresh") / GERMAN.name
    shutil.copyfile(GERMAN, fresh)
    translations.collect(fresh)
    return list(ET.parse(fresh).iter("message"))


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    several = translation.findall("numerusform")
    return [each.text or "" for each in several] if several else [translation.text or ""]


def source(message: ET.Element) -> str:
    return message.findtext("source") or ""


def test_every_text_has_its_german(messages: list[ET.Element]) -> None:
    """After new texts: `make translations`, then write the German for what it left unfinished."""
    assert len(messages) > 800
    missing = [
        source(message)
        for message in messages
        if (found := message.find("translation")) is None or found.get("type") or not all(forms(message))
    ]
    assert missing == []


def test_values_have_their_place_in_german_too(messages: list[ET.Element]) -> None:
    wrong = []
    for message in messages:
        wanted = sorted(GAP.findall(source(message)))
        for number, text in enumerate(forms(message)):
            found = sorted(GAP.findall(text))
            one = [gap for gap in wanted if gap != "%Ln"]  # "every minute"
            if text and found != wanted and not (message.get("numerus") and number == 0 and found == one):
                wrong.append((source(message), text))
    assert wrong == []


def test_counted_texts_leave_no_english_plural_to_make(messages: list[ET.Element]) -> None:
    """`tr` makes "track(s)" out of what comes back, so German has no brackets there."""
    counted = [text for message in messages if message.get("numerus") for text in forms(message)]
    assert [text for text in counted if re.search(r"\([\w|]+\)", text)] == []


# Nothing left out --------------------------------------------------------------------------------------

SINKS = {
    "label", "button", "Choice", "EmptyState", "Place", "Deed", "Entry", "IconButton", "ElidedLabel", "Row",
    "switch", "drop_down", "chips", "add_part", "tell", "ask", "say", "addItem", "addAction", "addMenu",
    "addTab", "menu", "setText", "setTitle", "setToolTip", "setStatusTip", "setPlaceholderText",
    "setWindowTitle", "setSuffix", "setPrefix", "setAccessibleName", "setAccessibleDescription",
    "showMessage", "getOpenFileName", "getSaveFileName", "getExistingDirectory", "getColor", "emit",
    "showText", "drawText", "show_as", "QLabel", "QAction", "QPushButton", "QCheckBox", "QRadioButton",
    "Action", "setLabelText", "setHeaderLabels", "setInformativeText",
}  # fmt: skip
"""What shows the words it is given."""
NOT_WORDS = re.compile(
    r"[^A-Za-z]*|<.*|[a-z][a-z0-9_-]*|(Ctrl|Alt|Shift|F\d|Del|Esc|Return|Space|Home|Menu).*"
)
"""No text: signs, markup, names of icons and kinds, keys."""
NAMES = {
    "Meander", "Rhythmbox", "Strawberry, Clementine", "Quod Libet", "iTunes, Music", "ListenBrainz",
    "Last.fm", "Libre.fm", "dB", "Hz", "kHz", "L", "M", "A", "artist:nina year:1960..1969", "-7.50 dB",
    "PNG (*.png)", "PNG (*.png);;SVG (*.svg)",
}  # fmt: skip
"""The same in every language."""
KINDS = {"UserError", "DecodeError", "SignedOut"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "AssertionError", "ValueError"}
SENTENCE = re.compile(r"[A-Z][a-z]+ [a-z]+")
OTHER_EARS = (
    "app/doctor.py",
    "app/__main__.py",
    "app/player/fake.py",
    "app/integration/bus.py",
    "app/integration/exported.py",
    "app/integration/mpris.py",
)
"""The terminal, other programs and tests, which speak English."""


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def raw(node: ast.AST) -> Iterator[ast.Constant]:
    """Literals in the arguments of a call that are shown as they stand, not given to another call first."""
    if isinstance(node, ast.Constant):
        yield node
    elif isinstance(node, ast.Call):
        if called(node) == "format":
            yield from raw(node.func)
    elif isinstance(node, ast.Lambda | ast.Compare | ast.Subscript):
        return
    elif isinstance(node, ast.IfExp):
        yield from raw(node.body)
        yield from raw(node.orelse)
    else:
        for child in ast.iter_child_nodes(node):
            yield from raw(child)


def spoken(text: object) -> bool:
    return isinstance(text, str) and text.strip() not in NAMES and not NOT_WORDS.fullmatch(text.strip())


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def code(*parts: str, without: tuple[str, ...]) -> Iterator[tuple[str, ast.Module]]:
    for part in parts:
        for file in sorted((ROOT / part).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            if not place.startswith(without):
                yield place, tree(file)


def test_no_text_is_shown_without_being_translated() -> None:
    found = []
    for place, module in code("app", without=OTHER_EARS):
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and called(node) in SINKS:
                given = [*node.args, *(each.value for each in node.keywords if each.arg != "kind")]
                literals = [literal for each in given for literal in raw(each) if spoken(literal.value)]
                found += [f"{place}:{each.lineno}: {each.value!r}" for each in literals]
    assert found == []


def test_no_sentence_stands_in_the_windows_code_untranslated() -> None:
    """Also where it is kept in a name first, and shown later."""
    found = []
    for place, module in code("app", without=OTHER_EARS):
        for line, text in unmarked(module):
            if SENTENCE.match(text) and text not in {*NAMES, *PRESETS}:
                found.append(f"{place}:{line}: {text!r}")
    assert found == []


def unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The literals that are no docstrings, and go neither to `tr` nor to a log nor to an error of ours."""
    if isinstance(node, ast.Call) and called(node) in {"tr", "marked", *KINDS, *LOGS}:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from unmarked(child)


def test_texts_are_literals_apart_from_their_values(translations: ModuleType) -> None:
    """What is put together first has no translation."""
    wanted = {"tr", "marked", *KINDS}
    found = [
        f"{place}:{node.lineno}"
        for place, module in code("app", "core", without=translations.TERMINAL)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and called(node) in wanted and node.args
        if isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert found == []


def test_the_maps_words_are_the_listeners(speak: Callable[[str], str]) -> None:
    """Tags are translated wherever the map names them; genres stay as they are written."""
    speak("de")
    assert heard.region("Guitar, Romantic Classical") == "Gitarre, Romantic Classical"
    assert heard.region("Drums, fast") == "Schlagzeug, schnell"
    assert words.said(measure("tag:piano").title) == "Klavier"
    speak("en")
    assert heard.region("Guitar, fast") == "Guitar, fast"
