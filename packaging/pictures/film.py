"""Short animations for the guide: the real widgets, frame by frame, as WebP that pages show by themselves."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from pictures import real
from pictures.stage import pass_events, settle, settle_until
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.main import Program
from app.player.fake import FakePlayer
from app.widgets.curve3d.view import CurveView
from core.explore.map.chart import Mode

RATE = 12
"""Frames per second."""
WIDTH = 720
QUALITY = 62
TURN = math.radians(100)
"""Of the curve, over its film."""
TRAVEL_S = 7.0
STAY_S, NEAR = 3.6, 3.5
"""How long the map stays far and near, and how near."""
FASTER = 2.0
"""A layout is watched at this speed."""
FOLD = "Fold the legend"
PART = 0.05, 0.95
"""Of the song that is travelled."""


@dataclass(frozen=True, slots=True)
class Film:
    """frames: brings the window there, and gives one picture after the other."""

    name: str
    frames: Callable[[Program], Iterator[QImage]]


def shoot(film: Film, program: Program, to: Path) -> None:
    file = to / f"{film.name}.webp"
    _encode(list(film.frames(program)), file)
    print(f"{film.name} ({file.stat().st_size / 1e6:.1f} MB)", flush=True)


def _encode(frames: Sequence[QImage], file: Path) -> None:
    with av.open(str(file), "w", format="webp", options={"loop": "0"}) as out:
        stream = out.add_stream("libwebp_anim", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = frames[0].width(), frames[0].height(), "yuv420p"
        stream.options = {"quality": str(QUALITY), "compression_level": "6"}
        for at, image in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(_pixels(image), format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode())


def _pixels(image: QImage) -> np.ndarray:  # type: ignore[type-arg]
    """(h, w, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return np.ascontiguousarray(rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3))


def _seen(widget: QWidget) -> QImage:
    """At the films' width; even numbers of pixels, as the encoder wants them."""
    image = widget.grab().toImage()
    height = round(image.height() * WIDTH / image.width() / 2) * 2
    return image.scaled(
        WIDTH, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


# -- a curve is travelled


def _travelled(program: Program) -> Iterator[QImage]:
    """The playhead goes through the song; the curve turns a little meanwhile, and back: the end meets the
    beginning."""
    program.ways.to("nowplaying")
    view = program.window.view("nowplaying")
    assert view is not None
    scene = view.scene  # type: ignore[attr-defined]
    curve: CurveView = scene.curve
    settle_until(lambda: bool(curve.figures))
    settle()
    player = program.player
    assert isinstance(player, FakePlayer)
    begins, ends = (share * player.duration for share in PART)
    program.playback.seek(begins)
    settle(200)
    count = round(TRAVEL_S * RATE)
    for at in range(count):
        player.advance((ends - begins) / count)
        curve.turn(
            TURN
            * math.pi
            / 2
            / count
            * math.sin(math.pi * (at + 0.5) / count)
            * (1 if at < count / 2 else -1)
        )
        settle(30)
        yield _seen(scene)


# -- the map grows


def _growing(program: Program) -> Iterator[QImage]:
    """By a model whose map was never laid out:
    principal components at first, then neighbours come together."""
    view = real.open_map(program)
    pane = view.panes[0]
    known = view.desk.known
    assert known is not None
    models = [model.name for model in known.models]
    fold = next(each for each in pane.legend.findChildren(QAbstractButton) if each.toolTip() == FOLD)
    fold.click()
    real.leave(view)
    sight = replace(pane.look.sight, mode=Mode.TRACKS, model=models[min(1, len(models) - 1)])

    def whole() -> bool:
        chart = pane.chart
        return chart is not None and chart.sight == sight and not chart.growing and pane.canvas.settled

    yield from [_seen(pane.canvas)] * (RATE // 2)
    view.controls[0].asked.emit(replace(pane.look, sight=sight))
    yield from _watched(pane.canvas, 60.0, whole)
    camera, at = pane.canvas.camera, real.place_of(pane, real.song(program))
    for go in (lambda: None, lambda: camera.fly_to(at, NEAR), camera.fit):
        go()
        yield from _watched(pane.canvas, STAY_S)


def _watched(widget: QWidget, seconds: float, done: Callable[[], bool] = lambda: False) -> Iterator[QImage]:
    """What is seen as time passes, until it is done; twice as fast as it happened."""
    began, told = time.monotonic(), 0
    while not done() and told < seconds * RATE / FASTER:
        pass_events()
        widget.clearFocus()
        due = int((time.monotonic() - began) * RATE / FASTER)
        if due > told:
            yield from [_seen(widget)] * (due - told)
            told = due


FILMS = [Film("map-growing", _growing), Film("curve-travelled", _travelled)]
