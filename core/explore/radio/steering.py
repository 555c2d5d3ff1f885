"""What a radio is asked to obey, in words. Without numpy: the window says them at its start."""

from __future__ import annotations

from core.library.radios import Steering
from core.texts import Text, marked

__all__ = ["Steering", "rules_in_words"]


def rules_in_words(steering: Steering) -> tuple[Text, ...]:
    """The rules that hold, a short sentence each, the strictest first."""
    said = [marked("Nothing is repeated; of copies and versions of a song, one plays.")]
    if steering.artist_gap > 1:
        said.append(marked("At most one track of an artist in any %Ln track(s).", count=steering.artist_gap))
    if steering.album_gap > 1:
        said.append(marked("At most one track of an album in any %Ln track(s).", count=steering.album_gap))
    if steering.only:
        said.append(marked("Only what “{query}” finds.", query=steering.only))
    if not steering.spoken:
        said.append(marked("No spoken word."))
    if not steering.christmas:
        said.append(marked("Christmas music in December alone."))
    said.append(marked("A library too small for that gives up the album gap first, then the artist gap."))
    return tuple(said)
