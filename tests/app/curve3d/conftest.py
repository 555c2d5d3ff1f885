"""Where OpenGL is asked to draw, it is begun once, before any test: it stays for as long as the program."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app import tasks, theme
from app.widgets.curve3d.gl import ASKED, GL, Drawing
from app.widgets.curve3d.scene import Shown
from app.widgets.curve3d.view import CurveView
from tests.app.curve3d.curves import line, shot
from tests.app.shelf import until


@pytest.fixture(scope="session", autouse=True)
def begun(qapp: QApplication) -> Iterator[None]:
    if os.environ.get(ASKED) != GL:
        yield
        return
    theme.apply(qapp, "dark")
    view = CurveView("to begin with")
    view.set_figures([Shown(line())])
    view.show()
    until(lambda: view.drawing() == GL)
    shot(view)
    view.close()
    view.deleteLater()
    yield
    Drawing.shared().close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def view(qapp: QApplication) -> Iterator[CurveView]:
    made = CurveView("The song's way", ground="window")
    made.resize(600, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    tasks.drain(5.0)
