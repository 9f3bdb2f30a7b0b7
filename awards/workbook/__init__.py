"""Registrations as Excel files: one unit's to fill in and load, and the table of all units."""
