"""Share's Django app: agreements drafted, released, compared, signed and ended, and the answers that come of them."""
