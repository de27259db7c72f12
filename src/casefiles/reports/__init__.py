"""Across cases: what the caseload looks like on a date."""
