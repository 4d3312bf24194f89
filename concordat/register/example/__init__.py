"""Example collaboratives: Three Rivers, as a programme office keeps it, and a generator of larger ones."""
