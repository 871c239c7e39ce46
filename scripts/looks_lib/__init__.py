"""The labelled set of looks: pairs that are copies and pairs that are none, from real pictures and drawn pages."""
