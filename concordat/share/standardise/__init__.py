"""Standardise: from texts under the right names to typed values, with what was lost on the way counted and told."""
