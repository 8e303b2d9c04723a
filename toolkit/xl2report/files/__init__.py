"""File formats: workbooks read and written, documents written."""
