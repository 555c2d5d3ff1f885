"""Sounds made of arithmetic, and what the official musicnn package makes of them (golden_taggers.npz).

To make the figures again: `PYTHON tests/data/golden_taggers.py`, where PYTHON has musicnn 0.1.0, tensorflow
2.15 and librosa 0.10. Only window 0 is kept: from the second on the official penultimate features repeat it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16000
SECONDS = 3.5
FILE = Path(__file__).with_suffix(".npz")
MODELS = {
    "musicnn-mtt": "MTT_musicnn",
    "musicnn-msd": "MSD_musicnn",
    "vgg-mtt": "MTT_vgg",
    "vgg-msd": "MSD_vgg",
}
MEL_FRAMES = (0, 1, 40, 186)


def sounds() -> dict[str, NDArray[np.float32]]:
    """Three sounds of 3.5 s at 16 kHz, quiet enough for the official float16 logarithm not to overflow."""
    time = np.arange(int(RATE * SECONDS)) / RATE
    noise = np.random.default_rng(7).standard_normal(len(time))
    vibrato = 0.004 * np.sin(2 * np.pi * 5 * time)
    chord = sum(
        np.sin(2 * np.pi * tone * harmonic * (time + vibrato / 5)) / harmonic**1.3
        for tone in (220.0, 277.18, 329.63)
        for harmonic in range(1, 9)
    )
    since_beat = time % 0.46
    drums = np.sin(2 * np.pi * 60 * np.exp(-9 * since_beat)) * np.exp(-12 * since_beat)
    drums = drums + 0.5 * noise * np.exp(-40 * ((time + 0.23) % 0.46))
    wind = np.convolve(noise, np.hanning(9), mode="same") * (1.2 + np.sin(2 * np.pi * 0.7 * time))
    return {
        "chord": (0.05 * chord).astype(np.float32),
        "drums": (0.12 * drums).astype(np.float32),
        "wind": (0.01 * wind).astype(np.float32),
    }


def main() -> None:
    import librosa
    import soundfile
    from musicnn.extractor import extractor

    golden = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, samples in sounds().items():
            path = Path(folder) / f"{name}.wav"
            soundfile.write(path, samples, RATE, subtype="FLOAT")
            mel = librosa.feature.melspectrogram(y=samples, sr=RATE, hop_length=256, n_fft=512, n_mels=96)
            golden[f"{name}/mel"] = mel.T[list(MEL_FRAMES)]
            for ours, official in MODELS.items():
                tags, _, features = extractor(str(path), model=official)
                first = features["penultimate"][0] if "musicnn" in ours else features["pool5"][:2].ravel()
                golden[f"{name}/{ours}/features"], golden[f"{name}/{ours}/tags"] = first, tags[0]
    np.savez(FILE, **golden)


if __name__ == "__main__":
    main()
