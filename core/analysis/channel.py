"""The words that the program and its listening process exchange, and how they travel: pickles over two pipes.

Both ends are ours and the pipes are private, so pickle is safe here.
"""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from core.analysis.records import Failure, Listened, Measured, Request
from core.domain import Seconds

T_co = TypeVar("T_co", covariant=True)
JobType = TypeVar("JobType", bound=type)

IDLE = Seconds(180.0)
HANG = Seconds(180.0)
LOADER = "core.analysis.models:load"

_HEADER = struct.Struct("<Q")
_jobs: set[type] = set()


@dataclass(frozen=True, slots=True)
class Settings:
    """How a listening process is set up; travels on its command line as plain words."""

    models_dir: Path
    idle: Seconds = IDLE
    """It ends after this long without work, to give its memory back."""
    threads: int = 0
    """That hear side by side on the processor; 0 chooses."""
    decoders: int = 0
    loader: str = LOADER
    """module:function with the signature of `models.load`."""
    hang: Seconds = HANG
    """Killed after this long with songs in it and no sign of life; the program's own affair."""


class Workshop(Protocol):
    """What a job finds in the listening process."""

    def model(self, name: str) -> Any:
        """A loaded model, shared by all jobs. Raises UserError when it cannot be loaded."""
        ...

    def check(self) -> None:
        """Raises Cancelled when nobody waits for the job any more; long jobs call it now and then."""
        ...


class Job(Protocol[T_co]):
    """Something the user waits for, done beside listening. Picklable, and so is its result."""

    def run(self, workshop: Workshop) -> T_co: ...


def job(kind: JobType) -> JobType:
    """Registers a class of jobs; the process runs no other."""
    _jobs.add(kind)
    return kind


def is_job(thing: object) -> bool:
    return type(thing) in _jobs


# -- to the listening process ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listen:
    id: int
    request: Request


@dataclass(frozen=True, slots=True)
class Do:
    id: int
    job: bytes
    """Pickled apart, so that a job which cannot be read fails alone."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Cancels songs; all of them when `ids` is None."""

    ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class ForgetJob:
    id: int


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Stop:
    pass


# -- from it -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    id: int


@dataclass(frozen=True, slots=True)
class Finished:
    """All models have heard the song, in the order of the request's models; or it was measured."""

    id: int
    heard: tuple[Listened | Measured, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """The file could not be decoded."""

    id: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class Impossible:
    """No file can be heard: a model cannot be loaded. The text is fit to show."""

    id: int
    reason: str


Outcome = Started | Finished | Unheard | Impossible


@dataclass(frozen=True, slots=True)
class Done:
    id: int
    result: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    id: int
    reason: str
    users_fault: bool
    """The reason is fit to show (a UserError), not a bug's traceback."""


@dataclass(frozen=True, slots=True)
class Alive:
    """Something was done since the last one, be it a few windows of a long song."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line for the log."""

    level: int
    logger: str
    text: str


class Sender:
    """Whole messages, from any thread."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def __call__(self, message: object) -> None:
        """Raises OSError or ValueError when the other side is gone."""
        data = pickle.dumps(message, protocol=5)
        with self._lock:
            self._pipe.write(_HEADER.pack(len(data)) + data)
            self._pipe.flush()


def received(pipe: IO[bytes]) -> Iterator[Any]:
    """Messages until the other side is gone."""
    while len(header := pipe.read(_HEADER.size)) == _HEADER.size:
        (size,) = _HEADER.unpack(header)
        data = pipe.read(size)
        if len(data) < size:
            return
        yield pickle.loads(data)
