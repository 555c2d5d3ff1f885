"""What counts as a busy machine."""

from __future__ import annotations

from core.analysis.calm import LOOK_EVERY, Calm, processor_times


class Machine:
    """Two processors; `load` is the share that others use from now on."""

    def __init__(self) -> None:
        self.now = self.used = 0.0

    def run(self, load: float) -> None:
        self.now += LOOK_EVERY
        self.used += 2 * LOOK_EVERY * load

    def times(self) -> tuple[float, float]:
        return self.used, 2 * self.now


def test_a_machine_is_busy_until_it_is_well_calm() -> None:
    machine = Machine()
    calm = Calm(machine.times, lambda: machine.now)
    said = []
    for load in (0.5, 0.9, 0.5, 0.2, 0.5):
        machine.run(load)
        said.append(calm.is_busy())
    assert said == [False, True, True, False, False]


def test_a_machine_that_cannot_be_asked_is_never_busy() -> None:
    assert not Calm(lambda: None, iter(range(0, 100, 10)).__next__).is_busy()


def test_the_real_machine_is_measured_or_not_at_all() -> None:
    times = processor_times()
    assert times is None or 0 < times[0] < times[1]
