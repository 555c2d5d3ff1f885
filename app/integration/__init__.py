"""At home on the desktop: what other programs see and ask of the player. Each part is quietly absent where
the system has no place for it."""
