"""Patient-level data, and the only door to it."""
