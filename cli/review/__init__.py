"""The page for deciding with one's eyes, on this machine alone."""
