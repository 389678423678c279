"""Output: attributions as JSON, tables, pages, annotations, and what a terminal shows."""
