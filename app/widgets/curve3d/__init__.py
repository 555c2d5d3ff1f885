"""Songs as curves in three dimensions, to turn, look into, and play from."""
