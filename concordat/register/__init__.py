"""The nouns: what the collaborative has and has agreed."""
