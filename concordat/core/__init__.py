"""Small true things: no database, no clock, no network."""
