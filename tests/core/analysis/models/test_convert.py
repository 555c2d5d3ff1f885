"""From the official wheel to our weight files."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from core.analysis.models.convert import CHECKPOINTS, NOTICE, convert, is_converted, main
from core.errors import UserError
from tests.core.analysis.models.bundles import write_wheel

TENSORS = {"dense/kernel": np.ones((3, 2), np.float32), "dense/kernel/Adam_1": np.ones((3, 2), np.float32)}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return write_wheel(tmp_path / "musicnn-0.1.0-py3-none-any.whl", TENSORS)


def test_four_files_and_the_notice_of_their_licence_are_written(wheel: Path, tmp_path: Path) -> None:
    written = convert(wheel, tmp_path / "models")
    assert sorted(file.name for file in written) == sorted(
        [NOTICE, *(f"{n}.safetensors" for n in CHECKPOINTS)]
    )
    assert sorted(tmp_path.joinpath("models").iterdir()) == sorted(written)
    assert "Permission to use" in tmp_path.joinpath("models", NOTICE).read_text("utf-8")


def test_a_file_says_where_its_weights_come_from(wheel: Path, tmp_path: Path) -> None:
    convert(wheel, tmp_path)
    with safe_open(tmp_path / "vgg-msd.safetensors", "np") as file:
        about = file.metadata()
        assert list(file.keys()) == ["dense/kernel"]
        np.testing.assert_array_equal(file.get_tensor("dense/kernel"), TENSORS["dense/kernel"])
    assert about["licence"] == "ISC"
    assert "MSD_vgg of musicnn 0.1.0" in about["source"]
    assert len(about["wheel_sha256"]) == 64


def test_what_is_there_is_left_alone_and_the_wheel_is_not_even_opened(wheel: Path, tmp_path: Path) -> None:
    convert(wheel, tmp_path)
    wheel.unlink()
    assert convert(wheel, tmp_path) == []


def test_a_damaged_file_is_written_again(wheel: Path, tmp_path: Path) -> None:
    convert(wheel, tmp_path)
    file = tmp_path / "musicnn-mtt.safetensors"
    os.truncate(file, file.stat().st_size - 1)
    assert not is_converted(file)
    assert file in convert(wheel, tmp_path)
    assert is_converted(file)


def test_a_cut_wheel_leaves_nothing_behind(wheel: Path, tmp_path: Path) -> None:
    os.truncate(wheel, wheel.stat().st_size // 2)
    with pytest.raises(UserError, match="not a whole musicnn wheel"):
        convert(wheel, tmp_path / "models")
    assert not list(tmp_path.glob("models/*"))


def test_the_command_tells_a_missing_wheel_from_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.whl"), str(tmp_path)]) == 1
    assert "is not there" in capsys.readouterr().err
    assert main([]) == 2
