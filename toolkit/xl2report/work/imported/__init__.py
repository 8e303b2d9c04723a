"""A published report → one reporter's filing: which edition, which cell is which point, what is uncertain."""
