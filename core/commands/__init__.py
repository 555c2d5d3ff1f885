"""What the terminal's subcommands do. Each returns an `Answer`: a JSON document, and lines for a person.

Nothing prints here, and nothing heavy loads that a subcommand does not use: listing imports no numpy.
"""

from core.commands.answers import Answer, UsageError, clock, version
from core.commands.evaluating import evaluate
from core.commands.exporting import export_songlets, export_windows
from core.commands.hearing import path, plain_radio, radio, why_not
from core.commands.keeping import add, analyse, scan
from core.commands.lists import export_playlist, import_playlists, playlists
from core.commands.looking import info, search
from core.commands.mapping import map_
from core.commands.rediscovering import rediscover
from core.commands.sowing import Sown
from core.commands.statistics import stats

__all__ = [
    "Answer",
    "Sown",
    "UsageError",
    "add",
    "analyse",
    "clock",
    "evaluate",
    "export_playlist",
    "export_songlets",
    "export_windows",
    "import_playlists",
    "info",
    "map_",
    "path",
    "plain_radio",
    "playlists",
    "radio",
    "rediscover",
    "scan",
    "search",
    "stats",
    "version",
    "why_not",
]
