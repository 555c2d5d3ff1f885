"""The terminal: `add`, `scan`, `analyse`, `map`, `evaluate`, `search`, `info`, `radio`, `path`, `why-not`,
`rediscover`, `stats`, `playlists`, `export`, `import`.

docs/cli.md is the contract that scripts rely on. This module reads arguments and prints; what is done lies in
`core.commands`. `play` and `doctor` need libVLC and a screen, so `app` does those; here they are only parsed.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from core import commands
from core.bar import Bar
from core.commands import mapping, rediscovering, statistics
from core.commands.options import add_seeds, add_steering, count, plain_seeds, sown_from
from core.errors import Cancelled, UserError
from core.progress import Progress
from core.settings import Places

DONE, ENVIRONMENT, USAGE = 0, 1, 2
INTERRUPTED = 128 + signal.SIGINT
"""What shells report of a program that Ctrl+C ended."""
RADIO_LENGTH, PATH_STEPS = 10, 8
BACKSTAGE = ("play", "doctor")
"""Subcommands that `app` runs."""
JOBS = ("add", "scan", "analyse", "map", "evaluate")
"""Subcommands that take long, show their progress and stop at a safe place."""
WHOLE = ("map", "evaluate")
"""Those of them that begin again when they were stopped."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand; returns the exit code (see docs/cli.md)."""
    try:
        options = parse(argv)
    except SystemExit as done:  # argparse has said what is wrong, or printed the help
        return int(done.code or 0)
    _speak_any_name()
    _log_in_one_line()
    try:
        return _run(options)
    except commands.UsageError as problem:
        _complain(str(problem))
        return USAGE
    except UserError as problem:
        _complain(str(problem))
        return ENVIRONMENT
    except (Cancelled, KeyboardInterrupt):
        resumed = options.command not in WHOLE
        _complain("stopped; the same command goes on from here." if resumed else "stopped; nothing was kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough. Python would flush into the closed pipe once more at exit.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of any subcommand: `command`, `data` (Path or None), `json`, and its own.

    Raises SystemExit(2) for a wrong usage, after saying so; SystemExit(0) after --help and --version.
    """
    return _parser().parse_args(argv)


def _run(options: argparse.Namespace) -> int:
    if options.command in BACKSTAGE:
        raise UserError(f"`{options.command}` needs the whole program: meander {options.command}")
    progress, places = Progress(), Places.find(options.data)
    if options.command in JOBS:
        with _stoppable(progress), Bar(progress, sys.stderr):
            answer = COMMANDS[options.command](options, places, progress)
    else:
        answer = COMMANDS[options.command](options, places, progress)
    for warning in answer.warnings:
        _complain(warning)
    if options.json:
        # ASCII with escapes: even a name that is not UTF-8 comes back whole from a JSON parser.
        print(json.dumps(answer.document))
    else:
        for line in answer.lines:
            print(line)
    sys.stdout.flush()
    return DONE


@contextmanager
def _stoppable(progress: Progress) -> Iterator[None]:
    """The first Ctrl+C (or SIGTERM) asks the job to stop at a safe place; the second one insists."""

    def stop(number: int, frame: FrameType | None) -> None:
        if progress.cancelled:
            raise KeyboardInterrupt
        progress.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _speak_any_name() -> None:
    """File names need not be text: their odd bytes go out as they came in."""
    for stream in (sys.stdout, sys.stderr):
        utf8 = (stream.encoding or "").lower().replace("-", "") == "utf8"
        stream.reconfigure(errors="surrogateescape" if utf8 else "backslashreplace")  # type: ignore[union-attr]


class _OneLine(logging.Formatter):
    """Warnings go to whoever sits at the terminal; tracebacks are for those who ask (MEANDER_DEBUG=1)."""

    def formatException(self, ei: object) -> str:
        return ""


def _log_in_one_line() -> None:
    if os.environ.get("MEANDER_DEBUG"):
        logging.basicConfig(level=logging.DEBUG)
        return
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("meander: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _complain(text: str) -> None:
    with suppress(OSError):
        print(f"meander: {' '.join(text.split())}", file=sys.stderr)


# -- arguments -----------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="meander",
        description="A music player that listens to your own collection and lets it lead you. "
        "Without a subcommand it opens its window, on the files and folders given.",
        epilog="Exit codes: 0 done, 1 something about this machine or library to mend, 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"meander {commands.version()}")
    _add_common(parser, first=True)
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="SUBCOMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = subcommands.add_parser(name, help=text, description=text)
        _add_common(made)
        return made

    add = command("add", "add folders to the library and scan them")
    add.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    command("scan", "bring the library up to date with its folders")
    analyse = command("analyse", "listen to what has not been heard yet")
    _add_model(analyse, "both musicnn where their weights are there")
    analyse.add_argument("--quick", action="store_true", help="one window per songlet: rough, and soon done")
    mapping.add_arguments(command("map", "lay the collection out as a map, and write where everything lies"))
    search = command("search", "list the tracks that match a query")
    search.add_argument(
        "query", nargs="+", metavar="QUERY", help="words, artist:…, year:1990..1999, rating:>=4, -word, OR"
    )
    info = command("info", "all there is to know of one track")
    info.add_argument(
        "what", metavar="FILE|QUERY", help="a file, a track id, or a search that finds one track"
    )
    radio = command("radio", "what to hear next, from some tracks, an album, an artist … or your history")
    add_seeds(radio)
    add_steering(radio)
    _add_list(radio, "the published difference alone, of one model, without rules")
    path = command("path", "the way from one track to another, in steps no larger than they must be")
    path.add_argument("start", metavar="A", help="a file, a track id, or a search that finds one")
    path.add_argument("end", metavar="B")
    path.add_argument("--steps", type=count, default=PATH_STEPS, metavar="N", help="how many; usually 8")
    path.add_argument("--only", default="", metavar="QUERY", help="nothing in between but what this finds")
    _add_list(path)
    why_not = command("why-not", "why a track does not come in a radio, or not yet")
    why_not.add_argument("track", metavar="TRACK", help="a file, a track id, or a search that finds one")
    add_seeds(why_not)
    add_steering(why_not)
    _add_ear(why_not)
    rediscovering.add_arguments(
        command("rediscover", "what you own and have not heard for long, or ever, and why it comes up")
    )
    statistics.add_arguments(command("stats", "what your listening has come to"))
    evaluate = command("evaluate", "measure how well Meander hears and chooses in this library")
    evaluate.add_argument("--quick", action="store_true", help="fewer questions: wider intervals, soon done")
    evaluate.add_argument(
        "--folders", action="store_true", help="also ask who lies in one folder, where tags say little"
    )
    lists = command("playlists", "list the playlists, or what is in one")
    lists.add_argument("name", nargs="?", metavar="NAME", help="a playlist's name, its beginning, or its id")
    _add_export(command("export", "write a playlist, or vectors to a NumPy .npz file"))
    _add_import(command("import", "make playlists of files (M3U, M3U8, PLS, XSPF)"))
    play = command("play", "play files without a window")
    play.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command("doctor", "check what Meander needs, and say how to mend it")
    return parser


def _add_common(parser: argparse.ArgumentParser, *, first: bool = False) -> None:
    """Both are accepted before and after the subcommand; only the first parser may set their defaults."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=None if first else argparse.SUPPRESS,
        help="keep settings and databases there (or MEANDER_DATA)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if first else argparse.SUPPRESS,
        help="print one JSON document",
    )


def _add_model(
    parser: argparse.ArgumentParser, usual: str = "musicnn-mtt where its weights are there"
) -> None:
    parser.add_argument(
        "--model",
        metavar="M",
        help=f"{usual}, else spectral; see doctor",
    )


def _add_ear(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", metavar="M", help="as this one alone hears; else as all that hear best together"
    )


def _add_list(parser: argparse.ArgumentParser, plain: str = "") -> None:
    if plain:
        parser.add_argument(
            "-n", type=count, default=RADIO_LENGTH, metavar="N", dest="count", help="how many"
        )
        parser.add_argument("--plain", action="store_true", help=plain)
    _add_ear(parser)
    parser.add_argument("--m3u", type=Path, metavar="FILE", help="also write a playlist")


def _add_export(export: argparse.ArgumentParser) -> None:
    kinds = export.add_subparsers(dest="kind", required=True, metavar="songlets|windows|playlist")
    songlets = kinds.add_parser("songlets", help="the songlets of every track that has been heard")
    windows = kinds.add_parser("windows", help="every window of one file, which need not be in the library")
    windows.add_argument("file", type=Path, metavar="FILE")
    for kind in (songlets, windows):
        kind.add_argument("out", type=Path, metavar="OUT.npz")
        _add_model(kind)
        _add_common(kind)

    playlist = kinds.add_parser("playlist", help="a playlist, in the format of the ending of OUT")
    playlist.add_argument("name", metavar="NAME", help="a playlist's name, its beginning, or its id")
    playlist.add_argument("out", type=Path, metavar="OUT", help=".m3u8, .m3u, .pls or .xspf")
    playlist.add_argument("--absolute", action="store_true", help="whole paths, not from where OUT lies")
    _add_common(playlist)


def _add_import(command: argparse.ArgumentParser) -> None:
    kinds = command.add_subparsers(dest="kind", required=True, metavar="playlist")
    playlist = kinds.add_parser("playlist", help="files of other players; each becomes a playlist")
    playlist.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_common(playlist)


def _search(options: argparse.Namespace, places: Places, progress: Progress) -> commands.Answer:
    return commands.search(places, " ".join(options.query))


def _radio(options: argparse.Namespace, places: Places, progress: Progress) -> commands.Answer:
    if options.plain:
        words = plain_seeds(options)
        return commands.plain_radio(places, words, options.count, model=options.model, m3u=options.m3u)
    sown = sown_from(options, places)
    return commands.radio(places, sown, options.count, model=options.model, m3u=options.m3u)


def _path(options: argparse.Namespace, places: Places, progress: Progress) -> commands.Answer:
    return commands.path(
        places,
        options.start,
        options.end,
        options.steps,
        only=options.only,
        model=options.model,
        m3u=options.m3u,
    )


def _why_not(options: argparse.Namespace, places: Places, progress: Progress) -> commands.Answer:
    return commands.why_not(places, options.track, sown_from(options, places), model=options.model)


def _export(options: argparse.Namespace, places: Places, progress: Progress) -> commands.Answer:
    if options.kind == "songlets":
        return commands.export_songlets(places, options.out, model=options.model)
    if options.kind == "playlist":
        return commands.export_playlist(places, options.name, options.out, relative=not options.absolute)
    return commands.export_windows(places, options.file, options.out, model=options.model)


COMMANDS: dict[str, Callable[[argparse.Namespace, Places, Progress], commands.Answer]] = {
    "add": lambda o, places, progress: commands.add(places, o.folders, progress),
    "scan": lambda o, places, progress: commands.scan(places, progress),
    "analyse": lambda o, places, progress: commands.analyse(places, progress, model=o.model, quick=o.quick),
    "evaluate": lambda o, places, progress: commands.evaluate(
        places, progress, quick=o.quick, folders=o.folders
    ),
    "map": lambda o, places, progress: commands.map_(places, mapping.wanted_from(o), progress),
    "search": _search,
    "info": lambda o, places, progress: commands.info(places, o.what),
    "radio": _radio,
    "path": _path,
    "why-not": _why_not,
    "rediscover": lambda o, places, progress: commands.rediscover(
        places, rediscovering.wanted_from(o), m3u=o.m3u
    ),
    "stats": lambda o, places, progress: commands.stats(places, o.since),
    "playlists": lambda o, places, progress: commands.playlists(places, o.name),
    "export": _export,
    "import": lambda o, places, progress: commands.import_playlists(places, o.files),
}


if __name__ == "__main__":
    sys.exit(main())
