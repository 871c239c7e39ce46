"""The only exiftool: one process for all threads, shared by the backups' sidecars and by the evidence of files."""
