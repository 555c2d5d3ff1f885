"""`meander play FILE…`: the files one after the other, without a window."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.player.base import Piece, Player, State
from app.player.engine import VlcPlayer
from core.cli import DONE, ENVIRONMENT, INTERRUPTED, parse
from core.errors import UserError

SHOW_MS = 250


def main(argv: Sequence[str]) -> int:
    """argv: as given to the program, the word "play" included. Returns the exit code (see docs/cli.md)."""
    try:
        options: argparse.Namespace = parse(argv)
    except SystemExit as done:
        return int(done.code or 0)
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    player = VlcPlayer()
    try:
        return play(app, player, options.files, as_json=options.json)
    except UserError as problem:
        sys.stderr.write(f"meander: {problem}\n")
        return ENVIRONMENT
    finally:
        player.close()


def play(app: QCoreApplication, player: Player, files: Sequence[Path], *, as_json: bool = False) -> int:
    """Plays `files` to their end or to Ctrl+C. Raises UserError when there is no libVLC."""
    player.prepare()
    programme = Programme(app, player, files)
    before = signal.signal(signal.SIGINT, lambda *_: programme.interrupt())
    try:
        QTimer.singleShot(0, programme, programme.go_on)
        app.exec()
    finally:
        signal.signal(signal.SIGINT, before)
    if as_json:
        sys.stdout.write(json.dumps(programme.played, indent=2) + "\n")
    if programme.interrupted:
        return INTERRUPTED
    return DONE if any(each["ended"] == "finished" for each in programme.played) else ENVIRONMENT


class Programme(QObject):
    """Goes through the files and shows on standard error where it is."""

    def __init__(self, app: QCoreApplication, player: Player, files: Sequence[Path]) -> None:
        super().__init__(app)
        self._app, self._player = app, player
        self._left = [file.expanduser().resolve() for file in files]
        self._file = Path()
        self._passed_over: list[tuple[Path, str]] = []  # while this file plays, and why
        self._live = sys.stderr.isatty()
        self.played: list[dict[str, object]] = []
        """One for each file: path, seconds heard, how it ended, and why where it could not be played."""
        self.interrupted = False
        player.ended.connect(self._on_ended)
        player.failed.connect(self._on_failed)
        player.advanced.connect(self._on_advanced)
        player.cannot_follow.connect(self._on_cannot_follow)
        player.notice.connect(lambda text: self._say(f"meander: {text}\n"))
        # Its ticks also let Python see Ctrl+C, which Qt's loop alone would not.
        self._timer = QTimer(self)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()

    def go_on(self) -> None:
        """The next file, or the end."""
        if not self._left:
            self._timer.stop()
            self._app.quit()
            return
        self._begin()
        self._player.play(Piece(self._file))
        self._line_up()

    def _begin(self) -> None:
        self._file = self._left.pop(0)
        self._say(f"{_shown(self._file)}\n")

    def _line_up(self) -> None:
        """The next file goes on where this one ends, without a gap."""
        self._player.follow(Piece(self._left[0]) if self._left else None)

    def interrupt(self) -> None:
        """Ctrl+C."""
        self.interrupted = True
        self._close("stopped")
        self._left.clear()
        self._player.stop()
        self.go_on()

    def _on_ended(self) -> None:
        self._close("finished")
        self.go_on()

    def _on_advanced(self, heard: float) -> None:
        self._close("finished", heard=heard)
        self._begin()
        self._line_up()

    def _on_cannot_follow(self, reason: str) -> None:
        self._passed_over.append((self._left.pop(0), reason))
        self._say(f"meander: {reason}\n")
        self._line_up()

    def _on_failed(self, reason: str) -> None:
        self._close("error", reason)
        self._say(f"meander: {reason}\n")
        QTimer.singleShot(0, self, self.go_on)

    def _close(self, ended: str, reason: str = "", heard: float | None = None) -> None:
        if self._live:
            self._say("\r\x1b[K")
        self._note(self._file, self._player.heard if heard is None else heard, ended, reason)
        for file, why in self._passed_over:
            self._note(file, 0.0, "error", why)
        self._passed_over.clear()

    def _note(self, file: Path, heard: float, ended: str, reason: str) -> None:
        entry: dict[str, object] = {"path": str(file), "heard": round(heard, 2), "ended": ended}
        self.played.append(entry | ({"reason": reason} if reason else {}))

    def _show(self) -> None:
        if self._live and self._player.state is State.PLAYING:
            self._say(f"\r  {_clock(self._player.position())} / {_clock(self._player.duration)} ")

    def _say(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _shown(path: Path) -> str:
    """A file name need not be text."""
    return str(path).encode("utf-8", "replace").decode()
