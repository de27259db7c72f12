"""Reports across cases."""
