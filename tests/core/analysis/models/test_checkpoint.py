"""The reader of TensorFlow checkpoints."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.models.checkpoint import read_bundle
from core.errors import UserError
from tests.core.analysis.models.bundles import write_bundle

TENSORS = {
    "conv/kernel": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
    "conv/bias": np.array([0.5, -0.5], np.float32),
    "conv/bias/Adam": np.zeros(2, np.float32),
    "dense/kernel": np.ones((300, 2), np.float32),
    "global_step": np.array(1234567890123, np.int64),
}


def test_every_tensor_comes_back_with_its_shape_type_and_values() -> None:
    read = read_bundle(*write_bundle(TENSORS), name="it")
    assert read.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        assert read[name].dtype == tensor.dtype
        np.testing.assert_array_equal(read[name], tensor)


def test_the_optimisers_slots_are_left_out() -> None:
    read = read_bundle(*write_bundle(TENSORS), name="it", skip=("Adam", "global_step"))
    assert sorted(read) == ["conv/bias", "conv/kernel", "dense/kernel"]


@pytest.mark.parametrize("kept", [0, 7, 47, 60, -1])
def test_a_cut_index_is_told_in_one_line(kept: int) -> None:
    index, data = write_bundle(TENSORS)
    with pytest.raises(UserError, match=r"weights.* is not a whole TensorFlow checkpoint") as told:
        read_bundle(index[:kept], data, name="weights")
    assert "\n" not in str(told.value)


def test_cut_data_names_the_tensor_it_misses() -> None:
    index, data = write_bundle(TENSORS)
    with pytest.raises(UserError, match="before the end of global_step"):
        read_bundle(index, data[:-3], name="weights")


def test_any_damage_to_the_index_is_an_error_of_the_file_and_not_a_crash() -> None:
    index, data = write_bundle(TENSORS)
    random = np.random.default_rng(3)
    for _ in range(300):
        damaged = bytearray(index)
        damaged[random.integers(len(index))] = random.integers(256)
        try:
            read_bundle(bytes(damaged), data, name="weights")
        except UserError:
            continue


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(UserError, match="no table footer"):
        read_bundle(b"PK\x03\x04" + bytes(100), b"", name="weights")
