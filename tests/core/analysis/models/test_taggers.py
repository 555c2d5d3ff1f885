"""musicnn and vgg, against the official package's figures and the plain graph on invented weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import conv2d, max_pool2d, pad

from core.analysis import models
from core.analysis.models import Heard
from core.analysis.models.compute import Compute
from core.analysis.models.frontend import clean, log_mel
from core.analysis.models.musicnn import Musicnn
from core.analysis.models.vgg import Vgg
from core.settings import Places
from tests.core.analysis.models.golden import GOLDEN, sounds

TAGGERS = ("musicnn-mtt", "musicnn-msd", "vgg-mtt", "vgg-msd")
CPU = torch.device("cpu")
FLOAT32 = Compute(CPU, torch.float32)


def window(sound: str) -> Tensor:
    """Window 0, (1, 187, 97)."""
    return log_mel(clean(sounds()[sound]))[None, :187]


def cosine(a: Tensor, b: Tensor) -> float:
    return torch.cosine_similarity(a.double().flatten(), b.double().flatten(), dim=0).item()


# -- the official figures ------------------------------------------------------------------------------------


@pytest.fixture(params=TAGGERS)
def official(request: pytest.FixtureRequest) -> models.Model:
    """Each tagger with the official weights, as precise as this machine's default."""
    folder = Places.find().models
    if not folder.joinpath(models.spec(request.param).weights).is_file():
        pytest.skip(f"the official weights are not in {folder}; `make setup` fetches them")
    return models.load(request.param, folder)


@pytest.mark.parametrize("sound", sounds())
def test_a_tagger_agrees_with_the_official_package(official: models.Model, sound: str) -> None:
    heard = official.hear(official.spectrogram(sounds()[sound])[None, :187])
    golden = f"{sound}/{official.spec.name}"
    assert heard.tags is not None
    assert cosine(heard.features, torch.from_numpy(GOLDEN[f"{golden}/features"])) >= 0.9995
    assert (heard.tags[0] - torch.from_numpy(GOLDEN[f"{golden}/tags"])).abs().max() <= 0.005


def test_what_a_tagger_returns_is_what_its_spec_says(official: models.Model) -> None:
    heard = official.hear(torch.cat([window("drums"), window("wind"), torch.zeros(1, 187, 97)]))
    assert heard.tags is not None
    assert heard.features.shape == (3, official.spec.dim)
    assert heard.tags.shape == (3, len(official.spec.tag_names)) == (3, 50)
    assert {heard.features.dtype, heard.tags.dtype} == {torch.float32}
    assert heard.silent.tolist() == [False, False, True]
    assert heard.features.isfinite().all()
    assert heard.extras is None


# -- the plain graph -----------------------------------------------------------------------------------------


def invented(shapes: dict[str, tuple[int, ...]], norms: dict[str, int]) -> dict[str, Tensor]:
    """Random weights; about a third of the normalisations have a negative scale, as some official ones do."""
    draw = torch.Generator().manual_seed(5)
    weights = {}
    for name, shape in shapes.items():
        fan_in = max(1, int(np.prod(shape[:-1])))
        weights[f"{name}/kernel"] = torch.randn(shape, generator=draw) * (1.5 / fan_in) ** 0.5
        weights[f"{name}/bias"] = torch.randn(shape[-1], generator=draw) * 0.1
    for name, size in norms.items():
        weights[f"{name}/gamma"] = torch.randn(size, generator=draw) + 0.5
        weights[f"{name}/beta"] = torch.randn(size, generator=draw) * 0.3
        weights[f"{name}/moving_mean"] = torch.randn(size, generator=draw) * 0.2
        weights[f"{name}/moving_variance"] = torch.rand(size, generator=draw) + 0.3
    return weights


def norm(weights: dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    """TensorFlow's batch normalisation after training, channels second."""
    shape = (1, -1) + (1,) * (x.ndim - 2)
    gamma, beta, mean, variance = (
        weights[f"{name}/{part}"].view(shape) for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    return gamma * (x - mean) / torch.sqrt(variance + 1e-3) + beta


def convolved(weights: dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    return conv2d(x, weights[f"{name}/kernel"].permute(3, 2, 0, 1), weights[f"{name}/bias"])


def numbered(i: int) -> str:
    return "batch_normalization" + (f"_{i}" if i else "")


def musicnn_weights() -> dict[str, Tensor]:
    names = ["conv2d", *(f"conv2d_{i}" for i in range(1, 8))]
    kernels = [(7, 38, 1, 204), (7, 67, 1, 204), (128, 1, 1, 51), (64, 1, 1, 51), (32, 1, 1, 51)]
    kernels += [(7, 561, 1, 64), (7, 64, 1, 64), (7, 64, 1, 64)]
    shapes: dict[str, tuple[int, ...]] = dict(zip(names, kernels, strict=True))
    shapes |= {"dense": (1506, 200), "dense_1": (200, 50)}
    sizes = [1, 204, 204, 51, 51, 51, 64, 64, 64, 1506, 200]
    return invented(shapes, {numbered(i): size for i, size in enumerate(sizes)})


def plain_musicnn(weights: dict[str, Tensor], bands: Tensor) -> tuple[Tensor, Tensor]:
    """models.py line by line, (B, 187, 96) -> features, tags."""
    x = norm(weights, "batch_normalization", bands[:, None])
    front = []
    for i, (name, before, after) in enumerate(
        [
            ("conv2d", 3, 3),
            ("conv2d_1", 3, 3),
            ("conv2d_2", 63, 64),
            ("conv2d_3", 31, 32),
            ("conv2d_4", 15, 16),
        ]
    ):
        layer = torch.relu(convolved(weights, name, pad(x, (0, 0, before, after))))
        front.append(norm(weights, numbered(i + 1), layer).amax(3))
    layers = [torch.cat(front, 1)]
    for i, name in enumerate(("conv2d_5", "conv2d_6", "conv2d_7")):
        image = pad(layers[-1].transpose(1, 2)[:, None], (0, 0, 3, 3))
        layer = norm(weights, numbered(i + 6), torch.relu(convolved(weights, name, image)))[..., 0]
        layers.append(layer + layers[-1] if i else layer)
    x = torch.cat(layers, 1)
    pooled = norm(weights, numbered(9), torch.stack([x.amax(2), x.mean(2)], 2).flatten(1))
    dense = torch.relu(pooled @ weights["dense/kernel"] + weights["dense/bias"])
    features = norm(weights, numbered(10), dense)
    return features, torch.sigmoid(features @ weights["dense_1/kernel"] + weights["dense_1/bias"])


def vgg_weights() -> dict[str, Tensor]:
    shapes: dict[str, tuple[int, ...]] = {"1CNN": (3, 3, 1, 128), "dense": (256, 50)}
    shapes |= {f"{i}CNN": (3, 3, 128, 128) for i in range(2, 6)}
    return invented(shapes, {numbered(0): 1} | {numbered(i): 128 for i in range(1, 6)})


def plain_vgg(weights: dict[str, Tensor], bands: Tensor) -> tuple[Tensor, Tensor]:
    x = norm(weights, "batch_normalization", bands[:, None])
    pools = [((4, 1), (2, 2)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((4, 4), (4, 4))]
    for i, (size, stride) in enumerate(pools, 1):
        layer = torch.relu(convolved(weights, f"{i}CNN", pad(x, (1, 1, 1, 1))))
        x = max_pool2d(norm(weights, numbered(i), layer), size, stride)
    features = x.permute(0, 2, 3, 1).flatten(1)
    return features, torch.sigmoid(features @ weights["dense/kernel"] + weights["dense/bias"])


def heard_and_plain(name: str, compute: Compute) -> tuple[Heard, Tensor, Tensor]:
    patches = torch.cat([window("chord"), window("drums")])
    if name == "musicnn":
        weights = musicnn_weights()
        heard = Musicnn(models.spec("musicnn-mtt"), weights, compute).hear(patches)
        return heard, *plain_musicnn(weights, patches[..., :96])
    weights = vgg_weights()
    return Vgg(models.spec("vgg-mtt"), weights, compute).hear(patches), *plain_vgg(weights, patches[..., :96])


@pytest.mark.parametrize("name", ["musicnn", "vgg"])
def test_the_fast_arrangement_computes_the_plain_graph(name: str) -> None:
    heard, features, tags = heard_and_plain(name, FLOAT32)
    assert heard.tags is not None
    torch.testing.assert_close(heard.features, features, rtol=1e-4, atol=1e-4 * features.abs().max().item())
    torch.testing.assert_close(heard.tags, tags, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("name", ["musicnn", "vgg"])
def test_half_precision_stays_close(name: str, dtype: torch.dtype) -> None:
    heard, features, _ = heard_and_plain(name, Compute(CPU, dtype))
    for row, expected in zip(heard.features, features, strict=True):
        assert cosine(row, expected) >= 0.9995


def test_windows_are_heard_alike_alone_and_in_a_batch() -> None:
    model = Musicnn(models.spec("musicnn-mtt"), musicnn_weights(), FLOAT32)
    patches = torch.cat([window(sound) for sound in sounds()])
    alone = torch.cat([model.hear(patch[None]).features for patch in patches])
    torch.testing.assert_close(model.hear(patches).features, alone, rtol=1e-4, atol=1e-4)


def test_the_official_tags_are_all_there(tmp_path: Path) -> None:
    for name in TAGGERS:
        assert len(set(models.spec(name).tag_names)) == 50
