"""Facts to sentences: the report as paragraphs and tables."""
