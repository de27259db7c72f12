"""The house style of the shipped Word templates, and what they are made of."""
