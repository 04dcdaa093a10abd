"""What is read: SELECTs into frozen dataclasses ready to show; the first argument is the user."""
