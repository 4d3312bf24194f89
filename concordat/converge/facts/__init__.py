"""What there is to decide, what the law allows, and what the register gets wrong."""
