"""`meander` and its arguments: who gets them, and what is said when they are wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import IN_APP, IN_CORE, first_word, main
from core import cli


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        ([], ""),
        (["scan"], "scan"),
        (["--data", "scan", "radio", "x"], "radio"),
        (["--data=here", "--json", "info", "1"], "info"),
        (["--", "scan"], ""),
        (["/music"], "/music"),
    ],
)
def test_the_subcommand_is_found_between_the_options(argv: list[str], word: str) -> None:
    assert first_word(argv) == word


def test_every_subcommand_of_the_terminal_gets_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["frobnicate"]) == 2
    offered = re.search(r"choose from (.*)\)", capsys.readouterr().err)
    assert offered is not None
    assert set(re.findall(r"[a-z-]+", offered[1])) == IN_CORE | IN_APP


def test_what_is_neither_a_subcommand_nor_a_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    assert "frobnicate" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--loud"]) == 2
    assert "--loud" in capsys.readouterr().err


def test_without_a_display_it_says_what_to_do_instead(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([str(tmp_path)]) == 1
    assert "no display" in capsys.readouterr().err


def test_the_terminal_loads_neither_qt_nor_vlc() -> None:
    code = (
        "import sys, app.__main__ as m; code = m.main(['--help']); "
        "assert not {'PySide6', 'vlc', 'torch', 'faiss'} & sys.modules.keys(); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "radio" in done.stdout
