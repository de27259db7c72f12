"""The command line: one file a command, and one door for errors."""
