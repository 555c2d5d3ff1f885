"""SQLite, once for both databases: connections, transactions that roll back, numbered migrations, backup."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from core.errors import UserError
from core.folding import folded
from core.texts import marked

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BUSY_MS = 15_000
ENVIRONMENT = {
    "SQLITE_FULL": marked("the disk is full; free some space and try again"),
    "SQLITE_IOERR": marked("the disk could not be read or written; check the drive"),
    "SQLITE_READONLY": marked("it is read-only; check its permissions or choose another place with --data"),
    "SQLITE_CANTOPEN": marked(
        "it cannot be opened; check the folder's permissions or choose another with --data"
    ),
    "SQLITE_BUSY": marked("another program is writing it; close the other one and try again"),
    "SQLITE_CORRUPT": marked(
        "it is damaged; move it away, and put a backup in its place if a .bak lies beside it"
    ),
    "SQLITE_NOTADB": marked("it is not a database of Meander; move it away"),
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns SQLite's environment errors into UserError; a wrong statement stays a bug."""
    try:
        yield
    except sqlite3.Error as problem:
        name = getattr(problem, "sqlite_errorname", None) or ""
        if "no such module: fts5" in str(problem):
            raise UserError("This Python's SQLite has no FTS5; use one that has.") from problem
        for prefix, advice in ENVIRONMENT.items():
            if name.startswith(prefix):
                raise UserError("{file}: {why}.", file=path, why=advice) from problem
        raise


class Database:
    """One SQLite file in WAL mode.

    `read()` gives the calling thread its own connection; `write()` is a transaction: one at a time,
    committed when the block ends, rolled back when it raises.
    """

    def __init__(self, path: Path, migrations: Path) -> None:
        """Opens (creates, migrates) the database.

        migrations: folder of `0001.sql`, `0002.sql` …; each runs in one transaction with its version.
        Raises UserError when the file was written by a newer version, is gone while its journal is not, or
        cannot be opened.
        """
        self.path = path
        self._local = threading.local()
        self._write_lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise UserError(
                "{folder} cannot be made ({why}).", folder=path.parent, why=problem.strerror
            ) from problem
        _demand_whole(path)
        try:
            with explained(path):
                _migrate(self.read(), path, migrations)
        except BaseException:
            self.close()
            raise

    def read(self) -> sqlite3.Connection:
        """This thread's connection. For reading, or inside `write()`."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with explained(self.path):
                connection = _connect(self.path)
            self._local.connection = connection
        return connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction. Nested use joins the outer one."""
        connection = self.read()
        with self._write_lock, explained(self.path):
            if connection.in_transaction:
                yield connection
            else:
                with _transaction(connection):
                    yield connection

    @contextmanager
    def one_moment(self) -> Iterator[sqlite3.Connection]:
        """What this thread reads within it is of one moment, whatever is written meanwhile."""
        connection = self.read()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    def backup(self, to: Path) -> None:
        """Copies the database as it is now, safely while others read and write. Raises UserError."""
        with explained(to):
            _copy(self.read(), to)

    def close_thread(self) -> None:
        """Closes the calling thread's connection (a thread that ends should call it)."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            self._local.connection = None
            connection.close()

    def close(self) -> None:
        """Lets all connections go.

        One that another thread is just using closes when that thread lets go of it: closing it from here
        would pull SQLite away under a running statement.
        """
        self.close_thread()
        self._local = threading.local()


def _demand_whole(path: Path) -> None:
    """A journal without its database is what is left of one; SQLite would begin anew and throw it away."""
    journal = path.with_name(f"{path.name}-wal")
    try:
        left = not path.exists() and journal.stat().st_size > 0
    except OSError:
        return
    if left:
        raise UserError(
            "{file} is gone, but {journal} is still there, with the latest changes to it. Put the file or a "
            "backup of it back; to begin anew, move the journal away too.",
            file=path,
            journal=journal.name,
        )


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # Still open only when the block or the commit raised; a full disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _connect(path: Path) -> sqlite3.Connection:
    # check_same_thread is off so that the last reference may go in any thread; each is used by one alone.
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("folded", 1, _folded, deterministic=True)
    return connection


def _folded(value: str | bytes | None) -> str | None:
    """For SQL: text without case and diacritics. Bytes are a path; what comes back must be text."""
    if isinstance(value, bytes):
        folder, slash, name = value.rpartition(b"/")
        return f"{_folded_name(folder)}{slash.decode()}{folded(name.decode('utf-8', 'replace'))}"
    return None if value is None else folded(value)


@lru_cache(maxsize=1024)
def _folded_name(folder: bytes) -> str:
    """Files come by folders: most of them were just asked for."""
    return folded(folder.decode("utf-8", "replace"))


def _use_wal(connection: sqlite3.Connection) -> None:
    """Once per file. While another program does the same, SQLite refuses without its usual patience."""
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _steps(migrations: Path) -> dict[int, Path]:
    return {int(f.stem): f for f in sorted(migrations.glob("*.sql")) if re.fullmatch(r"\d{4}", f.stem)}


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Path) -> None:
    steps = _steps(migrations)
    newest, current = max(steps, default=0), version_of(connection)
    if current > newest:
        raise UserError(
            "{file} was written by a newer Meander (version {version}); update Meander to open it.",
            file=path,
            version=current,
        )
    if 0 < current < newest:
        _put_aside(connection, path)
    for number in range(current + 1, newest + 1):
        _step(connection, number, steps[number].read_text("utf-8"))


def _put_aside(connection: sqlite3.Connection, path: Path) -> None:
    """A backup before a change of version, from one moment: another program may be changing it already."""
    connection.execute("BEGIN")
    try:
        _copy(connection, path.with_name(f"{path.name}.v{version_of(connection)}.bak"))
    finally:
        connection.execute("ROLLBACK")


def _step(connection: sqlite3.Connection, number: int, script: str) -> None:
    """One migration and its version, together or not at all."""
    with _transaction(connection):
        # Another program may have done it while this one waited for its turn.
        if version_of(connection) < number:
            # Not executescript, which would commit before it starts.
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    """Written to a neighbour first and swapped in, so that a full disk cannot spoil an older backup."""
    draft = to.with_name(f"{to.name}.part")
    draft.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(draft)
        try:
            connection.backup(copy)
        finally:
            copy.close()
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def sole_writer(lock_file: Path) -> Iterator[None]:
    """Held by the one program that may write this library. Raises UserError while another holds it."""
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        raise UserError(
            "{folder} cannot be written ({why}); choose another with --data.",
            folder=lock_file.parent,
            why=problem.strerror,
        ) from None
    try:
        _lock(file, lock_file)
        yield
    finally:
        os.close(file)


def _lock(file: int, name: Path) -> None:
    """Held until the file is closed, which the system does for a program that dies."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise UserError(
                "{file} cannot be locked ({why}); choose another place with --data.",
                file=name,
                why=problem.strerror,
            ) from None
        raise UserError(
            "Meander is already open on this library; use its window, or close it and try again."
        ) from None
