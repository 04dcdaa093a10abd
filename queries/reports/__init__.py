"""Periodic reports of teachers and the administration: what each is made of (п. 4.1)."""
