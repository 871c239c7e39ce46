"""Whether two pictures show the same: pure, from their pixels alone."""
