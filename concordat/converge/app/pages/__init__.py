"""Converge's pages: a module each, built from the edition of a run that is the reader's."""
