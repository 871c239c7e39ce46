"""A plan played on a practice server that is filled from the journal: nothing of it reaches the real one."""
