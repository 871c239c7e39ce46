"""The durable, append-only book: what was promised, what was seen, and in which order."""

__version__ = "0.1.0"
