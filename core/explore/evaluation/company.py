"""A company of simulated listeners: four kinds of taste, each played to by the radio and its rivals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explore.evaluation import listeners, metrics
from core.explore.evaluation.corpus import Corpus, Groups
from core.explore.evaluation.listeners import (
    DRIFT,
    SMALLEST,
    STEPS,
    ByLot,
    Listener,
    MeanVector,
    Player,
    RealRadio,
)
from core.explore.evaluation.record import Column, Row, Table
from core.explore.evaluation.spaces import Heard
from core.explore.evaluation.tastes import Grouping, groupings
from core.explore.stock import RadioTrack
from core.progress import Progress
from core.texts import Text, marked

Measured = Callable[[Listener, list[int]], float]


@dataclass(frozen=True, slots=True)
class Kind:
    """make: draws one such listener, None where the library has no music for it."""

    key: str
    title: Text
    make: Callable[[np.random.Generator], Listener | None]
    measures: tuple[tuple[Column, Measured], ...]


def tastes_of(corpus: Corpus, *, folders: bool) -> Grouping | None:
    """The kind of group that listeners are taken to love: the first of which three are large enough."""
    order = {"folder": 0, "genre": 1, "artist": 2}
    able = [each for each in groupings(corpus, folders=folders) if len(_large(each.groups)) >= 3]
    return min(able, key=lambda each: order[each.key], default=None)


def ask(
    heard: Heard, stock: Sequence[RadioTrack], grouping: Grouping, count: int, progress: Progress
) -> Iterator[Table]:
    """A table for each kind of listener there can be. Raises Cancelled."""
    known = {track.id: track for track in stock}
    energy = np.array(
        [_energy(known[track.id]) if track.id in known else np.nan for track in heard.corpus.tracks]
    )
    for kind in kinds(grouping.groups, energy, len(heard.corpus)):
        drawn = [kind.make(np.random.default_rng(number)) for number in range(count)]
        company = [listener for listener in drawn if listener is not None]
        if company:
            progress.begin(f"listeners: {kind.key}", len(company))
            yield _table(heard, stock, grouping, kind, company, progress)


def kinds(groups: Groups, energy: NDArray[np.floating], size: int) -> list[Kind]:
    large = _large(groups)

    def pick(rng: np.random.Generator, count: int) -> list[str]:
        chosen: list[str] = rng.choice(large, count, replace=False).tolist()
        return chosen

    def one(rng: np.random.Generator) -> Listener:
        return listeners.constant(groups, pick(rng, 1), size, rng, hearts=False)

    def two(rng: np.random.Generator) -> Listener:
        return listeners.constant(groups, pick(rng, 2), size, rng)

    def drifting(rng: np.random.Generator) -> Listener:
        before, after = pick(rng, 2)
        return listeners.drifting(groups, before, after, size, rng)

    def trait(rng: np.random.Generator) -> Listener | None:
        return listeners.without_trait(groups, pick(rng, 1)[0], energy, size, rng)

    usual = (_pleased(1, 20), _pleased(21, 50), _pleased(51, STEPS), _regret())
    followed = Column(marked("Tracks until it followed"), better=-1, digits=0)
    return [
        Kind("one", marked("A listener who only skips what is outside one taste"), one, usual),
        Kind("two", marked("A listener with two tastes"), two, (*usual, _rarer())),
        Kind(
            "drift",
            marked("A listener who changes over to another taste after fifty tracks"),
            drifting,
            (
                _pleased(1, DRIFT),
                _pleased(DRIFT + 1, DRIFT + 20),
                _pleased(DRIFT + 21, STEPS),
                _regret(),
                (followed, lambda listener, came: float(listeners.recovery(listeners.hits(listener, came)))),
            ),
        ),
        Kind(
            "trait",
            marked("A listener who dislikes the livelier half of the songs of a taste"),
            trait,
            (*usual, _refused(1, 20), _refused(21, STEPS)),
        ),
    ]


def _table(
    heard: Heard,
    stock: Sequence[RadioTrack],
    grouping: Grouping,
    kind: Kind,
    company: Sequence[Listener],
    progress: Progress,
) -> Table:
    corpus, ear = heard.corpus, heard.ear
    players: dict[Text, Callable[[Listener], Player]] = {
        marked("Meander's radio"): lambda listener: RealRadio(corpus, ear, stock, listener.seeds),
        marked("Mean of all that pleased"): lambda listener: MeanVector(ear, listener.seeds),
        marked("Chance"): lambda listener: ByLot(len(corpus), listener.seeds),
    }
    found: dict[Text, list[list[float]]] = {label: [] for label in players}
    for listener in company:
        for label, make in players.items():
            came = listeners.listen(listener, make(listener))
            found[label].append([of(listener, came) for _, of in kind.measures])
        progress.advance()
    rows = [
        Row(label, tuple(metrics.mean(values) for values in zip(*lines, strict=True)), is_default=place == 0)
        for place, (label, lines) in enumerate(found.items())
    ]
    best = [float(listeners.oracle(listener).sum()) for listener in company]
    notes = (
        marked(
            "%Ln listener(s), a hundred tracks each. Tastes are groups by: {kind}.",
            count=len(company),
            kind=grouping.key,
        ),
        marked(
            "An oracle that knows the taste would please with {best:.0f} of a hundred.",
            best=float(np.mean(best)),
        ),
    )
    return Table(
        f"listener-{kind.key}", kind.title, tuple(column for column, _ in kind.measures), tuple(rows), notes
    )


def _pleased(first: int, last: int) -> tuple[Column, Measured]:
    """The share that pleased of the tracks from `first` to `last`, counted from 1."""
    column = Column(marked("Pleased, {first} to {last}", first=first, last=last))
    return (
        column,
        lambda listener, came: (
            float(listeners.hits(listener, came)[first - 1 : last].sum()) / (last - first + 1)
        ),
    )


def _regret() -> tuple[Column, Measured]:
    """How many tracks fewer pleased than an oracle would have played."""
    column = Column(marked("Regret"), better=-1, digits=1)
    return column, lambda listener, came: float(
        listeners.oracle(listener).sum() - listeners.hits(listener, came).sum()
    )


def _rarer() -> tuple[Column, Measured]:
    """Of the centre that got less: the share of what it could have had."""

    def found(listener: Listener, came: list[int]) -> float:
        shares = [
            float(centre[came].sum()) / min(STEPS / len(listener.centres), int(centre.sum()) - 1)
            for centre in listener.centres
        ]
        return min(shares)

    return Column(marked("Of the rarer taste, found")), found


def _refused(first: int, last: int) -> tuple[Column, Measured]:
    """The share of tracks of the loved group that bear what is disliked."""

    def share(listener: Listener, came: list[int]) -> float:
        return float(listener.centres[1][came[first - 1 : last]].sum()) / (last - first + 1)

    return Column(marked("Disliked trait, {first} to {last}", first=first, last=last), better=-1), share


def _large(groups: Groups) -> list[str]:
    return sorted(label for label, rows in groups.members.items() if len(rows) >= SMALLEST)


def _energy(track: RadioTrack) -> float:
    return np.nan if track.energy is None else track.energy
