"""Quantities: amounts with their units, bounds and changes, by a grammar over tables."""
