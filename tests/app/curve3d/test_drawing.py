"""By what curves are drawn, where there is no OpenGL; `opengl.py` looks at what happens where there is."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from app.widgets.curve3d import gl, mesh
from app.widgets.curve3d.gl import PAINTER
from app.widgets.curve3d.scene import Shown
from app.widgets.curve3d.view import CurveView
from tests.app.curve3d.curves import line, one, picture_of


def test_without_a_screen_the_painter_draws_and_opengl_is_not_even_loaded(view: CurveView) -> None:
    view.set_figures(one())
    assert not gl.possible()
    assert view.drawing() == PAINTER
    assert "pyqtgraph" not in sys.modules


@pytest.mark.parametrize(
    ("renderer", "software"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", True),
        ("GDI Generic", True),
        ("Google SwiftShader", True),
        ("", True),
        ("AMD Radeon RX 6600 (radeonsi, navi23)", False),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("Apple M2", False),
    ],
)
def test_opengl_that_is_drawn_in_software_is_known_by_its_name(renderer: str, software: bool) -> None:
    assert gl.is_software(renderer) is software


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SESSIONNAME"])
def test_over_a_remote_desktop_the_painter_draws(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.widgets.curve3d.gl.QGuiApplication.platformName", lambda: "xcb")
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    monkeypatch.delenv("SESSIONNAME", raising=False)
    assert gl.possible()
    monkeypatch.setenv(name, "RDP-Tcp#3")
    assert not gl.possible()


def test_triangles_cover_the_line_at_its_width_and_are_nearer_where_it_is() -> None:
    seen = picture_of([Shown(line((-0.5, 0.5)))])
    xy, size = seen.project()
    made = mesh.build(seen, xy, size)
    assert made.faces.max() < len(made.vertexes) == len(made.colours)
    for corners in made.vertexes[:160].reshape(-1, 4, 3):
        across = np.linalg.norm(corners[1, :2] - corners[0, :2])
        assert 0.6 * 4.6 < across < 1.4 * 4.6
    assert made.vertexes[159, 2] > made.vertexes[0, 2]


def test_no_curve_is_no_triangle() -> None:
    seen = picture_of([])
    assert len(mesh.build(seen, *seen.project()).faces) == 0
