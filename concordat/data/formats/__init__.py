"""What an extract may be written in: each module reads one family of formats into rows of text, and says what it could not."""
