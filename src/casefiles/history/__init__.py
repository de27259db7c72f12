"""A case over time: what happened when, and who changed which field of its files."""
