"""The pipeline: what it cuts is what lies in the whole song, whatever the pass, the batch or the memory."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from torch import Tensor

from core.analysis import trajectory
from core.analysis.audio import decode
from core.analysis.channel import Finished, Impossible, Outcome, Started, Unheard
from core.analysis.hearing import Hearing
from core.analysis.models import Model, ModelSpec
from core.analysis.records import Listened, Request
from core.domain import AudioId, Pass, Seconds
from core.errors import UserError
from tests.core.analysis.tiny_model import SPEC, Tiny

RATE = 16000


def song(path: Path, seconds: float, rate: int = 22050, level: float = 0.6, seed: int = 1) -> Path:
    random = np.random.default_rng(seed)
    swell = np.repeat(random.random(int(seconds * 4) + 1), rate // 4)[: int(seconds * rate)]
    samples = (level * swell * random.uniform(-1, 1, swell.size) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


class Run:
    """Feeds a Hearing until it has nothing left."""

    def __init__(self, *models: Model, decoders: int = 2) -> None:
        self.models = {m.spec.name: m for m in models}
        self.devices: list[str | None] = []
        self.outcomes: list[Outcome] = []
        self.hearing = Hearing(self._load, self.outcomes.append, decoders=decoders)

    def _load(self, name: str, device: str | None) -> Model:
        self.devices.append(device)
        if name not in self.models:
            raise UserError(f"no {name}")
        return self.models[name]

    def __call__(self, *requests: Request) -> list[Outcome]:
        for i, request in enumerate(requests):
            self.hearing.submit(i, request)
        assert self.hearing.wait(60)
        self.hearing.close()
        return [o for o in self.outcomes if not isinstance(o, Started)]


def request(path: Path, pass_: Pass = Pass.FULL, models: tuple[str, ...] = ("tiny",)) -> Request:
    return Request(AudioId(path.name), path, models, pass_)


def heard(outcomes: list[Outcome]) -> list[Listened]:
    assert all(isinstance(o, Finished) for o in outcomes), outcomes
    return [one for o in outcomes if isinstance(o, Finished) for one in o.heard]


def reference(path: Path) -> np.ndarray:
    """Every window's features from the song's one continuous spectrogram."""
    model = Tiny()
    frames = model.spectrogram(np.concatenate(list(decode(path, RATE))))
    starts = trajectory.window_starts(len(frames), SPEC.frames)
    import torch

    return model.hear(torch.stack([frames[s : s + SPEC.frames] for s in starts])).features.numpy()


@pytest.mark.parametrize("pass_", Pass)
@pytest.mark.parametrize("seconds", [3.4, 11.0, 26.0, 95.0])
def test_windows_are_those_of_the_continuous_spectrogram(tmp_path: Path, pass_: Pass, seconds: float) -> None:
    path = song(tmp_path / "a.wav", seconds)
    (one,) = heard(Run(Tiny())(request(path, pass_)))
    wanted = reference(path)
    chosen = trajectory.chosen(len(wanted), pass_)
    assert one.windows == len(wanted)
    assert np.allclose(one.features, wanted[chosen], atol=1e-6)
    assert np.allclose(
        one.starts, trajectory.window_starts(1 + int(seconds * RATE) // 256, 187)[chosen] * 0.016
    )
    assert np.allclose(
        one.songlets, trajectory.songlets(wanted[chosen], windows=len(wanted), heard=chosen), atol=1e-5
    )


def test_the_last_window_ends_with_the_song(tmp_path: Path) -> None:
    (one,) = heard(Run(Tiny())(request(song(tmp_path / "a.wav", 33.3))))
    assert one.starts[-1] + SPEC.window == pytest.approx(33.3, abs=0.02)


def test_a_sound_shorter_than_a_window_is_heard_repeated(tmp_path: Path) -> None:
    path = song(tmp_path / "short.wav", 1.0)
    (one,) = heard(Run(Tiny())(request(path)))
    audio = np.concatenate(list(decode(path, RATE)))
    tiled = Tiny().spectrogram(np.resize(audio, SPEC.frames * SPEC.hop))[: SPEC.frames]
    assert one.windows == 1
    assert np.allclose(one.features, Tiny().hear(tiled[None]).features.numpy())
    assert one.songlets.shape == (10, 4)


def test_a_silent_song_has_songlets_of_zeros(tmp_path: Path) -> None:
    (one,) = heard(Run(Tiny())(request(song(tmp_path / "silence.wav", 30.0, level=0.0))))
    assert not one.songlets.any() and not one.pooled.any()


def test_batches_are_filled_across_songs(tmp_path: Path) -> None:
    model = Tiny()
    paths = [song(tmp_path / f"{i}.wav", 7.0, seed=i) for i in range(12)]
    heard(Run(model)(*(request(p) for p in paths)))
    assert sum(model.batches) == 36
    assert len(model.batches) <= 12, "one for each song would be batches of three; they are filled to four"


def test_results_do_not_mix_songs_up(tmp_path: Path) -> None:
    paths = [song(tmp_path / f"{i}.wav", 5.0 + 3 * i, seed=i) for i in range(6)]
    for one in heard(Run(Tiny())(*(request(p) for p in paths))):
        assert np.allclose(one.features, reference(tmp_path / one.audio_id), atol=1e-6)


def test_models_on_one_grid_share_one_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Tiny(ModelSpec("other", 1, 16000, 256, 187, margin=2048, dim=4))
    opened: list[Path] = []
    spans: list[tuple[int, int]] = []
    from core.analysis import hearing

    class Counting(hearing.Source):
        def __init__(self, path: Path, rate: int) -> None:
            opened.append(path)
            super().__init__(path, rate)

        def span(self, start: int, count: int) -> np.ndarray:
            spans.append((start, count))
            return super().span(start, count)

    monkeypatch.setattr(hearing, "Source", Counting)
    path = song(tmp_path / "a.wav", 20.0)
    first, second = heard(Run(Tiny(), other)(request(path, models=("tiny", "other"))))
    assert (first.model, second.model) == ("tiny", "other")
    assert np.allclose(first.features, second.features)
    assert opened == [path]
    assert len(spans) == len(set(spans)) == 2, "one for eight windows, for both models"


def test_models_that_share_a_front_end_have_it_work_once(tmp_path: Path) -> None:
    class Counting(Tiny):
        made = 0

        def spectrogram(self, audio: np.ndarray) -> Tensor:
            Counting.made += 1
            return super().spectrogram(audio)

    path = song(tmp_path / "a.wav", 20.0)
    one, other = (Counting(replace(SPEC, name=name, front="levels")) for name in ("one", "other"))
    first, second = heard(Run(one, other)(request(path, models=("one", "other"))))
    assert np.array_equal(first.features, second.features)
    assert np.allclose(first.features, reference(path), atol=1e-6)
    shared = Counting.made
    apart = Counting(replace(SPEC, name="apart"))
    heard(Run(one, apart)(request(path, models=("one", "apart"))))
    assert Counting.made == 3 * shared


def test_models_on_different_grids_are_both_heard(tmp_path: Path) -> None:
    coarse = Tiny(ModelSpec("coarse", 1, 8000, 128, 400, margin=128, dim=4))
    first, second = heard(
        Run(Tiny(), coarse)(request(song(tmp_path / "a.wav", 20.0), models=("tiny", "coarse")))
    )
    assert first.windows == len(trajectory.window_starts(1 + 20 * RATE // 256, 187))
    assert second.windows == len(trajectory.window_starts(1 + 20 * 8000 // 128, 400))


def test_out_of_memory_halves_the_batch(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    model = Tiny(largest=3)
    path = song(tmp_path / "a.wav", 60.0)
    (one,) = heard(Run(model)(request(path)))
    assert max(model.batches) == 2
    assert np.allclose(one.features, reference(path), atol=1e-6)


def test_out_of_memory_at_one_window_moves_to_the_processor(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import torch

    from core.analysis.models.compute import Compute

    class OnDevice(Tiny):
        compute = Compute(torch.device("cuda"), torch.float16)

    class Loading(Run):
        def _load(self, name: str, device: str | None) -> Model:
            small = super()._load(name, device)
            return Tiny() if device == "cpu" else small

    run = Loading(OnDevice(largest=0))
    path = song(tmp_path / "a.wav", 30.0)
    (one,) = heard(run(request(path)))
    assert run.devices == [None, None, "cpu"], "the decoder's, the hearer's, and that in its place"
    assert np.allclose(one.features, reference(path), atol=1e-6)


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF not really")
    good = [song(tmp_path / f"{i}.wav", 6.0, seed=i) for i in range(3)]
    outcomes = Run(Tiny())(*(request(p) for p in (good[0], bad, *good[1:])))
    (failed,) = [o for o in outcomes if isinstance(o, Unheard)]
    assert failed.failure.path == bad and "bad.wav" in failed.failure.reason
    assert len([o for o in outcomes if isinstance(o, Finished)]) == 3


def test_a_model_that_cannot_be_loaded_is_not_the_files_fault(tmp_path: Path) -> None:
    (outcome,) = Run(Tiny())(request(song(tmp_path / "a.wav", 5.0), models=("nothing",)))
    assert outcome == Impossible(0, "no nothing")


def test_cancelled_songs_are_never_heard_of_again(tmp_path: Path) -> None:
    run = Run(Tiny())
    path = song(tmp_path / "a.wav", 60.0)
    for i in range(5):
        run.hearing.submit(i, request(path))
    run.hearing.cancel({0, 1, 2, 3})
    assert run.hearing.wait(60)
    run.hearing.close()
    assert [o.id for o in run.outcomes if isinstance(o, Finished)] == [4]


def test_nothing_is_heard_while_paused(tmp_path: Path) -> None:
    run = Run(Tiny())
    run.hearing.pause()
    run.hearing.submit(0, request(song(tmp_path / "a.wav", 30.0)))
    assert not run.hearing.wait(0.3)
    run.hearing.resume()
    assert len(heard(run())) == 1


def test_two_parts_of_one_file_are_heard_as_two_songs(tmp_path: Path) -> None:
    whole = song(tmp_path / "whole.wav", 40.0, rate=RATE)
    wanted = {}
    for name, start, length in (("first", 0.0, 15.0), ("second", 15.0, 25.0)):
        with wave.open(str(whole)) as file, wave.open(str(tmp_path / f"{name}.wav"), "wb") as alone:
            file.setpos(int(start * RATE))
            alone.setparams(file.getparams())
            alone.writeframes(file.readframes(int(length * RATE)))
        (one,) = heard(Run(Tiny())(request(tmp_path / f"{name}.wav")))
        wanted[name] = one
    parts = [
        Request(AudioId("first"), whole, ("tiny",), start=Seconds(0.0), length=Seconds(15.0)),
        Request(AudioId("second"), whole, ("tiny",), start=Seconds(15.0), length=Seconds(25.0)),
    ]
    for one in heard(Run(Tiny())(*parts)):
        alone = wanted[one.audio_id]
        assert (one.duration, one.windows) == (alone.duration, alone.windows)
        assert np.allclose(one.features, alone.features, atol=1e-6)
        assert np.allclose(one.starts, alone.starts)
        assert np.allclose(one.songlets, alone.songlets, atol=1e-5)


def test_a_part_after_the_end_of_its_file_cannot_be_heard(tmp_path: Path) -> None:
    path = song(tmp_path / "a.wav", 5.0)
    late = Request(AudioId("late"), path, ("tiny",), start=Seconds(60.0), length=Seconds(5.0))
    (outcome,) = Run(Tiny())(late)
    assert isinstance(outcome, Unheard) and "ends before" in outcome.failure.reason
