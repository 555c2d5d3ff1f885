"""What a radio starts from. The records live beside the radios that are kept; this is where they are used."""

from __future__ import annotations

from core.library.radios import Seed, SeedKind

__all__ = ["Seed", "SeedKind"]
