"""The static page `build/index.html`: the caseload at a glance, without a server."""
