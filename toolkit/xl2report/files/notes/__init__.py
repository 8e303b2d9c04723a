"""The return note of a unit as .docx. Knows python-docx; no rule, no wording of findings."""
