"""The database on real files: migrations, backups, transactions, and what the environment can do to it."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core import database as database_module
from core.database import Database, sole_writer, version_of
from core.errors import UserError
from core.library.tracks import SQL

FIRST = "CREATE TABLE songs (name TEXT NOT NULL);\n-- a comment; with a semicolon\n"
SECOND = """ALTER TABLE songs ADD COLUMN plays INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER counted AFTER INSERT ON songs BEGIN
    UPDATE songs SET plays = plays + 1 WHERE name = new.name;
END;
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "0001.sql").write_text(FIRST)
    return folder


@pytest.fixture
def database(tmp_path: Path, steps: Path) -> Iterator[Database]:
    database = Database(tmp_path / "songs.db", steps)
    yield database
    database.close()


def names(database: Database) -> list[str]:
    return [row["name"] for row in database.read().execute("SELECT name FROM songs ORDER BY rowid")]


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as db:
        db.execute("INSERT INTO songs VALUES ('half')")
        raise RuntimeError
    assert names(database) == []


def test_an_inner_transaction_belongs_to_the_outer_one(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as db:
        with database.write() as inner:
            inner.execute("INSERT INTO songs VALUES ('inner')")
        db.execute("INSERT INTO songs VALUES ('outer')")
        raise RuntimeError
    assert names(database) == []


def test_readers_see_the_last_commit_while_another_thread_writes(database: Database) -> None:
    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('old')")
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(names(database))
        database.close_thread()

    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('new')")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [["old"]]
    assert names(database) == ["old", "new"]


def test_two_threads_write_one_after_the_other(database: Database) -> None:
    def write() -> None:
        for number in range(50):
            with database.write() as db:
                db.execute("INSERT INTO songs VALUES (?)", (str(number),))
        database.close_thread()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 100


def test_a_new_step_is_taken_once_and_its_trigger_works(tmp_path: Path, steps: Path) -> None:
    old = Database(tmp_path / "songs.db", steps)
    with old.write() as db:
        db.execute("INSERT INTO songs VALUES ('kept')")
    old.close()
    (steps / "0002.sql").write_text(SECOND)
    for _ in range(2):
        database = Database(tmp_path / "songs.db", steps)
        assert version_of(database.read()) == 2
        assert names(database) == ["kept"]
        database.close()
    database = Database(tmp_path / "songs.db", steps)
    with database.write() as db:
        db.execute("INSERT INTO songs (name) VALUES ('played')")
    assert database.read().execute("SELECT plays FROM songs WHERE name = 'played'").fetchone()[0] == 1
    database.close()


def test_a_backup_is_made_before_a_step(tmp_path: Path, steps: Path) -> None:
    database = Database(tmp_path / "songs.db", steps)
    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('precious')")
    database.close()
    (steps / "0002.sql").write_text(SECOND)
    Database(tmp_path / "songs.db", steps).close()
    backup = sqlite3.connect(tmp_path / "songs.db.v1.bak")
    assert backup.execute("SELECT name FROM songs").fetchall() == [("precious",)]
    assert version_of(backup) == 1
    backup.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_is_of_one_version_though_another_program_goes_on_to_the_next(
    tmp_path: Path, steps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "library.db"
    Database(file, steps).close()
    (steps / "0002.sql").write_text(SECOND)
    copy = database_module._copy

    def be_overtaken(connection: sqlite3.Connection, to: Path) -> None:
        monkeypatch.setattr(database_module, "_copy", copy)
        Database(file, steps).close()
        copy(connection, to)

    monkeypatch.setattr(database_module, "_copy", be_overtaken)
    Database(file, steps).close()
    with closing(sqlite3.connect(file.with_name("library.db.v1.bak"))) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_step_that_fails_changes_nothing(tmp_path: Path, steps: Path) -> None:
    Database(tmp_path / "songs.db", steps).close()
    (steps / "0002.sql").write_text("CREATE TABLE more (a);\nCREATE TABLE songs (b);")
    with pytest.raises(sqlite3.OperationalError):
        Database(tmp_path / "songs.db", steps)
    connection = sqlite3.connect(tmp_path / "songs.db")
    assert version_of(connection) == 1
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)
    connection.close()


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path, steps: Path) -> None:
    Database(tmp_path / "songs.db", steps).close()
    connection = sqlite3.connect(tmp_path / "songs.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / "songs.db").read_bytes()
    with pytest.raises(UserError, match="newer Meander"):
        Database(tmp_path / "songs.db", steps)
    assert (tmp_path / "songs.db").read_bytes() == before


def _open_in_child(path: Path, steps: Path, barrier: object) -> None:
    barrier.wait()  # type: ignore[attr-defined]
    Database(path, steps).close()


def test_two_programs_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    children = [
        context.Process(target=_open_in_child, args=(tmp_path / "library.db", SQL, barrier)) for _ in range(2)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]


def test_a_full_disk_is_said_plainly_and_rolls_back(database: Database) -> None:
    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('kept')")
    # SQLite raises the same error for a file at its largest as for a disk that is full.
    pages = database.read().execute("PRAGMA page_count").fetchone()[0]
    database.read().execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="disk is full"), database.write() as db:
        for _ in range(100):
            db.execute("INSERT INTO songs VALUES (?)", ("long" * 1000,))
    assert names(database) == ["kept"]


def test_a_read_only_database_is_said_plainly(database: Database) -> None:
    database.read().execute("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="read-only"), database.write() as db:
        db.execute("INSERT INTO songs VALUES ('no')")


def test_a_file_that_is_no_database_is_said_plainly(tmp_path: Path, steps: Path) -> None:
    (tmp_path / "songs.db").write_bytes(b"not a database, " * 500)
    with pytest.raises(UserError, match="not a database of Meander"):
        Database(tmp_path / "songs.db", steps)


def test_a_damaged_database_is_said_plainly(tmp_path: Path, steps: Path) -> None:
    database = Database(tmp_path / "songs.db", steps)
    with database.write() as db:
        db.executemany("INSERT INTO songs VALUES (?)", [("x" * 500,)] * 200)
    database.close()
    file = tmp_path / "songs.db"
    data = bytearray(file.read_bytes())
    data[4096 : 3 * 4096] = b"\xff" * (2 * 4096)
    file.write_bytes(data)
    damaged = Database(file, steps)
    with pytest.raises(UserError, match="damaged"), damaged.write() as db:
        db.execute("SELECT sum(length(name)) FROM songs").fetchall()
    damaged.close()


def test_a_database_that_is_gone_while_its_journal_is_not_is_never_begun_anew(
    database: Database, steps: Path
) -> None:
    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('mine')")
    journal = database.path.with_name("songs.db-wal")
    kept = journal.read_bytes()
    assert kept
    lost = database.path.with_name("lost.db")
    lost.with_name("lost.db-wal").write_bytes(kept)
    with pytest.raises(UserError, match=r"is gone, but lost\.db-wal is still there"):
        Database(lost, steps)
    assert lost.with_name("lost.db-wal").read_bytes() == kept
    lost.with_name("lost.db-wal").unlink()
    Database(lost, steps).close()


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path, steps: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be made"):
        Database(tmp_path / "file" / "songs.db", steps)


def test_a_folder_in_the_databases_place_is_said_plainly(tmp_path: Path, steps: Path) -> None:
    (tmp_path / "songs.db").mkdir()
    with pytest.raises(UserError, match="cannot be opened"):
        Database(tmp_path / "songs.db", steps)


def test_a_backup_holds_what_was_committed(database: Database, tmp_path: Path) -> None:
    with database.write() as db:
        db.execute("INSERT INTO songs VALUES ('saved')")
    database.backup(tmp_path / "copy.db")
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT name FROM songs").fetchall() == [("saved",)]
    copy.close()


def test_only_one_program_writes_a_library(tmp_path: Path) -> None:
    already_open = pytest.raises(UserError, match="already open")
    with sole_writer(tmp_path / "lock"), already_open, sole_writer(tmp_path / "lock"):
        pass
    with sole_writer(tmp_path / "lock"):
        pass
