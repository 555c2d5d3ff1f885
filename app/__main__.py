"""`meander`: the window, or one of the terminal's subcommands. Imports nothing heavy until it knows which."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.integration.request import Request

IN_CORE = frozenset(
    {"add", "scan", "analyse", "map", "search", "info", "playlists", "import", "export"}
    | {"radio", "path", "why-not", "rediscover", "stats", "evaluate"}
)
IN_APP = frozenset({"play", "doctor"})
PROCESSES = frozenset({"--listening-process", "--map-process"})
"""How a frozen program, which has no other Python, starts a process of its own; see `child.Command`."""
REMOTE = {
    "--enqueue": "enqueue",
    "--play": "play",
    "--pause": "pause",
    "--play-pause": "toggle",
    "--next": "next",
    "--previous": "previous",
    "--stop": "stop",
    "--quit": "quit",
}
"""Options for a window that is open already -> what it is asked to do."""
NEED_A_WINDOW = frozenset(REMOTE.values()) - {"enqueue", "play"}


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 the user's environment, 2 usage."""
    # Before numpy loads: beside a busy worker, more threads make small products many times slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(OSError, ValueError, AttributeError):  # no real stderr: a frozen program, a test
        faulthandler.enable()
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] in PROCESSES:
        return _process(given[0], given[1:])
    word = first_word(given)
    if word in IN_APP:
        return _in_app(word, given)
    if word in IN_CORE or _asks_for_help(given):
        from core import cli

        return cli.main(given)
    return _window(given)


def _process(name: str, words: list[str]) -> int:
    if name == "--map-process":
        from core.explore.map.process import main as run
    else:
        from core.analysis.listener import main as run
    run(words)
    return 0


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
    from app.integration.request import Request
    from core.errors import UserError
    from core.settings import Places

    try:
        asked = _parse(argv)
    except ValueError as problem:
        print(f"meander: {problem}; see meander --help.", file=sys.stderr)
        return 2
    for file in asked.files:
        if not file.exists():
            print(f"meander: {file}: neither a subcommand nor a file or folder.", file=sys.stderr)
            return 2
    places = Places.find(asked.data)
    request = Request.of(asked.files, asked.deed)
    if _hand_over(places.data, request):
        return 0
    if asked.deed in NEED_A_WINDOW:
        print("meander: no window is open on this library.", file=sys.stderr)
        return 1
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
        return run(places, request)
    except UserError as problem:
        print(f"meander: {problem}", file=sys.stderr)
        return 1


@dataclass
class Asked:
    """What the command line asks of the window. deed: see `app.integration.request.DEEDS`."""

    data: Path | None = None
    files: list[Path] = field(default_factory=list)
    deed: str = "open"


def _parse(argv: Sequence[str]) -> Asked:
    """Raises ValueError for what is not understood."""
    asked = Asked()
    rest = iter(argv)
    for each in rest:
        if each == "--data" or each.startswith("--data="):
            value = each.partition("=")[2] or next(rest, "")
            if not value:
                raise ValueError("--data needs a folder")
            asked.data = Path(value)
        elif each == "--":
            asked.files += [_file(other) for other in rest]
        elif each in REMOTE:
            asked.deed = REMOTE[each]
        elif each == "--json":
            raise ValueError("--json needs a subcommand")
        elif each.startswith("-"):
            raise ValueError(f"{each} is not an option")
        else:
            asked.files.append(_file(each))
    if asked.files and asked.deed not in ("open", "enqueue"):
        raise ValueError("only --enqueue goes with files")
    return asked


def _file(text: str) -> Path:
    """A path, or a file URL as desktops give it. Raises ValueError for other URLs."""
    from app.integration.fileurls import path_of

    file = path_of(text)
    if file is None:
        raise ValueError(f"{text} is not a file of this computer")
    return file


def _hand_over(data: Path, request: Request) -> bool:
    """Whether a window that is open on this library has taken it on."""
    from app.integration.request import somebody_listens

    if not somebody_listens(data):
        return False
    try:
        from app.integration.instance import hand_over
    except ImportError:  # no Qt: said later, and better
        return False
    return hand_over(data, request)


def _has_display() -> bool:
    """Qt would end the program without a word that helps."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
