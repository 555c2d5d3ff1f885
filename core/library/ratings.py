"""Stars, and what each way of writing them into files calls them. Stars are 0.5 to 5 in halves.

ID3's POPM holds 1 to 255 without saying what they mean; the steps are those of Windows Media Player, with
MediaMonkey's in between, which most players read. FMPS_RATING is 0 to 1 (freedesktop.org's media player
specification), RATING in Vorbis comments 0 to 100, Microsoft's shared rating 1 to 99.
"""

from __future__ import annotations

from core.library.fields import Fields

POPM = {0.5: 13, 1.0: 1, 1.5: 54, 2.0: 64, 2.5: 118, 3.0: 128, 3.5: 186, 4.0: 196, 4.5: 242, 5.0: 255}
POPM_OWNER = "Windows Media Player 9 Series"
"""In the place of an e-mail address: what the desktop and most other players look for."""
_FROM_POPM = ((0, 0.0), (8, 1.0), (31, 0.5), (59, 1.5), (91, 2.0), (123, 2.5), (157, 3.0), (191, 3.5))
_FROM_POPM_HIGH = ((219, 4.0), (248, 4.5), (255, 5.0))
_MICROSOFT = {0.5: 1, 1.0: 1, 1.5: 13, 2.0: 25, 2.5: 38, 3.0: 50, 3.5: 63, 4.0: 75, 4.5: 87, 5.0: 99}


def from_popm(value: int) -> float | None:
    """Stars; None for 0, which means not rated. Values between the usual steps go to the nearest."""
    for limit, stars in (*_FROM_POPM, *_FROM_POPM_HIGH):
        if value <= limit:
            return stars or None
    return None


def fields(stars: float | None) -> dict[str, tuple[str, ...]]:
    """Canonical fields that say so; empty values take a rating away."""
    if stars is None:
        return {"rating": (), "rating_scale": (), "rating_wm": ()}
    return {
        "rating": (f"{stars / 5:g}",),
        "rating_scale": (f"{stars * 20:g}",),
        "rating_wm": (str(_MICROSOFT[stars]),),
    }


def read(found: Fields) -> float | None:
    """Stars in halves out of whatever a file says; None where it says nothing usable."""
    readers = {"rating": _share, "rating_scale": _scale, "rating_wm": _microsoft}
    for name, reader in readers.items():
        for text in found.get(name, ()):
            stars = reader(text)
            if stars is not None:
                return stars
    return None


def _share(text: str) -> float | None:
    value = _number(text)
    return _halves(value * 5) if value is not None and value <= 1 else None


def _scale(text: str) -> float | None:
    """RATING has no one meaning: "0.8" is a share, "4" stars (foobar2000), "80" percent."""
    value = _number(text)
    if value is None or value > 100:
        return None
    if "." in text and value <= 1:
        return _halves(value * 5)
    return _halves(value if value <= 5 else value / 20)


def _microsoft(text: str) -> float | None:
    value = _number(text)
    if value is None:
        return None
    return min(((abs(mark - value), stars) for stars, mark in _MICROSOFT.items() if stars != 0.5))[1]


def _number(text: str) -> float | None:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value < 1000 else None


def _halves(stars: float) -> float | None:
    return min(5.0, max(0.5, round(stars * 2) / 2))
