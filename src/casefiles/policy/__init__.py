"""Policy packs as data, and the engine that runs their rules over a case."""
