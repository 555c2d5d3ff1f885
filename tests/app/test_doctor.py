"""`meander doctor`: finds what is amiss, says how to mend it, and itself survives anything."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app import doctor
from app.doctor import Finding, Health, examine
from core.database import Database
from core.errors import UserError
from core.library.tracks import Library
from core.settings import Places


def finding(findings: list[Finding], name: str) -> Finding:
    return next(each for each in findings if each.name == name)


def test_json_is_one_document_and_its_verdict_is_the_exit_code(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    code = doctor.main(["--data", str(places.data), "doctor", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert code == (0 if document["usable"] else 1)
    assert {"name", "health", "detail", "mend"} == set(document["checks"][0])
    assert all(each["mend"] for each in document["checks"] if each["health"] == "bad")


def test_a_fresh_machine_with_everything_is_usable(places: Places) -> None:
    pytest.importorskip("vlc")
    findings = examine(places)
    bad = [each for each in findings if each.health is Health.BAD]
    if any("libVLC" in each.name for each in bad):
        pytest.skip("libVLC is not installed here")
    assert bad == []
    assert "ogg" in finding(findings, "libVLC plays").detail
    assert finding(findings, "Library").detail == "not begun yet"


def test_a_library_in_use_is_found_whole(places: Places) -> None:
    library = Library.open(places)
    try:
        assert "whole" in finding(list(doctor._data(places)), "Library").detail
    finally:
        library.close()


def test_a_damaged_library_is_bad_and_the_backup_is_named(places: Places) -> None:
    places.data.mkdir(parents=True)
    places.library_db.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)
    found = finding(list(doctor._data(places)), "Library")
    assert found.health is Health.BAD
    assert ".bak" in found.mend


def test_a_library_of_a_newer_version_is_refused_politely(places: Places) -> None:
    places.data.mkdir(parents=True)
    db = sqlite3.connect(places.library_db)
    db.execute("PRAGMA user_version = 999")
    db.close()
    assert finding(list(doctor._data(places)), "Library").mend == "Update Meander."


def test_looking_changes_nothing(places: Places) -> None:
    Database(places.library_db, Path("core/library/sql").resolve()).close()
    before = {file.name: file.read_bytes() for file in places.data.iterdir()}
    list(doctor._data(places))
    after = {file.name: file.read_bytes() for file in places.data.iterdir() if file.name in before}
    assert after == before


def test_missing_weights_are_no_obstacle(places: Places) -> None:
    (found,) = doctor._models(places)
    assert found.health is Health.WARNING
    assert "make setup" in found.mend


def test_without_libvlc_the_exact_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.player import libvlc

    def nothing() -> None:
        raise UserError(f"libVLC, which plays the sound, was not found. {libvlc.ADVICE['debian']}")

    monkeypatch.setattr(libvlc, "load_vlc", nothing)
    (found,) = doctor._libvlc()
    assert found.health is Health.BAD
    assert "libvlc5 vlc-plugin-base" in found.mend


BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked!r}:
            raise ModuleNotFoundError("No module named " + name)
sys.meta_path.insert(0, Block())
from app.__main__ import main
sys.exit(main(["doctor", "--json", "--data", sys.argv[1]]))
"""


@pytest.mark.parametrize(
    ("blocked", "name"),
    [({"PySide6", "shiboken6"}, "Qt"), ({"vlc"}, "libVLC"), ({"mutagen", "numpy"}, "Python packages")],
)
def test_it_runs_without_what_it_looks_for(blocked: set[str], name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", BLOCKED.format(blocked=blocked), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert {each["name"] for each in json.loads(run.stdout)["checks"] if each["health"] == "bad"} >= {name}
    assert "Traceback" not in run.stderr
