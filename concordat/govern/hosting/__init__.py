"""A shared service from day to day: what is owed to whom, who does what, whom to call, and what it may cost."""
