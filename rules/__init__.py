"""The regulation in pure Python: no Flask, no SQLAlchemy, no clock."""
