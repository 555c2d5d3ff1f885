"""`playlists`, `export playlist`, `import playlist`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.commands.answers import Answer, all_tracks, at_home, clock, listed, open_library, row_of
from core.database import sole_writer
from core.errors import UserError
from core.folding import folded
from core.library import playlist_files
from core.library.playlist_entries import Entry
from core.library.playlists import Node, NodeKind, Playlists
from core.settings import Places


@contextmanager
def _open(places: Places) -> Iterator[Playlists]:
    with open_library(places) as library:
        playlists = Playlists(library)
        try:
            yield playlists
        finally:
            playlists.close()


def playlists(places: Places, name: str | None) -> Answer:
    """All playlists with their folders; or what is in the one that `name` (or its id) names."""
    with _open(places) as lists:
        if name is None:
            tree = lists.tree()
            return Answer(
                [_document(node) for node in tree], [line for node in tree for line in _lines(node)]
            )
        node = find_playlist(lists, name)
        if node.kind is NodeKind.LIST:
            entries = lists.entries(node.id)
            return Answer([_entry(entry) for entry in entries], [_entry_line(entry) for entry in entries])
        tracks = all_tracks(lists.library, lists.track_ids(node.id))
        return Answer([row_of(track) for track in tracks], [listed(track) for track in tracks])


def export_playlist(places: Places, name: str, out: Path, *, relative: bool) -> Answer:
    """Writes one playlist in the format of the ending of `out`."""
    with _open(places) as lists:
        node = find_playlist(lists, name)
        count = playlist_files.export(lists, node.id, at_home(out), relative=relative)
    document = {"out": str(at_home(out).resolve()), "name": node.name, "tracks": count}
    return Answer(document, [f"{count:,} tracks of “{node.name}” to {document['out']}"])


def import_playlists(places: Places, files: Sequence[Path]) -> Answer:
    """Makes a playlist of each file. Raises UserError for one that is none; those before it stay."""
    rows, lines = [], []
    with sole_writer(places.lock_file), _open(places) as lists:
        for file in files:
            id, contents = playlist_files.take_in(lists, at_home(file))
            entries = lists.entries(id)
            unknown = sum(entry.track_id is None for entry in entries)
            row = {
                "file": str(at_home(file).resolve()),
                "id": id,
                "name": contents.name,
                "tracks": len(entries),
                "unknown": unknown,
                "streams": contents.streams,
            }
            rows.append(row)
            told = f"{len(entries):,} tracks in “{contents.name}”"
            lines.append(f"{told}, {unknown:,} of them not in the library" if unknown else told)
    return Answer(rows, lines)


def find_playlist(lists: Playlists, word: str) -> Node:
    """By id, by name, or by the only name that begins so; in any case and without accents."""
    nodes = list(_all(lists.tree()))
    wanted = folded(word)
    ways: tuple[Callable[[Node], bool], ...] = (
        lambda node: str(node.id) == word,
        lambda node: folded(node.name) == wanted,
        lambda node: folded(node.name).startswith(wanted),
    )
    for fits in ways:
        found = [node for node in nodes if fits(node)]
        if len(found) == 1:
            return found[0]
        if found:
            few = "; ".join(f"{node.id} {node.name}" for node in found[:4])
            raise UserError(f"{word!r} names {len(found)} playlists; name one by its id: {few}")
    raise UserError(f"No playlist is called {word!r}; see `meander playlists`.")


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _document(node: Node) -> dict[str, Any]:
    document = {"id": node.id, "kind": str(node.kind), "name": node.name}
    if node.kind is NodeKind.FOLDER:
        return document | {"children": [_document(child) for child in node.children]}
    return document | ({"tracks": node.count} if node.kind is NodeKind.LIST else {})


def _lines(node: Node, indent: str = "") -> Iterator[str]:
    size = {NodeKind.LIST: f"{node.count:,}", NodeKind.SMART: "smart", NodeKind.FOLDER: "folder"}[node.kind]
    yield f"{node.id:>6}  {size:>7}  {indent}{node.name}"
    for child in node.children:
        yield from _lines(child, f"{indent}  ")


def _entry(entry: Entry) -> dict[str, Any]:
    said = entry._asdict()
    del said["raw_path"]
    return {**said, "path": str(entry.path), "presence": str(entry.presence)}


def _entry_line(entry: Entry) -> str:
    away = (
        ""
        if entry.present
        else "  [not in the library]"
        if entry.track_id is None
        else f"  [{entry.presence}]"
    )
    name = f"{entry.artist or '?'} – {entry.title}" if entry.title else str(entry.path)
    return f"{entry.track_id or '':>6}  {clock(entry.duration):>7}  {name}{away}"
