"""From a case to documents: catalogue, composition, Word, PDF."""
