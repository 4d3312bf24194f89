"""Editions: what each audience may see of an answer, as plain values for the pages; a module for each page's part."""
