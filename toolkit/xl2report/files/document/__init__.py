"""The printed report: a story in, the bytes of a .docx out."""
