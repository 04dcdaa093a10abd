"""PAPER IN: a file becomes parsed rows, a report by line, then actions."""
