"""Speakers: the mentions of a text, the entities they make up, and whom each source refers to."""
