"""Mapping: how what a supplier can export becomes the shared tables; it writes SQL and runs none."""
