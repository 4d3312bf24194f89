"""What an extract may be written in: each reader turns its formats into rows of text, and tells what it could not."""
