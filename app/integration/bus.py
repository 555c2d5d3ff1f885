"""A connection to the session's D-Bus that lives in the window's own event loop.

Qt's binding cannot say which D-Bus type a Python number has ("x", "d" and "i" are different to clients), so
messages are made by jeepney, which is pure Python, and the socket is watched by Qt. No thread, no lock.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from app import tasks

if TYPE_CHECKING:
    from jeepney import Message, Parser

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds in which the bus must have greeted us."""
CHUNK = 65536
DAEMON, DAEMON_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
ONLY_OWNER, OWNS = 4, (1, 4)
"""RequestName: do not wait for the name; its answers that mean we have it."""
UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"
FAILED = "org.freedesktop.DBus.Error.Failed"

Answer = tuple[str, tuple[Any, ...]]
"""A signature, and the values for it."""


class Refused(Exception):
    """What a handler raises to answer a call with an error."""

    def __init__(self, name: str, text: str) -> None:
        """name: of the error, as "org.freedesktop.DBus.Error.InvalidArgs"."""
        super().__init__(text)
        self.name, self.text = name, text


def connect(on_open: Callable[[Bus], object], parent: QObject | None = None) -> tasks.Task[Any]:
    """Looks for the session's bus on the pool, and hands it over when there is one. Without: silence."""

    def opened(greeted: tuple[socket.socket, Parser] | None) -> None:
        if greeted is not None:
            on_open(Bus(*greeted, parent))

    return tasks.run(_greet, on_done=opened)


def _greet() -> tuple[socket.socket, Parser] | None:
    """The socket, and the parser with what was read beyond the greeting; None when there is no bus."""
    try:
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:  # not a system with D-Bus
        return None
    try:
        with open_dbus_connection("SESSION", auth_timeout=PATIENCE) as connection:
            return connection.sock.dup(), connection.parser
    except Exception as problem:  # no address, nobody there, a greeting we do not understand: no bus
        log.info("There is no session bus: %s", problem)
        return None


class Bus(QObject):
    """Sends and receives messages. Use on the main thread only."""

    lost = Signal()
    """The bus went away; nothing can be sent any more."""

    def __init__(self, connection: socket.socket, parser: Parser, parent: QObject | None = None) -> None:
        """connection: authenticated, hello said; is owned from now on. parser: of all that comes from it."""
        super().__init__(parent)
        self._socket: socket.socket | None = connection
        connection.setblocking(False)
        self._parser = parser
        self._serials = count(1000)  # the greeting has used the first ones
        self._unsent = bytearray()
        self._waiting: dict[int, Callable[[Message], object]] = {}
        self._served: dict[str, Callable[[Message], Answer]] = {}
        self._heard: list[tuple[str, str, Callable[..., object]]] = []
        self._reading = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._reading.activated.connect(self._read)
        self._writing = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Write, self)
        self._writing.setEnabled(False)
        self._writing.activated.connect(self._write)

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def close(self) -> None:
        """Lets go of the bus, and with it of all names."""
        if self._socket is not None:
            self._write()
            self._end()

    # -- asking others

    def call(
        self,
        service: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        values: Sequence[Any] = (),
        on_answer: Callable[..., object] | None = None,
        on_error: Callable[[str], object] | None = None,
    ) -> None:
        """on_answer gets the values of the answer, on_error the name of the error."""
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

        address = DBusAddress(path, bus_name=service, interface=interface)
        message = new_method_call(address, method, signature or None, tuple(values))

        def answered(answer: Message) -> None:
            if answer.header.message_type == MessageType.error:
                if on_error is not None:
                    on_error(str(answer.header.fields.get(HeaderFields.error_name, "")))
            elif on_answer is not None:
                on_answer(*answer.body)

        serial = self._send(message)
        if serial:
            self._waiting[serial] = answered

    def own(self, name: str, on_result: Callable[[bool], object]) -> None:
        """Asks for a well-known name; on_result hears whether it is ours."""
        self.call(
            *(DAEMON, DAEMON_PATH, DAEMON, "RequestName", "su", (name, ONLY_OWNER)),
            on_answer=lambda code: on_result(code in OWNS),
            on_error=lambda _name: on_result(False),
        )

    def listen(self, interface: str, member: str, react: Callable[..., object], path: str = "") -> None:
        """`react` gets the values of every such signal."""
        rule = f"type='signal',interface='{interface}',member='{member}'" + (
            f",path='{path}'" if path else ""
        )
        self.call(DAEMON, DAEMON_PATH, DAEMON, "AddMatch", "s", (rule,))
        self._heard.append((interface, member, react))

    # -- being asked

    def serve(self, path: str, handle: Callable[[Message], Answer]) -> None:
        """`handle` answers the calls to the object at `path`, or raises Refused."""
        self._served[path] = handle

    def announce(self, path: str, interface: str, name: str, signature: str, values: Sequence[Any]) -> None:
        """Sends a signal."""
        from jeepney import DBusAddress, new_signal

        self._send(new_signal(DBusAddress(path, interface=interface), name, signature or None, tuple(values)))

    # -- inside

    def _send(self, message: Message) -> int:
        """The serial of the message; 0 when the bus is gone."""
        if self._socket is None:
            return 0
        serial = next(self._serials)
        self._unsent += message.serialise(serial=serial)
        self._write()
        return serial if self._socket is not None else 0

    def _write(self) -> None:
        if self._socket is None:
            return
        try:
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
            self._writing.setEnabled(False)
        except BlockingIOError:
            self._writing.setEnabled(True)
        except OSError as problem:
            self._lose(problem)

    def _read(self) -> None:
        if self._socket is None:
            return
        try:
            data = self._socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError as problem:
            self._lose(problem)
            return
        if not data:
            self._lose("it was closed")
            return
        self._parser.add_data(data)
        while self._socket is not None and (message := self._parser.get_next_message()) is not None:
            self._take(message)

    def _take(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageType

        kind, fields = message.header.message_type, message.header.fields
        if kind == MessageType.method_call:
            self._answer(message)
        elif kind == MessageType.signal:
            asked = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
            for interface, member, react in self._heard:
                if asked == (interface, member):
                    react(*message.body)
        elif (serial := fields.get(HeaderFields.reply_serial)) in self._waiting:
            self._waiting.pop(serial)(message)

    def _answer(self, message: Message) -> None:
        from jeepney import HeaderFields, MessageFlag, new_error, new_method_return

        path = message.header.fields.get(HeaderFields.path, "")
        try:
            handle = self._served.get(path)
            if handle is None:
                raise Refused("org.freedesktop.DBus.Error.UnknownObject", f"There is nothing at {path}.")
            signature, values = handle(message)
            reply = new_method_return(message, signature or None, values)
        except Refused as problem:
            reply = new_error(message, problem.name, "s", (problem.text,))
        except Exception:
            log.exception("a call by D-Bus failed")
            reply = new_error(message, FAILED, "s", ("Something went wrong inside Meander.",))
        if not message.header.flags & MessageFlag.no_reply_expected:
            self._send(reply)

    def _lose(self, why: object) -> None:
        log.info("The session bus is gone: %s", why)
        self._end()
        self.lost.emit()

    def _end(self) -> None:
        self._reading.setEnabled(False)
        self._writing.setEnabled(False)
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket = None
        self._waiting.clear()
