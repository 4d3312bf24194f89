"""Concordat: what a provider collaborative has agreed, what it must decide, and by when."""
