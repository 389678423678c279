"""Training of every weight that attrib ships: `python -m attrib.training`."""
