"""`meander`: the window, or one of the terminal's subcommands. Imports nothing heavy until it knows which."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

IN_CORE = frozenset({"add", "scan", "analyse", "search", "info", "radio", "export"})
IN_APP = frozenset({"play", "doctor"})


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 the user's environment, 2 usage."""
    # Before numpy loads: beside a busy worker, more threads make small products many times slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(OSError, ValueError, AttributeError):  # no real stderr: a frozen program, a test
        faulthandler.enable()
    given = list(sys.argv[1:] if argv is None else argv)
    word = first_word(given)
    if word in IN_APP:
        return _in_app(word, given)
    if word in IN_CORE or _asks_for_help(given):
        from core import cli

        return cli.main(given)
    return _window(given)


def first_word(argv: Sequence[str]) -> str:
    """The first argument that is not an option or an option's value; "" when there is none."""
    rest = iter(argv)
    for each in rest:
        if each == "--data":
            next(rest, None)
        elif each == "--":
            return ""
        elif not each.startswith("-"):
            return each
    return ""


def _asks_for_help(argv: Sequence[str]) -> bool:
    return any(each in ("-h", "--help", "--version") for each in argv)


def _in_app(word: str, argv: list[str]) -> int:
    if word == "play":
        from app import play

        return play.main(argv)
    from app import doctor

    return doctor.main(argv)


def _window(argv: Sequence[str]) -> int:
    from core.errors import UserError
    from core.settings import Places

    try:
        data, files = _parse(argv)
    except ValueError as problem:
        print(f"meander: {problem}; see meander --help.", file=sys.stderr)
        return 2
    for file in files:
        if not file.exists():
            print(f"meander: {file}: neither a subcommand nor a file or folder.", file=sys.stderr)
            return 2
    if not _has_display():
        print(
            "meander: there is no display to open a window on. In the terminal: meander add DIR, then "
            "meander analyse --quick, then meander radio SEED.",
            file=sys.stderr,
        )
        return 1
    # What is made while starting stays: to look for garbage in it takes a twentieth of the start. `Program`
    # turns this on again.
    gc.disable()
    from app.main import run

    try:
        return run(Places.find(data), files)
    except UserError as problem:
        print(f"meander: {problem}", file=sys.stderr)
        return 1


def _parse(argv: Sequence[str]) -> tuple[Path | None, list[Path]]:
    """The --data folder, and the files and folders. Raises ValueError for anything else."""
    data: Path | None = None
    files: list[Path] = []
    rest = iter(argv)
    for each in rest:
        if each == "--data" or each.startswith("--data="):
            value = each.partition("=")[2] or next(rest, "")
            if not value:
                raise ValueError("--data needs a folder")
            data = Path(value)
        elif each == "--":
            files += [Path(other) for other in rest]
        elif each == "--json":
            raise ValueError("--json needs a subcommand")
        elif each.startswith("-"):
            raise ValueError(f"{each} is not an option")
        else:
            files.append(Path(each))
    return data, files


def _has_display() -> bool:
    """Qt would end the program without a word that helps."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
