"""The regulation in pure Python: no Flask, no SQLAlchemy, no clock.

``check_…`` returns the Violation it found (or a list of all), None when nothing is broken;
readers (``parse``, ``normalise_…``) return what they read and raise the Violation.
"""
