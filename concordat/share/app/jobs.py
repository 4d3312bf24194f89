"""Share's jobs, made known by being imported here: those on feeds."""

from concordat.share.app import feed_jobs

__all__ = ["feed_jobs"]
