"""The typed, frozen case file: shape only, no policy."""
