"""Govern's views: each makes one call, and answers with what comes of it."""
