"""Write the fixture library: every way in which two copies of a picture can differ, as real files."""
