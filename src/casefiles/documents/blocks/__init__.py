"""The block tree of any rendered document: readers and writers."""
