"""The only code that formats diagnostics: text, json, sarif, github."""
