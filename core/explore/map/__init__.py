"""The map of the collection: spaces, projections, the atlas that keeps them, and what is read off them."""
