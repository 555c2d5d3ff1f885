"""The menus of the map: what it is a picture of, how that is laid flat, and what its colours mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.mapdesk import Known
from app.views.settings.listening import model_words
from app.widgets import controls
from app.words import said, tr
from core.explore.map.chart import Kind, Mode, Projection, Sight
from core.explore.map.measures import TAG

Choose = Callable[[Sight], object]
AXES = ("energy", "brightness")
"""Of the first picture of two measures, where both are known."""


def projection_words() -> dict[Projection, tuple[str, str]]:
    """Name, and what it is good for."""
    return {
        Projection.TSNE: (tr("t-SNE"), tr("Keeps neighbours together best")),
        Projection.UMAP: (tr("UMAP"), tr("Clear groups")),
        Projection.PACMAP: (tr("PaCMAP"), tr("Groups, and how they lie to each other")),
        Projection.PCA: (
            tr("PCA"),
            tr("At once; axes along which the music differs most"),
        ),
        Projection.STANDARD_PCA: (tr("Standardised PCA"), tr("PCA with every dimension counting alike")),
    }


def mode_words() -> dict[Mode, tuple[str, str]]:
    """Name, and what its points are."""
    return {
        Mode.TRACKS: (tr("Tracks"), tr("Every track is a point, larger where it changes more")),
        Mode.MOMENTS: (tr("Moments"), tr("Every few seconds of every track are a point")),
        Mode.PATHS: (tr("Paths"), tr("Every track is a line through its moments")),
    }


def space_name(sight: Sight, known: Known | None) -> str:
    """Of what it is a picture, for a button."""
    match sight.kind:
        case Kind.MEASURES:
            return tr("{x} × {y}").format(x=measure_name(sight.x, known), y=measure_name(sight.y, known))
        case Kind.TAGS:
            return tr("Tags heard")
    return tr("Sound")


def measure_name(key: str, known: Known | None) -> str:
    for each in known.measures if known is not None else ():
        if each.key == key:
            return capital(said(each.title))
    return capital(key.removeprefix(TAG))


def scheme_name(key: str, known: Known | None) -> str:
    for each in known.schemes if known is not None else ():
        if each.key == key:
            return capital(said(each.title))
    return capital(key.removeprefix(TAG))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- what it is a picture of


def space_menu(parent: QWidget, known: Known, sight: Sight, choose: Choose) -> QMenu:
    """Each model's sound, the tags that taggers heard, or two measures as axes."""
    menu, group = _menu_of_choices(parent)
    names = model_words()
    _heading(menu, tr("By how it sounds"))
    for model in known.models:
        wish = replace(sight, kind=Kind.SOUND, model=model.name, x="", y="")
        _choice(menu, group, names.get(model.name, model.name), wish, sight, choose)
    tagged = [model for model in known.models if model.has_tags]
    if tagged:
        menu.addSeparator()
        _heading(menu, tr("By the tags that were heard"))
    for model in tagged:
        wish = replace(sight, kind=Kind.TAGS, model=model.name, x="", y="")
        _choice(menu, group, names.get(model.name, model.name), wish, sight, choose)
    menu.addSeparator()
    _heading(menu, tr("By two measures, as axes"))
    x, y = (sight.x, sight.y) if sight.kind is Kind.MEASURES else AXES
    plain = replace(sight, mode=Mode.TRACKS, kind=Kind.MEASURES, model="", x=x, y=y)
    menu.addMenu(
        _measures_menu(menu, known, tr("Across: {measure}"), plain, lambda key: choose(replace(plain, x=key)))
    )
    menu.addMenu(
        _measures_menu(
            menu, known, tr("Up: {measure}"), plain, lambda key: choose(replace(plain, y=key)), up=True
        )
    )
    return menu


def _measures_menu(
    parent: QMenu,
    known: Known,
    title: str,
    sight: Sight,
    choose: Callable[[str], object],
    *,
    up: bool = False,
) -> QMenu:
    now = sight.y if up else sight.x
    made = controls.menu(parent)
    made.setTitle(_plain(title.format(measure=measure_name(now, known))))
    group = QActionGroup(made)
    tags = controls.menu(made)
    tags.setTitle(tr("A tag that was heard"))
    for measure in known.measures:
        into = tags if measure.key.startswith(TAG) else made
        action = _checkable(into, group, capital(said(measure.title)), on=measure.key == now)
        action.triggered.connect(lambda _on=False, key=measure.key: choose(key))
    if tags.actions():
        made.addMenu(tags)
    return made


# -- what its points are, and how it is laid flat


def mode_menu(parent: QWidget, sight: Sight, choose: Choose) -> QMenu:
    menu, group = _menu_of_choices(parent)
    for mode, (name, meaning) in mode_words().items():
        action = _choice(menu, group, name, replace(sight, mode=mode), sight, choose)
        action.setToolTip(meaning)
        action.setEnabled(sight.kind is not Kind.MEASURES or mode is Mode.TRACKS)
    return menu


def projection_menu(parent: QWidget, sight: Sight, choose: Choose) -> QMenu:
    menu, group = _menu_of_choices(parent)
    for projection, (name, meaning) in projection_words().items():
        wish = replace(sight, projection=projection)
        _choice(menu, group, name, wish, sight, choose).setToolTip(meaning)
    return menu


# -- colours


def colour_menu(parent: QWidget, known: Known, scheme: str, choose: Callable[[str], object]) -> QMenu:
    menu, group = _menu_of_choices(parent)
    tags = controls.menu(menu)
    tags.setTitle(tr("A tag that was heard"))
    for each in known.schemes:
        into = tags if each.key.startswith(TAG) else menu
        action = _checkable(into, group, capital(said(each.title)), on=each.key == scheme)
        action.triggered.connect(lambda _on=False, key=each.key: choose(key))
    if tags.actions():
        menu.addMenu(tags)
    return menu


# -- inside


def _menu_of_choices(parent: QWidget) -> tuple[QMenu, QActionGroup]:
    menu = controls.menu(parent)
    menu.setToolTipsVisible(True)
    return menu, QActionGroup(menu)


def _choice(menu: QMenu, group: QActionGroup, text: str, wish: Sight, now: Sight, choose: Choose) -> QAction:
    action = _checkable(menu, group, text, on=wish == now)
    action.triggered.connect(lambda _on=False: choose(wish))
    return action


def _checkable(menu: QMenu, group: QActionGroup, text: str, *, on: bool) -> QAction:
    action = menu.addAction(_plain(text))
    action.setCheckable(True)
    action.setChecked(on)
    group.addAction(action)
    return action


def _heading(menu: QMenu, text: str) -> None:
    action = menu.addAction(text)
    action.setEnabled(False)


def _plain(name: str) -> str:
    """As it is: an ampersand would underline the letter after it."""
    return name.replace("&", "&&")
