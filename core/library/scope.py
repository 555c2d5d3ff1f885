"""What a scan looks at: the library's folders as they are now, or some places inside them."""

from __future__ import annotations

import os
from typing import NamedTuple

from core.database import Database
from core.errors import UserError
from core.library import folders
from core.library.walk import SEP, is_inside, passes_over

Wanted = tuple[bytes, bool]
"""A path, and whether all below it counts too."""


class Top(NamedTuple):
    """Where a walk begins."""

    path: bytes
    root: bytes
    """The library's folder that it lies in."""
    deep: bool


class Scope:
    """The library's folders, those left out, and those that cannot be reached now."""

    def __init__(self, database: Database) -> None:
        self.roots = [root.path for root in folders.roots(database)]
        self.excluded = frozenset(folders.exclusions(database))
        self.away = folders.unreachable(database)

    def wants(self, path: bytes) -> bool:
        return folders.is_covered(path, self.roots, self.excluded)

    def demand(self, path: bytes) -> None:
        """Raises UserError for a place that the library does not want."""
        if not self.wants(path):
            raise UserError(
                "{place} is not in a folder of the library; add its folder first.", place=os.fsdecode(path)
            )

    def tops(self, only: list[Wanted] | None) -> list[Top]:
        """Where to walk; nothing is walked twice, and places that the library does not want are left out."""
        roots = [root for root in self.roots if root not in self.away]
        if only is None:
            return [Top(root, root, deep=True) for root in roots if not self._is_inside_another(root, roots)]
        # A folder that is gone took all below with it.
        wanted = {path: deep or not os.path.isdir(path) for path, deep in sorted(only)}
        tops: list[Top] = []
        for path, deep in sorted(wanted.items()):
            root = max((r for r in roots if is_inside(path, r)), key=len, default=None)
            if root is None or not self.wants(path) or passes_over(path[len(root) :].strip(SEP)):
                continue
            if not any(top.deep and is_inside(path, top.path) for top in tops):
                tops.append(Top(path, root, deep))
        return tops

    def _is_inside_another(self, root: bytes, roots: list[bytes]) -> bool:
        outer = [other for other in roots if other != root and not passes_over(root[len(other) :])]
        return folders.is_covered(root, outer, self.excluded)

    def is_away(self, path: bytes) -> bool:
        return any(is_inside(path, folder) for folder in self.away)
