"""What the user chose, as one frozen record in a TOML file, and where things lie on disk."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

import platformdirs
import tomli_w

from core.errors import UserError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Places:
    """Folders Meander writes to. `data` belongs to one library; `models` is shared by all."""

    data: Path
    models: Path

    @classmethod
    def find(cls, data: Path | None = None) -> Self:
        """`data` (the --data option) wins over MEANDER_DATA, that over the system's usual place."""
        chosen = (
            data or os.environ.get("MEANDER_DATA") or platformdirs.user_data_dir("meander", appauthor=False)
        )
        models = os.environ.get("MEANDER_MODELS") or Path(
            platformdirs.user_data_dir("meander-models", appauthor=False)
        )
        return cls(Path(chosen).expanduser().absolute(), Path(models).expanduser().absolute())

    @property
    def library_db(self) -> Path:
        return self.data / "library.db"

    @property
    def analysis_db(self) -> Path:
        return self.data / "analysis.db"

    @property
    def settings_file(self) -> Path:
        return self.data / "settings.toml"

    @property
    def lock_file(self) -> Path:
        return self.data / "meander.lock"

    @property
    def cache(self) -> Path:
        """Rebuilt at will: cover thumbnails."""
        return self.data / "cache"


@dataclass(frozen=True, slots=True)
class Settings:
    """Passed in where needed, never global. Unknown keys in the file are kept out, not fatal."""

    theme: str = "system"
    """"system", "dark" or "light"."""
    model: str = ""
    """Model for radio; empty means the best ear there is, which may hear with several."""
    keep_windows: bool = True
    """Keep every window's vector beside the songlets (about eight times the space)."""
    listen: bool = True
    """Listen to new music in the background."""
    volume: int = 80
    """0 to 100."""
    compact_rows: bool = False
    accent: str = ""
    """"#rrggbb", or empty for the theme's own."""
    scale: int = 100
    """Of the interface, in percent: 100 to 200."""
    language: str = ""
    """"en", "de"; empty: the system's."""
    cover_size: int = 168
    """Of an album in the grid, in pixels."""

    device: str = ""
    """The sound output, by its own id; empty: the system's choice."""
    replay_gain: str = "auto"
    """"off", "track", "album", or "auto": album while an album plays in order."""
    preamp: float = 0.0
    """dB, on top of ReplayGain."""
    untagged_gain: float = -6.0
    """dB, for tracks of which no loudness is known while ReplayGain is on."""
    prevent_clipping: bool = True
    equaliser_on: bool = False
    equaliser: tuple[float, ...] = (0.0,) * 10
    """dB per band, -12 to 12; the bands are octaves from 31.25 Hz to 16 kHz."""
    mono: bool = False
    balance: float = 0.0
    """-1 left to 1 right."""
    crossfade: float = 0.0
    """Seconds, 0 to 12."""
    fade: bool = True
    """Fade on pause and stop."""

    shuffle: str = "random"
    """"random", or "waiting": what has waited longest is likely to come first."""
    auto_queue: bool = False
    """When the queue runs out, radio goes on from what was in it."""
    artist_gap: int = 5
    """Radio plays at most one track of an artist in any so many; 1 is no gap."""
    album_gap: int = 10
    spoken: bool = False
    """Radio and rediscovery may bring spoken word."""
    christmas: bool = False
    """They may bring Christmas music in any month, not in December alone."""

    hear_hover: bool = True
    """Resting on a point of the map lets that moment be heard."""
    turn_curves: bool = True
    """Curves in three dimensions turn by themselves."""

    watch: bool = True
    """Notice new files by themselves."""
    poll_minutes: int = 10
    """How often folders on network drives, which tell nothing, are looked through."""
    tray: bool = False
    close_to_tray: bool = False
    notifications: bool = False
    write_ratings: bool = False
    """Write ratings into the tags of the files too."""
    listenbrainz: bool = False
    lastfm: str = ""
    """"", "last.fm" or "libre.fm"; tokens lie in the system's keyring."""
    shortcuts: dict[str, str] = field(default_factory=dict)
    """Name of a deed -> key, for those that differ from the usual."""

    @classmethod
    def load(cls, file: Path) -> Self:
        """The settings in `file`, or the defaults where there is none.

        Raises UserError when the file is not TOML or was written by a newer version.
        """
        try:
            raw = tomllib.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            return cls()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise UserError(
                "{file} is not readable as settings ({why}); mend or delete it.", file=file, why=problem
            ) from problem
        except OSError as problem:
            raise UserError("{file} cannot be read ({why}).", file=file, why=problem.strerror) from problem
        version = raw.get("version", 1)
        if isinstance(version, int) and version > VERSION:
            raise UserError(
                "{file} was written by a newer Meander; update Meander or move the file away.", file=file
            )
        return cls(**_known(raw, cls))

    def save(self, file: Path) -> None:
        """Written to a neighbour first and swapped in, so that a crash leaves the old file whole."""
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".new")
        draft.write_text(tomli_w.dumps({"version": VERSION, **asdict(self)}), "utf-8")
        draft.replace(file)

    def with_(self, **changes: Any) -> Self:
        return replace(self, **changes)


def _known(raw: dict[str, Any], cls: type[Settings]) -> dict[str, Any]:
    """The values whose name and type are known; a wrong type falls back to its default."""
    usual = cls()
    known = {}
    for name in (f.name for f in fields(cls)):
        if name in raw and (value := _as(raw[name], getattr(usual, name))) is not None:
            known[name] = value
    return known


def _as(value: Any, usual: Any) -> Any:
    """`value` as the type of `usual`; None where it cannot be that."""
    if isinstance(usual, float) and type(value) in (int, float):
        return float(value)
    if isinstance(usual, tuple) and isinstance(value, list) and len(value) == len(usual):
        parts = [_as(each, like) for each, like in zip(value, usual, strict=True)]
        return None if None in parts else tuple(parts)
    if isinstance(usual, dict) and isinstance(value, dict):
        return {k: v for k, v in value.items() if isinstance(v, str)}
    return value if type(value) is type(usual) else None
