"""Where the words on a picture of curves stand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from app.widgets.curve3d.words3d import _share_box, _stand

INTO = QRectF(0, 0, 700, 600)


def test_a_curves_name_does_not_stand_on_the_share_that_is_shown(qapp: QApplication) -> None:
    caption = _share_box(INTO, "3 axes show 68 % of the movement")
    assert INTO.contains(caption)
    name = QRectF(0, 0, 80, 18)
    _stand(name, QRectF(560, 200, 80, caption.top() - 205), INTO, caption, [])
    assert not name.intersects(caption) and INTO.contains(name)


def test_a_curves_name_stands_under_it_where_there_is_room(qapp: QApplication) -> None:
    name = QRectF(0, 0, 80, 18)
    _stand(name, QRectF(100, 100, 60, 60), INTO, _share_box(INTO, ""), [])
    assert name.top() == 170 and name.contains(QPointF(130, 175))
