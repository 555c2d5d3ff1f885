"""How close the taggers come to the official musicnn package, on the same files:

    python -m benchmarks.fidelity --official PYTHON FILE…

PYTHON is an interpreter that has musicnn 0.1.0, tensorflow and librosa; its own `extractor` runs there, as it
is. Ours decodes the file with our decoder, and hears it as precisely as it would for the library. Compared is
window 0, the only one whose penultimate features the official package gives right. Where the official figures
are not finite (its float16 logarithm overflows on loud music) they are taken again with the logarithm in
float32, and marked. Ends with 1 when a cosine is below .999 or a tag more than .01 off.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.audio import Source
from core.errors import UserError
from core.settings import Places

COSINE, TAG = 0.999, 0.01
OFFICIAL = {
    "musicnn-mtt": "MTT_musicnn",
    "musicnn-msd": "MSD_musicnn",
    "vgg-mtt": "MTT_vgg",
    "vgg-msd": "MSD_vgg",
}

RUN_OFFICIAL = """
import contextlib, os, sys, warnings
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
warnings.simplefilter("ignore")
import numpy as np
from musicnn import extractor as official

class Wide:
    float16 = np.float32
    def __getattr__(self, name):
        return getattr(np, name)

mel = official.librosa.feature.melspectrogram

def rounded(**options):
    return mel(**options).astype(np.float16).astype(np.float32)

def window_0(path, model):
    tags, _, features = official.extractor(path, model=model)
    first = features["penultimate"][0] if "musicnn" in model else features["pool5"][:2].ravel()
    return first, tags[0], np.isfinite(first).all()

out, names, files = sys.argv[1], sys.argv[2].split(","), sys.argv[3:]
found = {}
with contextlib.redirect_stdout(sys.stderr):
    for i, path in enumerate(files):
        for name in names:
            official.np, official.librosa.feature.melspectrogram = np, mel
            first, tags, finite = window_0(path, name)
            if not finite:
                official.np, official.librosa.feature.melspectrogram = Wide(), rounded
                first, tags, _ = window_0(path, name)
            key = f"{i}/{name}/"
            found |= {key + "features": first, key + "tags": tags, key + "overflowed": not finite}
np.savez(out, **found)
"""


def official_figures(python: Path, files: list[Path]) -> dict[str, NDArray[np.float32]]:
    """Arrays under "<file number>/<official model>/features", ".../tags" and ".../overflowed"."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "official.npz"
        command = [str(python), "-W", "ignore", "-c", RUN_OFFICIAL, str(out), ",".join(OFFICIAL.values())]
        command += map(str, files)
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            raise UserError(f"{python} could not run musicnn: {done.stderr.decode()[-2000:]}")
        with np.load(out) as archive:
            return dict(archive)


def first_window(model: models.Model, file: Path) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Features (d,) and tags (50,) of window 0, decoded from the file."""
    spec = model.spec
    samples = spec.frames * spec.hop + spec.margin
    with Source(file, spec.sample_rate) as source:
        frames = model.spectrogram(source.span(0, min(samples, source.length)))
    heard = model.hear(frames[None, : spec.frames])
    assert heard.tags is not None
    return heard.features[0].numpy(), heard.tags[0].numpy()


def compare(python: Path, files: list[Path], models_dir: Path) -> bool:
    """Prints a line per model and file; whether all are within bounds."""
    golden = official_figures(python, files)
    good = True
    for name, official in OFFICIAL.items():
        model = models.load(name, models_dir)
        print(f"{name} ({getattr(model, 'compute', '')})")
        for i, file in enumerate(files):
            features, tags = first_window(model, file)
            key = f"{i}/{official}/"
            expected = golden[key + "features"]
            norms = np.linalg.norm(features) * np.linalg.norm(expected)
            cosine = float(features @ expected / norms)
            off = float(np.abs(tags - golden[key + "tags"]).max())
            fine = cosine >= COSINE and off <= TAG
            good &= fine
            remarks = ("" if fine else "  TOO FAR") + (
                "  (log in float32)" if golden[key + "overflowed"] else ""
            )
            print(
                f"  cosine {cosine:.6f}  largest tag difference {off:.4f}  {file.name}{remarks}", flush=True
            )
    return good


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.fidelity", description=__doc__)
    parser.add_argument("--official", type=Path, help="a Python with musicnn, tensorflow and librosa")
    parser.add_argument("--models", type=Path, default=Places.find().models)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    if not options.official or not options.files:
        print("left out: it needs --official PYTHON and music (--help tells more)")
        return 0
    return 0 if compare(options.official, options.files, options.models) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
