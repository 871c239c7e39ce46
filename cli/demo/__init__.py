"""A walk through the whole program on a practice server that lives in this process."""
