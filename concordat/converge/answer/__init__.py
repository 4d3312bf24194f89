"""What was found, why, what it is compared with, and what changed since last time."""
