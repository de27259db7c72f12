"""Follows the files: events -> a quiet moment -> what changed -> what it affects -> build."""
