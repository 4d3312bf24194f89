"""Procure's pages: a module each, built from what the reader may see of the register."""
