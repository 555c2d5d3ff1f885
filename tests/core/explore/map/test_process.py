"""The map's process: started on demand, killed when it is not wanted, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.domain import Seconds
from core.errors import Cancelled, UserError
from core.explore.map.atlas import Atlas
from core.explore.map.chart import Chart, Projection, Sight
from core.explore.map.client import MapProcess
from core.explore.map.placing import place
from core.explore.map.space import Space
from core.explore.map.task import Done, Task, carry_out
from core.progress import Progress
from tests.core.explore.map.heard_music import MODEL, Music

GROWN = Sight(model=MODEL, projection=Projection.TSNE)
LONG = 60.0


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """A zombie has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def task(projection: Projection = Projection.PCA, size: int = 30) -> Task:
    vectors = np.random.default_rng(0).standard_normal((size, 8)).astype(np.float32)
    return Task(projection, 0, vectors, np.zeros(8, np.float32))


def quiet(xy: object, share: float) -> None:
    pass


class Asked:
    """A chart that is asked for in a thread."""

    def __init__(self, atlas: Atlas, sight: Sight = GROWN) -> None:
        self.progress = Progress()
        self.chart: Chart | None = None
        self.problem: BaseException | None = None
        self._thread = threading.Thread(target=self._ask, args=(atlas, sight))
        self._thread.start()

    def _ask(self, atlas: Atlas, sight: Sight) -> None:
        try:
            self.chart = atlas.chart(sight, self.progress)
        except Exception as problem:
            self.problem = problem

    def end(self) -> None:
        self._thread.join(LONG)
        assert not self._thread.is_alive()


@pytest.fixture
def atlas(music: Music) -> Iterator[Atlas]:
    music.add(range(150))
    made = Atlas(music.library, music.places)
    yield made
    made.close()


def test_who_cancels_is_told_at_once_and_the_process_is_gone(music: Music, atlas: Atlas) -> None:
    asked = Asked(atlas)
    until(lambda: atlas._process.pid)
    pid = atlas._process.pid
    asked.progress.cancel()
    asked.end()
    assert isinstance(asked.problem, Cancelled)
    until(lambda: not alive(pid or 0))
    with music.library.database.write() as db:
        assert db.execute("SELECT count(*) FROM map_layouts").fetchone()[0] == 0
    assert atlas._process.pid is None


def test_work_goes_on_for_who_still_waits(atlas: Atlas) -> None:
    first, second = Asked(atlas), Asked(atlas)
    until(lambda: atlas._process.pid)
    first.progress.cancel()
    first.end()
    second.end()
    assert isinstance(first.problem, Cancelled)
    assert second.chart is not None and len(second.chart) == 150


def test_a_process_that_is_killed_is_told_and_the_next_one_does_it(atlas: Atlas) -> None:
    asked = Asked(atlas)
    until(lambda: atlas._process.pid)
    os.kill(atlas._process.pid or 0, signal.SIGKILL)
    asked.end()
    assert isinstance(asked.problem, UserError) and "SIGKILL" in str(asked.problem)
    assert len(atlas.chart(Sight(model=MODEL, projection=Projection.PCA))) == 150


def test_closing_ends_what_is_under_way(atlas: Atlas) -> None:
    asked = Asked(atlas)
    until(lambda: atlas._process.pid)
    pid = atlas._process.pid
    atlas.close()
    asked.end()
    assert isinstance(asked.problem, Cancelled) and not alive(pid or 0)
    with pytest.raises(Cancelled):
        atlas.chart(GROWN)


def test_what_was_closed_starts_no_process() -> None:
    process = MapProcess()
    process.close()
    with pytest.raises(Cancelled):
        process.run(task(), quiet, lambda: None)
    assert process.pid is None


def test_an_idle_process_ends_and_another_takes_its_place() -> None:
    process = MapProcess(Seconds(0.05))
    first = process.run(task(), quiet, lambda: None)
    until(lambda: process.pid is None)
    again = process.run(task(), quiet, lambda: None)
    process.close()
    assert np.array_equal(first.xy, again.xy)


def test_it_goes_with_the_program_that_started_it() -> None:
    """Though that is killed, and can tell nobody."""
    words = (
        "import time; from tests.core.explore.map.test_process import *; process = MapProcess();"
        " process.run(task(), quiet, lambda: None); print(process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        assert alive(pid)
        program.kill()
    until(lambda: not alive(pid))


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the frozen program")
def test_a_frozen_program_starts_it_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "meander"
    root = Path(__file__).parents[4]
    program.write_text(f'#!/bin/sh\ncd "{root}" && exec "{sys.executable}" -m app "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    process = MapProcess()
    done = process.run(task(), quiet, lambda: None)
    process.close()
    assert done.xy.shape == (30, 2)


def test_a_bug_in_it_is_raised_as_one() -> None:
    broken = Task(Projection.PCA, 0, np.zeros((3, 4), np.float32), np.zeros(5, np.float32))
    process = MapProcess()
    with pytest.raises(RuntimeError, match="ValueError"):
        process.run(broken, quiet, lambda: None)
    process.close()


def test_there_is_time_for_other_things_meanwhile(process: MapProcess) -> None:
    steps = iter(range(3))
    done = process.run(task(Projection.TSNE), quiet, lambda: None, lambda: next(steps, None) is not None)
    assert isinstance(done, Done) and next(steps, None) is None


def test_on_a_flat_map_newcomers_come_exactly_where_its_axes_put_them() -> None:
    whole = carry_out(task(), quiet).xy
    stand = whole.copy()
    stand[25:] = np.nan
    found = carry_out(replace(task(), stand=stand, anchors=np.arange(25)), quiet).xy
    assert np.array_equal(found[:25], whole[:25])
    assert found[25:] == pytest.approx(whole[25:], abs=1e-4)


def test_among_many_newcomers_are_placed_where_an_exact_search_puts_them(process: MapProcess) -> None:
    rng = np.random.default_rng(0)
    middles = rng.standard_normal((40, 8))
    vectors = np.asarray(middles[np.arange(6200) % 40] + 0.2 * rng.standard_normal((6200, 8)), np.float32)
    stand = np.asarray(rng.standard_normal((40, 2))[np.arange(6200) % 40], np.float32)
    stand += 0.01 * rng.standard_normal(stand.shape).astype(np.float32)
    stand[6000:] = np.nan
    many = replace(task(Projection.TSNE), stored=vectors, stand=stand, anchors=np.arange(6000))
    found = process.run(many, quiet, lambda: None).xy
    space = Space(vectors, np.zeros(8, np.float32))
    exact = place(space.part(np.arange(6000)), stand[:6000], space.some(np.arange(6000, 6200)))
    assert np.array_equal(found[:6000], stand[:6000])
    assert np.quantile(np.linalg.norm(found[6000:] - exact, axis=1), 0.95) < 0.02


def test_what_lays_maps_out_never_loads_in_the_program() -> None:
    words = (
        "import sys, core.explore.map.atlas; heavy = 'scipy sklearn numba openTSNE umap pacmap faiss torch';"
        "print(set(heavy.split()) & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
