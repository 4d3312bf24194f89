"""Views of answers: each makes one call, and answers with what comes of it."""
