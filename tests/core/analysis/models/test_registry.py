"""Which models there are, and what happens when one cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from core.analysis import models
from core.errors import UserError


def put(folder: Path, name: str, content: bytes = b"") -> None:
    folder.joinpath(models.spec(name).weights).write_bytes(content)


def test_without_weights_there_is_spectral(tmp_path: Path) -> None:
    assert [spec.name for spec in models.available(tmp_path)] == ["spectral"]
    assert models.default_model(tmp_path) == "spectral"


def test_musicnn_is_the_default_where_its_weights_are(tmp_path: Path) -> None:
    put(tmp_path, "vgg-msd")
    assert models.default_model(tmp_path) == "spectral"
    put(tmp_path, "musicnn-mtt")
    assert models.default_model(tmp_path) == "musicnn-mtt"
    assert [spec.name for spec in models.available(tmp_path)] == ["musicnn-mtt", "vgg-msd", "spectral"]


def test_listing_models_does_not_import_torch(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from core.analysis import models;"
        f"models.available(Path({str(tmp_path)!r})); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_windows_last_three_seconds() -> None:
    for name in models.NAMES:
        spec = models.spec(name)
        assert 2.9 < spec.window < 3.1
        assert spec.margin % spec.hop == 0


def test_an_unknown_name_is_answered_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"'bach'.*musicnn-mtt.*spectral"):
        models.load("bach", tmp_path)


def test_missing_weights_are_told_with_their_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"{tmp_path.name}; `make setup`"):
        models.load("musicnn-mtt", tmp_path)


def test_damaged_weights_are_told_as_damaged(tmp_path: Path) -> None:
    put(tmp_path, "vgg-mtt", b"not a weights file")
    with pytest.raises(UserError, match="is damaged"):
        models.load("vgg-mtt", tmp_path)


def test_another_models_weights_are_refused(tmp_path: Path) -> None:
    save_file({"x": np.zeros(1, np.float32)}, tmp_path / models.spec("musicnn-msd").weights)
    with pytest.raises(UserError, match="another model's weights"):
        models.load("musicnn-msd", tmp_path)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_a_device_that_is_not_there_is_refused() -> None:
    from core.analysis.models.compute import choose

    with pytest.raises(UserError, match="no device 'cuda:0'"):
        choose("cuda:0")


def test_both_taggers_hear_for_radio_where_their_weights_are(tmp_path: Path) -> None:
    assert models.ear_models(tmp_path) == ("spectral",)
    (tmp_path / "musicnn-msd.safetensors").touch()
    assert models.ear_models(tmp_path) == ("musicnn-msd",)
    (tmp_path / "musicnn-mtt.safetensors").touch()
    assert models.ear_models(tmp_path) == ("musicnn-mtt", "musicnn-msd")


def test_a_chosen_model_hears_alone(tmp_path: Path) -> None:
    assert models.ear_models(tmp_path, "vgg-mtt") == ("vgg-mtt",)
