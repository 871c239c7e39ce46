"""The fixtures and the check of a whole round: what judges Winnow must itself be able to fail."""
