"""One file a block: its frozen context type and its composer."""
