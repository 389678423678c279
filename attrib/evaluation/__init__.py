"""Scores of attrib on gold data: `python -m attrib.evaluation`."""
