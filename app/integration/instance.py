"""One window for each library: a second start hands over what it was asked to do, and ends.

Whoever holds the library's lock listens on a local socket that only this user can open; a socket that a
killed program left behind belongs to nobody then, and is taken over. One request is one line of JSON.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.integration.request import Request, address

log = logging.getLogger(__name__)

PATIENCE_MS = 5_000
"""For the window there to answer: it may be painting a list, or be stopped by its user."""
MOST_BYTES = 8 << 20
"""Of one request; about 50,000 files."""
DONE = b"ok\n"


def hand_over(data: Path, request: Request) -> bool:
    """Tells the window that is open on this library; False when there is none, or it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(address(data))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(QByteArray(request.to_line()))
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(PATIENCE_MS):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return answer == DONE


class Doorman(QObject):
    """Listens for later starts; only while one holds the library's lock."""

    asked = Signal(Request)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Request] = []
        self._open = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        name = address(data)
        QLocalServer.removeServer(name)  # of one that was killed: ours is the lock
        if not self._server.listen(name):
            log.warning("Later starts cannot hand over their files: %s", self._server.errorString())

    @property
    def listens(self) -> bool:
        return self._server.isListening()

    def open(self) -> None:
        """From now on `asked` is told; what came before is told now."""
        self._open = True
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self.asked.emit(request)

    def close(self) -> None:
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            got = bytearray()
            socket.readyRead.connect(partial(self._read, socket, got))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket, got: bytearray) -> None:
        got += bytes(socket.readAll().data())
        if len(got) > MOST_BYTES:
            socket.abort()
        elif got.endswith(b"\n"):
            self._take(socket, bytes(got))
            got.clear()

    def _take(self, socket: QLocalSocket, line: bytes) -> None:
        try:
            request = Request.from_line(line)
        except ValueError as problem:
            log.info("A start said something we do not understand: %s", problem)
            socket.abort()
            return
        socket.write(QByteArray(DONE))
        socket.flush()
        if self._open:
            self.asked.emit(request)
        else:
            self._waiting.append(request)
