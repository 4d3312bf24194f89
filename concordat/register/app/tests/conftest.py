"""Shared fixtures."""

from concordat.web.tests.fixtures import editor_a, editor_b, office, viewer_b

__all__ = ["editor_a", "editor_b", "office", "viewer_b"]
