"""A caseload in git, for people who don't know git: how it is set up, and how work is saved and shared."""
