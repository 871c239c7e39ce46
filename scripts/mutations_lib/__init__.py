"""Break Winnow on purpose, one way at a time, and see that `scripts/validate` notices."""
