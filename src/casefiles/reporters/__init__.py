"""Text, JSON, SARIF and GitHub: the only code that formats diagnostics."""
