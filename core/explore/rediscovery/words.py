"""What the shelves are called, what is on them, and what it takes to fill them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.explore.rediscovery.corners import Corner
from core.texts import Text, marked

FORGOTTEN, NEVER, CORNER, TIME = "forgotten", "never", "corner", "time"
DEEP, ALBUMS, BETWEEN, SURPRISE = "deep", "albums", "between", "surprise"

Words = tuple[Text, Text]
"""Title and subtitle."""


def _forgotten() -> Words:
    return marked("Forgotten favourites"), marked("loved once, waiting since")


def _deep() -> Words:
    return marked("Deep cuts"), marked("of artists you play")


def _albums() -> Words:
    return marked("Albums unfinished"), marked("begun and laid aside")


def _between() -> Words:
    return marked("Between two loves"), marked("little known, and near to both")


PLAIN: Mapping[str, Callable[[], Words]] = {
    FORGOTTEN: _forgotten,
    DEEP: _deep,
    ALBUMS: _albums,
    BETWEEN: _between,
}


def never(*, taste: bool) -> Words:
    nearest = marked("closest to your taste first") if taste else marked("the latest added first")
    return marked("Never heard"), nearest


def this_time(years: Sequence[int]) -> Words:
    """years: that something on the shelf was played in."""
    if not years:
        return marked("This time of day"), marked("what you used to play at this hour")
    if len(years) == 1:
        return marked("This time in {year}", year=years[0]), marked("what you played around this day")
    first, last = ", ".join(map(str, years[:-1])), years[-1]
    title = marked("This time in {years} and {year}", years=first, year=last)
    return title, marked("what you played around this day")


def corner(found: Corner | None) -> Words:
    return marked("A corner never heard"), found.name if found else marked("another one each day")


def surprise(low: float, high: float) -> Words:
    """low, high: the band of what was not heard lately, by nearness to the taste, shares of 1."""
    if low == 0:
        said = marked("the {share} % nearest to your taste, unheard for a month", share=round(100 * high))
    elif high == 1:
        far = round(100 * (1 - low))
        said = marked("the {share} % furthest from your taste, unheard for a month", share=far)
    else:
        said = marked(
            "beyond the {low} % nearest to your taste, within {high} %, unheard for a month",
            low=round(100 * low),
            high=round(100 * high),
        )
    return marked("Surprise me"), said


def surprise_anything() -> Words:
    return marked("Surprise me"), marked("anything you have not heard for a month")


def needs(key: str, *, heard: bool, left_out: bool) -> Text:
    """What an empty shelf waits for. heard: whether any music was listened to. left_out: whether something
    belongs on it, and may not come.
    """
    if left_out:
        return marked("All that would stand here is left out now.")
    if key in (CORNER, BETWEEN, SURPRISE) and not heard:
        return marked("Comes once Meander has listened to your music.")
    return _NEEDS[key]()


_NEEDS: Mapping[str, Callable[[], Text]] = {
    FORGOTTEN: lambda: marked("Fills with what you played often and then not for three months."),
    NEVER: lambda: marked("You have heard everything you own."),
    TIME: lambda: marked("Fills once there is a year of plays; those of other players can be imported."),
    CORNER: lambda: marked("You know every corner of your music."),
    DEEP: lambda: marked("Fills once you have played some tracks of an artist eight times."),
    ALBUMS: lambda: marked("Fills with albums of which you have heard a part."),
    BETWEEN: lambda: marked("Fills once you love two tracks by different artists, or play them often."),
    SURPRISE: lambda: marked("You have heard all of it within a month."),
}
