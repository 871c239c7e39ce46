"""What a person can ask for, as plain functions: a context and options in, a report out."""
