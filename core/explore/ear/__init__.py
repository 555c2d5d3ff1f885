"""How songs sound beside one another: sources, distances, tastes."""
