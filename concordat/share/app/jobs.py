"""Share's jobs, made known by being imported here: those on feeds, and the deletion of what is over."""

from concordat.share.app import ended, feed_jobs

__all__ = ["ended", "feed_jobs"]
