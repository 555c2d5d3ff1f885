"""The words that a library uses already: artists, albums, genres, for whoever types one again."""

from __future__ import annotations

from core.library.tracks import Library

MOST = 50_000
"""Words of one kind; nobody looks through more, and a field that offers them must open at once."""
_LISTS = {"artist": "artists", "albumartist": "album_artists", "genre": "genres", "composer": "composers"}


def vocabulary(library: Library) -> dict[str, list[str]]:
    """Canonical name of a field -> its values in listed tracks, sorted as people sort.

    Artists and album artists are one list: who is one may be the other.
    """
    found: dict[str, set[str]] = {name: set() for name in (*_LISTS, "album")}
    db = library.database.read().cursor()
    db.row_factory = None
    listed = "presence IN ('present', 'offline')"
    for name, column in _LISTS.items():
        rows = db.execute(
            f"""SELECT DISTINCT value FROM (SELECT DISTINCT {column} AS texts FROM tracks WHERE {listed}),
                json_each(texts) LIMIT {MOST}"""
        )
        found[name] = {row[0] for row in rows}
    rows = db.execute(f"SELECT DISTINCT album FROM tracks WHERE album <> '' AND {listed} LIMIT {MOST}")
    found["album"] = {row[0] for row in rows}
    found["artist"] = found["albumartist"] = found["artist"] | found["albumartist"]
    return {name: sorted(words, key=str.casefold) for name, words in found.items()}
