"""What listening found, in the listener's words: the taggers name it in English."""

from __future__ import annotations

from collections.abc import Iterable

from app.words import tr


def tag(name: str) -> str:
    """ "guitar"; as it is where it has no translation."""
    return tr(name, "tag")


def tags(names: Iterable[str]) -> str:
    """ "guitar, slow"."""
    return ", ".join(tag(name) for name in names)


def region(name: str) -> str:
    """ "Guitar, piano": what a region of the map is called. Genres stay as they are written."""
    said = ", ".join(map(_genre_or_tag, name.split(", ")))
    return said[:1].upper() + said[1:]


def _genre_or_tag(word: str) -> str:
    """The first word of a name begins with a capital, which tags do not."""
    plain = word[:1].lower() + word[1:]
    return next((tag(one) for one in (word, plain) if tag(one) != one), word)


def entrance(what: str) -> str:
    """ "drums enter": what is said where a sound comes into a song. what: as core names it."""
    return {
        "drums": tr("drums enter"),
        "guitar": tr("the guitar enters"),
        "strings": tr("strings enter"),
        "piano": tr("the piano enters"),
        "voice": tr("the voice enters"),
        "choir": tr("the choir enters"),
        "flute": tr("the flute enters"),
        "harp": tr("the harp enters"),
        "harpsichord": tr("the harpsichord enters"),
        "sitar": tr("the sitar enters"),
        "synth": tr("the synthesizer enters"),
    }[what]


def all_tags() -> tuple[str, ...]:
    """Those of the taggers that came with Meander, for translators."""
    return (
        tr("guitar", "tag"), tr("classical", "tag"), tr("slow", "tag"), tr("techno", "tag"),
        tr("strings", "tag"), tr("drums", "tag"), tr("electronic", "tag"), tr("rock", "tag"),
        tr("fast", "tag"), tr("piano", "tag"), tr("ambient", "tag"), tr("beat", "tag"), tr("violin", "tag"),
        tr("vocal", "tag"), tr("synth", "tag"), tr("female", "tag"), tr("indian", "tag"), tr("opera", "tag"),
        tr("male", "tag"), tr("singing", "tag"), tr("vocals", "tag"), tr("no vocals", "tag"),
        tr("harpsichord", "tag"), tr("loud", "tag"), tr("quiet", "tag"), tr("flute", "tag"),
        tr("woman", "tag"), tr("male vocal", "tag"), tr("no vocal", "tag"), tr("pop", "tag"),
        tr("soft", "tag"), tr("sitar", "tag"), tr("solo", "tag"), tr("man", "tag"), tr("classic", "tag"),
        tr("choir", "tag"), tr("voice", "tag"), tr("new age", "tag"), tr("dance", "tag"),
        tr("male voice", "tag"), tr("female vocal", "tag"), tr("beats", "tag"), tr("harp", "tag"),
        tr("cello", "tag"), tr("no voice", "tag"), tr("weird", "tag"), tr("country", "tag"),
        tr("metal", "tag"), tr("female voice", "tag"), tr("choral", "tag"), tr("alternative", "tag"),
        tr("indie", "tag"), tr("female vocalists", "tag"), tr("00s", "tag"), tr("alternative rock", "tag"),
        tr("jazz", "tag"), tr("beautiful", "tag"), tr("chillout", "tag"), tr("male vocalists", "tag"),
        tr("classic rock", "tag"), tr("soul", "tag"), tr("indie rock", "tag"), tr("Mellow", "tag"),
        tr("electronica", "tag"), tr("80s", "tag"), tr("folk", "tag"), tr("90s", "tag"), tr("chill", "tag"),
        tr("instrumental", "tag"), tr("punk", "tag"), tr("oldies", "tag"), tr("blues", "tag"),
        tr("hard rock", "tag"), tr("acoustic", "tag"), tr("experimental", "tag"),
        tr("female vocalist", "tag"), tr("Hip-Hop", "tag"), tr("70s", "tag"), tr("party", "tag"),
        tr("easy listening", "tag"), tr("sexy", "tag"), tr("catchy", "tag"), tr("funk", "tag"),
        tr("electro", "tag"), tr("heavy metal", "tag"), tr("Progressive rock", "tag"), tr("60s", "tag"),
        tr("rnb", "tag"), tr("indie pop", "tag"), tr("sad", "tag"), tr("House", "tag"), tr("happy", "tag"),
    )  # fmt: skip
