"""What menus, file managers and software shops are told."""

from __future__ import annotations

import configparser
import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from app.__main__ import REMOTE
from app.integration.mimetypes import OPENED
from app.theme import RESOURCES

ENTRY, METAINFO = RESOURCES / "meander.desktop", RESOURCES / "meander.metainfo.xml"


@pytest.fixture
def entry() -> configparser.ConfigParser:
    made = configparser.ConfigParser(interpolation=None)
    made.optionxform = str  # type: ignore[assignment,method-assign]
    made.read(ENTRY, "utf-8")
    return made


@pytest.fixture
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("desktop", RESOURCES.parent / "packaging/desktop.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def validate(file: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed")
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_desktop_entry_is_valid() -> None:
    validate(ENTRY)


def test_it_names_the_files_that_meander_opens(entry: configparser.ConfigParser) -> None:
    assert entry["Desktop Entry"]["MimeType"] == ";".join(OPENED) + ";"


def test_its_actions_are_options_that_there_are(entry: configparser.ConfigParser) -> None:
    for action in entry["Desktop Entry"]["Actions"].rstrip(";").split(";"):
        assert entry[f"Desktop Action {action}"]["Exec"].removeprefix("meander ") in REMOTE


def test_shops_are_told_nothing_wrong() -> None:
    if shutil.which("appstreamcli") is None:
        pytest.skip("appstreamcli is not installed")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", METAINFO], capture_output=True, text=True, check=False
    )
    # The one warning: Meander has no domain whose name it could bear backwards.
    wrong = [line for line in done.stdout.splitlines() if line.startswith(("E:", "W:"))]
    assert [line for line in wrong if "is-not-rdns" not in line] == []


@pytest.mark.parametrize("folder", ["plain", 'a "strange" folder with 100 % $'])
def test_it_is_put_into_the_menus_and_taken_out(tmp_path: Path, installer: ModuleType, folder: str) -> None:
    program = tmp_path / folder / "meander"
    installer.install(tmp_path / "data", program)
    files = installer.places(tmp_path / "data")
    assert all(file.is_file() for file in files.values())
    validate(files["meander.desktop"])
    assert f"TryExec={program}\n" in files["meander.desktop"].read_text("utf-8")
    if folder == "plain":
        assert f"Exec={program} %U\n" in files["meander.desktop"].read_text("utf-8")
