"""PDF: fonts, measure, lines, tables, pages, paint, tags, join."""
