"""What happens where there is OpenGL. Run by `test_by_opengl`, on an X server."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.widgets.curve3d import gl
from app.widgets.curve3d.gl import ASKED, GL, PAINTER, Drawing
from app.widgets.curve3d.scene import Shown
from app.widgets.curve3d.view import CurveView
from tests.app.curve3d.curves import UNDER, drawn, figure, line, on_screen, one, picture_of
from tests.app.shelf import until


def flat(image: QImage) -> np.ndarray:
    """(h, w, 3) on the ground."""
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor(UNDER))
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    pixels = np.frombuffer(ground.constBits(), np.uint8)
    return pixels.reshape(ground.height(), ground.width(), 4)[..., :3].astype(np.int64)


@pytest.mark.parametrize("head", [None, 0.37, 0.0, 1.0])
def test_opengl_draws_what_the_painter_draws(view: CurveView, head: float | None) -> None:
    songs = [Shown(figure(1)), Shown(figure(2, 12), "Own", "#FF8A7A")]
    seen = picture_of(songs, head)
    xy, size = seen.project()
    by_gl = Drawing.shared().lines(seen, xy, size, view)
    assert by_gl is not None
    ones, others = flat(by_gl), flat(gl.by_painter(seen, xy, size, 600, 500, 1.0))
    assert (np.abs(others - others[0, 0]).max(axis=2) > 40).mean() > 0.01, "something is drawn"
    apart = np.abs(ones - others).max(axis=2)
    assert apart.mean() < 1.2
    assert (apart > 80).mean() < 0.002


def test_the_window_is_not_made_anew_for_opengl(view: CurveView) -> None:
    before = int(view.winId())
    view.set_figures(one())
    view.grab()
    assert int(view.winId()) == before
    assert view.windowHandle().surfaceType() == view.windowHandle().SurfaceType.RasterSurface


def test_when_opengl_fails_the_painter_takes_over_at_once(
    view: CurveView, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.widgets.curve3d.glcanvas import Canvas

    def lost(*_: object) -> QImage:
        raise RuntimeError("the context is lost")

    view.set_figures([Shown(line())])
    monkeypatch.setattr(Canvas, "draw", lost)
    assert drawn(view, on_screen(view, 0, 0.5)) > 150
    assert view.drawing() == PAINTER
    monkeypatch.undo()
    Drawing.shared()._settle(GL)
    monkeypatch.setattr(Canvas, "draw", lambda *_: QImage())
    assert drawn(view, on_screen(view, 0, 0.5)) > 150
    assert view.drawing() == PAINTER
    Drawing.shared()._settle(GL)


def test_a_software_opengl_is_not_taken_unless_asked_for(
    view: CurveView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ASKED)
    fresh = Drawing()
    fresh.begin(view)
    until(lambda: fresh.renderer != "")
    assert gl.is_software(fresh.renderer)
    assert fresh.state == PAINTER


def test_of_a_real_card_and_the_painter_the_quicker_is_kept(
    view: CurveView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ASKED)
    drawing = Drawing.shared()
    drawing._settle(PAINTER)
    settled: list[str] = []
    drawing.changed.connect(lambda: settled.append(drawing.state))
    drawing._fetched(("A card of some make", True))
    until(lambda: bool(settled))
    took = {way: statistics.median(times[1:]) for way, times in drawing._took.items()}
    assert settled == [GL if took[GL] < took[PAINTER] else PAINTER]
    drawing._settle(GL)
