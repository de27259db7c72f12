"""`build/index.html`: one static page, no server."""
