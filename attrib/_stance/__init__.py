"""Stance: what a speaker does with a claim, by tables of cues and the words around them."""
