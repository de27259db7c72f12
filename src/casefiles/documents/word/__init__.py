"""Word templates: expand, compile, render, contract, packaging."""
