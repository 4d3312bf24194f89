"""What programs may ask of share: the same as its pages, from the same functions, with a key instead of a session."""
